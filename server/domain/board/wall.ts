import { eyeHeightM } from './legibility.ts';
import type { Arrangement, Glass, GlassLook, WallHalf } from './manifest.ts';

/** 拼屏: two equal glasses of one station, side by side or one above the other, that are one board. */
export type WallArrangement = Extract<Arrangement, { kind: 'wall' }>;
type Hung = Pick<Glass, 'heightMm' | 'mountHeightM' | 'look'>;

export const plainLook = { type: 'standard', contrast: 'standard', arrangement: { kind: 'plain' } } as const satisfies GlassLook;

/** The one that begins: header and first jobs. The other has the code. */
export const isLead = (half: WallHalf) => half === 'left' || half === 'top';

const opposite = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' } as const satisfies Record<WallHalf, WallHalf>;

/** How high the other half's middle hangs, to the millimetre, so that each can tell it from the other. */
function otherMountM({ mountHeightM, heightMm }: Hung, { half, bezelMm }: WallArrangement): number {
  const step = { left: 0, right: 0, top: -1, bottom: 1 }[half] * (heightMm + bezelMm);
  return Math.round(mountHeightM * 1000 + step) / 1000;
}

/** The equal of a half, that draws the rest of its board. */
export function otherHalf<G extends Hung>(glass: G, arrangement: WallArrangement): G {
  const { type, contrast } = glass.look ?? plainLook;
  return {
    ...glass,
    mountHeightM: otherMountM(glass, arrangement),
    look: { type, contrast, arrangement: { ...arrangement, half: opposite[arrangement.half] } },
  };
}

/** Type and code of one board are of one size: as large as the half asks for that hangs farther from the eye. */
export function asSeen<G extends Hung>(glass: G): G {
  const arrangement = glass.look?.arrangement;
  if (arrangement?.kind !== 'wall') return glass;
  const other = otherMountM(glass, arrangement);
  const off = (mountM: number) => Math.abs(mountM - eyeHeightM);
  return off(other) > off(glass.mountHeightM) ? { ...glass, mountHeightM: other } : glass;
}

/** Both halves of a wall show one set of jobs, and one code opens it: that of the half on which it stands. */
export function codeScreenOf({ id, look }: { id: string; look?: GlassLook | null | undefined }): string {
  const arrangement = look?.arrangement;
  return arrangement?.kind === 'wall' && isLead(arrangement.half) ? arrangement.partnerId : id;
}

/** What a glass's arrangement says of the show on it: jobs alone, the show alone, or a zone of its own. */
export function withItsShow<G extends Pick<Glass, 'liveMode'> & { look?: GlassLook | undefined }>(glass: G): G {
  const arrangement = glass.look?.arrangement;
  if (arrangement?.kind === 'double') return { ...glass, liveMode: arrangement.side === 'jobs' ? 'off' : 'full' };
  return arrangement?.kind === 'split' && glass.liveMode === 'off' ? { ...glass, liveMode: 'beside' } : glass;
}
