import { contrast } from './legibility.ts';
import type { StationOnGlass } from './manifest.ts';
import type { BoardPlan } from './plan.ts';

/** 品牌: a station's own line, logo and accent in the header of its boards. Nothing of it ever competes with a fact. */

/** The header's ground, as in the tokens (a test holds the two together). */
export const headerGround = '#0f2740';
/** Facts on glass keep at least this (WCAG 2.2 SC 1.4.6, AAA). */
export const leastContrast = 7;

export const accentContrast = (accent: string) => contrast(accent, headerGround);

/** The nearest lighter colour of the same hue that can be read on the header; itself where it already can. */
export function readableAccent(accent: string): string {
  let [low, high] = [0, 1];
  if (accentContrast(accent) >= leastContrast) return accent;
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (accentContrast(towardsWhite(accent, middle)) >= leastContrast) high = middle;
    else low = middle;
  }
  return towardsWhite(accent, high);
}

function towardsWhite(hex: string, share: number): string {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16);
    return Math.ceil(value + (255 - value) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

export interface BrandRoom {
  line: string | undefined;
  accent: string | undefined;
  logo: { src: string | undefined; width: number; height: number; room: number };
}

/** Where a brand stands on one header. A logo is as high as the header allows, and goes where it would take more than a third of its width. */
export function brandRoom({ header }: Pick<BoardPlan, 'header'>, { brand }: Pick<StationOnGlass, 'brand'>): BrandRoom {
  const { line, accent, logo } = brand ?? {};
  const said = { line: line === '' ? undefined : line, accent };
  const height = Math.floor(header.height * 0.62);
  const width = logo === undefined ? 0 : Math.round((logo.width / logo.height) * height);
  if (logo === undefined || height < 16 || width > header.width / 3)
    return { ...said, logo: { src: undefined, width: 0, height: 0, room: 0 } };
  return { ...said, logo: { src: `data:image/png;base64,${logo.png}`, width, height, room: width + header.height * 0.3 } };
}
