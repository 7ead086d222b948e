import type { Plugin } from 'vite';

/** Builds the pages with a program of 640 × 360, which is what the budget of WebRTC speaks of; everything is drawn at half its size. */
export function smallCanvas(): Plugin {
  return {
    name: 'small-canvas',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/compositor-worker.ts')) return undefined;
      return code
        .replace('new OffscreenCanvas(CANVAS_WIDTH, CANVAS_HEIGHT)', 'new OffscreenCanvas(CANVAS_WIDTH / 2, CANVAS_HEIGHT / 2)')
        .replace('let output:', 'drawing?.scale(0.5, 0.5);\nlet output:');
    },
  };
}
