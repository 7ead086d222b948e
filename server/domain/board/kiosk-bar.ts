import type { Glass } from './manifest.ts';

/** 自助机 is a glass that can be touched; one that can't is a wall like any other. */
export const isTouchKiosk = (glass: { kind: Glass['kind']; touch?: boolean | undefined }) => glass.kind === 'kiosk' && glass.touch === true;

/** Of a kiosk's height: what the board leaves for the bar that asks to be touched, where a hand and a wheelchair reach. */
const barShare = 0.12;

export const kioskBarPx = (glass: Pick<Glass, 'heightPx'>) => Math.round(glass.heightPx * barShare);

type Sized = Pick<Glass, 'kind' | 'heightMm' | 'heightPx'> & { touch?: boolean | undefined };

/** The part of the glass that the board is planned for: all of it, but on a kiosk what the bar leaves. */
export function boardGlass<G extends Sized>(glass: G): G {
  if (!isTouchKiosk(glass)) return glass;
  const heightPx = glass.heightPx - kioskBarPx(glass);
  return { ...glass, heightPx, heightMm: Math.round((glass.heightMm * heightPx) / glass.heightPx) };
}
