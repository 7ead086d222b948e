import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Manifest } from '#server/domain/board/manifest.ts';

/**
 * Everything that a manifest needs is here and whole before it may be shown: the cuts of the font that its words use, and each asset
 * by its hash. @throws when an asset is missing or not what was signed
 */
export async function preload(manifest: Manifest): Promise<void> {
  await Promise.all([loadFonts(manifest), ...manifest.assets.map(loadAsset)]);
}

const weights = [400, 600, 700, 800];
const fontWithinMs = 4_000;

/** Offline a cut may be missing: then the system's font says it, which is better than waiting. */
async function loadFonts(manifest: Manifest): Promise<void> {
  const text = [...new Set(JSON.stringify([manifest.station, manifest.slides, manifest.live ?? '', manifest.takeover ?? '']))].join('');
  const loading = Promise.all(weights.map((weight) => document.fonts.load(`${weight} 20px "Noto Sans SC Variable"`, text)));
  await Promise.race([loading.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, fontWithinMs))]);
}

async function loadAsset({ url, sha256: wanted, bytes }: Manifest['assets'][number]): Promise<void> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`asset ${url}: ${response.status}`);
  const body = new Uint8Array(await response.arrayBuffer());
  if (body.length !== bytes || bytesToHex(sha256(body)) !== wanted) throw new Error(`asset ${url} is not what was signed`);
}
