import type { Manifest } from '#server/domain/board/manifest.ts';
import { api } from '$lib/api.ts';

/** A wall asks for files with its own session; whoever looks at it in the studio has another. */
export const forStaff = (manifest: Manifest): Manifest => ({
  ...manifest,
  assets: manifest.assets.map((asset) => ({ ...asset, url: api.fileUrl(asset.url.replace(/^\/api|\?.*$/g, '')) })),
});
