import type { Page } from '@playwright/test';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface MeasuredText {
  text: string;
  /** A job's fact, or the station's telephone; else what stands around them. */
  isFact: boolean;
  /** A job that is full: grey on purpose, and no longer a fact to act on. */
  isFull: boolean;
  fontPx: number;
  /** Of a digit in this very font, as the browser draws it. */
  digitPx: number;
  colour: string;
  ground: string;
  box: Box;
  /** The row or panel that it must stand in. */
  room: Box;
}

/**
 * Every text that stands on the glass, as the browser has laid it out and coloured it, and every code's place.
 * @param factsIn selector of what holds the facts
 */
export async function measureBoard(
  page: Page,
  factsIn = 'article',
): Promise<{ texts: MeasuredText[]; codes: { url: string; box: Box }[] }> {
  return await page.evaluate((factsSelector) => {
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen) throw new Error('no canvas');
    const plain = ({ x, y, width, height }: DOMRect) => ({ x, y, width, height });
    const hex = (colour: string): string | undefined => {
      const [r = 0, g = 0, b = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return alpha === 0 ? undefined : `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
    };
    const groundOf = (element: Element | null): string => {
      for (let at = element; at; at = at.parentElement) {
        const ground = hex(getComputedStyle(at).backgroundColor);
        if (ground) return ground;
      }
      return '#ffffff';
    };
    const texts: MeasuredText[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (!element || text === '' || text === '•' || element.closest('script, [aria-hidden=true]')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const room =
        element.closest('article .text, article, .list, .media, section, header, footer, aside, h1, .head, .foot') ?? document.body;
      const style = getComputedStyle(element);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const digit = pen.measureText('0');
      texts.push({
        text,
        isFact: element.closest(factsSelector) !== null || /^\d{4}-\d{7}$/.test(text),
        isFull: element.closest('.filled') !== null,
        fontPx: Number.parseFloat(style.fontSize),
        digitPx: digit.actualBoundingBoxAscent + digit.actualBoundingBoxDescent,
        colour: hex(style.color) ?? '#ffffff',
        ground: groundOf(element),
        box: plain(box),
        room: plain(room.getBoundingClientRect()),
      });
    }
    const codes = [...document.querySelectorAll('svg[data-qr]')].map((svg) => ({
      url: svg.getAttribute('data-qr') ?? '',
      box: plain(svg.getBoundingClientRect()),
    }));
    return { texts, codes };
  }, factsIn);
}
