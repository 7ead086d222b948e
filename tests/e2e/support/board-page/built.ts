import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import type { Page } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import type { Glass, LiveOnGlass, Slide } from '#server/domain/board/manifest.ts';
import type { LivePlan } from '#server/domain/board/plan-live.ts';
import type { BoardView } from '$signage/board/view.ts';

/** What stands on one glass: a slide. */
export type GlassProps = BoardView & { rotation?: readonly Slide[] };

/** A slide, a show beside the jobs, or what stands above both. */
export type Standing =
  | ({ kind: 'slide' } & GlassProps)
  | { kind: 'live'; view: BoardView; live: LiveOnGlass; plan: LivePlan; hasPicture: boolean; turn: number }
  | {
      kind: 'urgent';
      locale: 'zh-CN' | 'en';
      station: { name: string; phone: string };
      notice: string | undefined;
      drill: boolean;
      glass: Glass;
    };

declare global {
  interface Window {
    /** Of entry.mjs. */
    drawBoard: (standing: Standing) => Promise<void>;
  }
}

const root = resolve(import.meta.dirname, '../../../..');

/** Builds the board alone, as the player and the studio have it, into a directory of its own. */
export async function buildBoardPage(dir: string): Promise<string> {
  const [outDir, wording] = [join(dir, 'built'), join(dir, 'paraglide')];
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [
      paraglideVitePlugin({
        project: join(root, 'signage/project.inlang'),
        outdir: wording,
        strategy: ['baseLocale'],
        emitGitIgnore: false,
        emitPrettierIgnore: false,
        emitReadme: false,
      }),
      svelte({ configFile: false, compilerOptions: { runes: true } }),
    ],
    resolve: {
      alias: [
        { find: '$signage/paraglide', replacement: wording },
        { find: '$kit', replacement: join(root, 'signage/src/lib/kit') },
        { find: '$signage', replacement: join(root, 'signage/src/lib') },
      ],
    },
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, 'entry.mjs'),
        formats: ['iife'],
        name: 'board',
        fileName: () => 'board.js',
        cssFileName: 'board',
      },
    },
  });
  return outDir;
}

const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2' };

/** A page on which glasses can be drawn one after another. */
export async function openBoardPage(page: Page, builtIn: string): Promise<void> {
  await page.route('http://board.test/**', async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') {
      const body = '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/board.css"><script src="/board.js"></script><body>';
      return await route.fulfill({ contentType: 'text/html', body });
    }
    const contentType = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    await route.fulfill({ contentType, body: await readFile(join(builtIn, path)) });
  });
  await page.goto('http://board.test/');
}

/** @returns a picture of the glass, pixel for pixel */
export async function drawBoard(page: Page, standing: Standing): Promise<Buffer> {
  const { widthPx, heightPx } = glassUnder(standing);
  await page.setViewportSize({ width: widthPx, height: heightPx });
  await page.evaluate(async (given) => await window.drawBoard(given), standing);
  return await page.screenshot();
}

function glassUnder(standing: Standing): Glass {
  switch (standing.kind) {
    case 'slide':
      return standing.manifest.screen;
    case 'live':
      return standing.view.manifest.screen;
    case 'urgent':
      return standing.glass;
  }
}
