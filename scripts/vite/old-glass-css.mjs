/**
 * Svelte keeps specificity low with `:where(.svelte-hash)`. Chromium learnt :where in 88; on a wall's Chromium 87 the
 * whole rule would be dropped without a word. The bare class scopes just the same, at one class more of specificity.
 * @returns {import('vite').Plugin}
 */
export function oldGlassCss() {
  return {
    name: 'gangbo:old-glass-css',
    enforce: 'pre',
    transform: {
      filter: { id: /[?&]svelte&type=style/ },
      handler(code) {
        if (!code.includes(':where(.')) return undefined;
        return { code: code.replace(/:where\((\.svelte-[\w-]+)\)/g, '$1'), map: null };
      },
    },
  };
}
