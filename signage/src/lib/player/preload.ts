import type { Manifest } from '#server/domain/board/manifest.ts';
import { takeoversOf } from '#server/domain/takeover/on-glass.ts';

const weights = [400, 600, 700, 800];
const fontWithinMs = 4_000;

/** The cuts of the font that a manifest's words use. Offline one may be missing: then the system's font says it, which is better than waiting. */
export async function loadFonts(manifest: Manifest): Promise<void> {
  const text = [
    ...new Set(
      JSON.stringify([manifest.station, manifest.slides, manifest.programme?.playlists ?? '', manifest.live ?? '', takeoversOf(manifest)]),
    ),
  ].join('');
  const loading = Promise.all(weights.map((weight) => document.fonts.load(`${weight} 20px "Noto Sans SC Variable"`, text)));
  await Promise.race([loading.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, fontWithinMs))]);
}
