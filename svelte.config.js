// Shared options of both apps. SvelteKit 3 takes its options from the Vite plugin and refuses a svelte.config.js in a
// Vite root, so this is our own module at the repository's root, imported by signage/vite.config.ts and
// studio/vite.config.ts.
import { join } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { oldGlassCss } from './scripts/vite/old-glass-css.mjs';

const root = import.meta.dirname;

/**
 * Players run on Chromium 87 (boxes with Android 7–9, LED controllers), phone pages in WebViews of Chromium 86's class,
 * studios on this year's browsers. scripts/steps/old-glass.mjs reads the built files and holds this to it.
 * @type {Record<'signage' | 'studio', { base: '' | '/studio', target: string, devPort: number, wording: string[] }>}
 */
const apps = {
  signage: { base: '', target: 'chrome86', devPort: 5173, wording: ['signage'] },
  // The studio shows the public's own components (board, notices), and so speaks their wording too.
  studio: { base: '/studio', target: 'chrome107', devPort: 5174, wording: ['studio', 'signage'] },
};

/** @type {NonNullable<import('@sveltejs/kit/vite').Config['csp']>['directives']} */
const csp = {
  'default-src': ['self'],
  'script-src': ['self'],
  // Style attributes set by Svelte's style: directive cannot carry a nonce.
  'style-src': ['self', 'unsafe-inline'],
  'img-src': ['self', 'data:', 'blob:'],
  'font-src': ['self', 'data:'],
  'media-src': ['self', 'blob:'],
  'connect-src': ['self'],
  // hls.js demuxes in a worker made from a blob.
  'worker-src': ['self', 'blob:'],
  'frame-src': ['self'],
  'frame-ancestors': ['self'],
  'object-src': ['none'],
  'base-uri': ['self'],
  'form-action': ['self'],
};

/**
 * @param {'signage' | 'studio'} name
 * @returns {import('vite').UserConfig}
 */
export function forApp(name) {
  const { base, target, devPort, wording } = apps[name];
  const home = join(root, name);
  return {
    root: home,
    plugins: [
      ...wording.map((app) =>
        paraglideVitePlugin({
          project: join(root, app, 'project.inlang'),
          outdir: join(root, app, 'src/lib/paraglide'),
          strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
          cookieName: 'gangbo_locale',
          isServer: 'import.meta.env.SSR',
          emitGitIgnore: false,
          emitPrettierIgnore: false,
          emitReadme: false,
        }),
      ),
      sveltekit({
        adapter: adapter({ out: join(home, 'build') }),
        outDir: join(home, '.svelte-kit'),
        paths: { base, relative: false },
        csp: { mode: 'auto', directives: csp },
        // The player's worker is registered by hand with the scope /screen/: at / it would swallow the studio.
        serviceWorker: { register: false },
        compilerOptions: { runes: true },
      }),
      oldGlassCss(),
    ],
    resolve: {
      alias: {
        $kit: join(root, 'signage/src/lib/kit'),
        $lib: join(home, 'src/lib'),
        $signage: join(root, 'signage/src/lib'),
      },
    },
    build: { target, cssTarget: target, reportCompressedSize: false },
    server: {
      port: devPort,
      strictPort: true,
      fs: { allow: [join(root, 'signage'), join(root, 'server/contract'), join(root, 'server/domain'), join(root, 'node_modules')] },
      proxy: Object.fromEntries(
        ['/api', '/whip', '/whep', '/live-media'].map((path) => [path, { target: 'http://localhost:3000', ws: true }]),
      ),
    },
  };
}
