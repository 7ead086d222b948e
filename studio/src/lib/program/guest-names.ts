import { canvases } from './canvas.ts';
import { DESIGN, type Place } from './layouts.ts';
import { fillBox, type Pen, penFor, widthOf, write } from './pen.ts';
import { programWords } from './program-words.ts';
import type { OnPicture, Piece } from './scene-painter.ts';

const TAG = { height: 48, size: 26, most: 360, apart: 16 } as const;

/** Who is on stage, each in the corner of their own picture; whoever is only heard, below the badge. */
export function guestNames(on: OnPicture, places: readonly Place[], like: Pick<Pen, 'colours' | 'scale'>): Piece[] {
  const { scale, width } = canvases[on.format];
  const apart = Math.round(TAG.apart * scale);
  let heard = 0;
  return on.guests.flatMap(({ source, name }) => {
    const place = places.find((each) => each.source === source);
    // A picture that this layout leaves out is not on air; its owner's voice is.
    const within = place ? place.width / scale - 2 * TAG.apart : TAG.most;
    const { pen, tagWidth } = tag(place ? name : programWords.heard(name), Math.min(TAG.most, within), like);
    if (place) {
      // On an upright picture the platforms' chat lies over the lower end of the faces.
      const y = on.format === 'portrait' ? place.y + apart : place.y + place.height - Math.round(TAG.height * scale) - apart;
      return [{ pen, x: place.x + apart, y }];
    }
    const top = on.format === 'portrait' ? DESIGN.cardTop : 32 * scale;
    const y = Math.round(top + heard * (TAG.height + 8) * scale);
    heard += 1;
    return [{ pen, x: Math.round(width - tagWidth * scale - DESIGN.margin * scale), y }];
  });
}

function tag(text: string, most: number, like: Pick<Pen, 'colours' | 'scale'>): { pen: Pen; tagWidth: number } {
  const line = { size: TAG.size, weight: 700, colour: like.colours.onInk } as const;
  const ruler = penFor({ width: 1, height: 1 }, like);
  const tagWidth = Math.min(widthOf(ruler, text, line) + 32, most);
  const pen = penFor({ width: tagWidth, height: TAG.height }, like);
  pen.draw.globalAlpha = 0.82;
  fillBox(pen, { x: 0, y: 0, width: tagWidth, height: TAG.height, radius: 8 }, like.colours.ink);
  pen.draw.globalAlpha = 1;
  write(pen, text, { ...line, x: 16, y: TAG.height / 2 + 1, within: tagWidth - 32 });
  return { pen, tagWidth };
}
