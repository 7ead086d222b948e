import type { Plugin } from 'vite';

/** Builds the pages with a program of 640 × 360, which is what the budget of WebRTC speaks of; everything is drawn at half its size. */
export function smallCanvas(): Plugin {
  return {
    name: 'small-canvas',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/compositor-worker.ts')) return undefined;
      const halved = code
        .replace(/new OffscreenCanvas\(([A-Za-z]\w*), ([A-Za-z]\w*)\)/, 'new OffscreenCanvas($1 / 2, $2 / 2)')
        .replace(/(drawing = canvas\.getContext\('2d'[^;]*;)/, '$1\ndrawing?.scale(0.5, 0.5);');
      if (!halved.includes(' / 2)') || !halved.includes('scale(0.5'))
        throw new Error('the compositor makes its canvas in another way than this knows');
      return halved;
    },
  };
}
