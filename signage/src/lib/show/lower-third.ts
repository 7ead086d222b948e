import type { PictureSource } from '../../../../server/contract/live.ts';

export interface PictureOnPage {
  source: PictureSource;
  state: 'planned' | 'live' | 'away' | 'ended' | 'cancelled';
  /** Pictures move here. */
  hasPicture: boolean;
}

/**
 * Whether a player draws 直播, host and organiser: the studio's canvas has them in the picture already, an encoder's picture has nothing of ours. Over
 * the slate nobody speaks.
 */
export const needsLowerThird = ({ source, state, hasPicture }: PictureOnPage): boolean =>
  source === 'whip' && state === 'live' && hasPicture;
