import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Manifest } from '#server/domain/board/manifest.ts';
import { AssetWrong } from './receive-manifest.ts';

/**
 * Everything that a manifest needs is here and whole before it may be shown: the cuts of the font that its words use, and each asset
 * by its hash. @throws AssetWrong when one is not there or not what was signed; anything else is the network
 */
export async function preload(manifest: Manifest): Promise<void> {
  await Promise.all([loadFonts(manifest), loadAssets(manifest)]);
}

const weights = [400, 600, 700, 800];
const fontWithinMs = 4_000;

/** Offline a cut may be missing: then the system's font says it, which is better than waiting. */
async function loadFonts(manifest: Manifest): Promise<void> {
  const text = [
    ...new Set(
      JSON.stringify([
        manifest.station,
        manifest.slides,
        manifest.programme?.playlists ?? '',
        manifest.live ?? '',
        manifest.takeover ?? '',
      ]),
    ),
  ].join('');
  const loading = Promise.all(weights.map((weight) => document.fonts.load(`${weight} 20px "Noto Sans SC Variable"`, text)));
  await Promise.race([loading.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, fontWithinMs))]);
}

/** A line that hangs must not keep the player from every manifest after this one. */
const assetsWithinMs = 30_000;

/** Each is fetched and counted by its hash. @throws as `preload` */
export async function loadAssets({ assets }: Pick<Manifest, 'assets'>, withinMs = assetsWithinMs): Promise<void> {
  // AbortSignal.timeout is younger than our oldest glass.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), withinMs);
  try {
    await Promise.all(assets.map((asset) => loadAsset(asset, abort.signal)));
  } finally {
    clearTimeout(timer);
    // One that failed leaves the others nothing to come for.
    abort.abort();
  }
}

async function loadAsset({ url, sha256: wanted, bytes }: Manifest['assets'][number], signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { credentials: 'same-origin', signal });
  // A server that fails for the moment is asked again; one that says there is no such thing has said it.
  if (response.status >= 500) throw new TypeError(`asset ${url}: ${response.status}`);
  if (!response.ok) throw new AssetWrong(`${url}: ${response.status}`);
  const body = new Uint8Array(await response.arrayBuffer());
  if (body.length !== bytes || bytesToHex(sha256(body)) !== wanted) throw new AssetWrong(`${url}: not what was signed`);
}
