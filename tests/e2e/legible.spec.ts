import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { judgeGlass } from '#server/domain/board/judge.ts';
import { contrast, minDigitPx } from '#server/domain/board/legibility.ts';
import { zonesOf } from '#server/domain/board/zones.ts';
import { type CodeOnGlass, type Phone, photo, photograph, preview } from '#tests/support/phone-camera.ts';
import { inkHeight, type Pixels, pixelsOf } from '#tests/support/pixels.ts';
import { readCodes } from '#tests/support/read-codes.ts';
import { buildBoardPage, drawBoard, openBoardPage } from './support/board-page/built.ts';
import { boardOn, codeUrl, type Hung, hungGlasses } from './support/board-page/hung-glasses.ts';
import { type Box, type MeasuredText, measureBoard } from './support/board-page/measured.ts';
import { test } from './support/test.ts';

/**
 * What hangs can be read. The board that player and studio draw, on every screen of the sample file in every template that it can have, pixel for
 * pixel: a camera in front of it reads the code, a ruler finds the characters high enough, and every word stands out from its ground.
 */
let page: Page;
let dir: string;
test.beforeAll(async ({ browser }) => {
  dir = await mkdtemp(join(tmpdir(), 'gangbo-board-'));
  page = await browser.newPage();
  await openBoardPage(page, await buildBoardPage(dir));
});
test.afterAll(async () => {
  await page?.close();
  await rm(dir, { recursive: true, force: true });
});

// A trace films a hundred glasses, some of them wider than any desk; the picture that failed says enough, and is kept.
test.use({ trace: 'off', screenshot: 'off' });

/** An eye's edge of ink lies within half a pixel of where the font puts it. */
const halfPixel = 0.5;
const yawDeg = 25;
const eyeMm = 1_500;

for (const hung of hungGlasses) {
  test(`${hung.name} can be read and scanned`, async () => {
    const png = await drawBoard(page, boardOn(hung));
    const { texts, codes } = await measureBoard(page);
    const pixels = pixelsOf(png);
    const complaints = [
      ...tooSmall(hung.glass, texts, pixels),
      ...tooFaint(texts),
      ...outOfTheirRoom(texts),
      // The preview has a third of a photograph's pixels: where a template differs in its look alone, the harder of the two is enough.
      ...(await unread(hung.glass, codes, pixels, hung.glass.look === undefined ? [photo, preview] : [preview])),
    ];
    if (complaints.length > 0) await test.info().attach('glass', { body: png, contentType: 'image/png' });
    expect(complaints).toEqual([]);
    expect(texts.filter(({ isFact }) => isFact).length).toBeGreaterThan(hung.facts ? 5 : 0);
  });
}

test('the proof can fail: from six times as far nothing of it holds', async () => {
  const near = hungGlasses.find(({ name }) => name === '城站火车站星工驿站服务台竖屏');
  if (near === undefined) throw new Error('in the sample file');
  const pixels = pixelsOf(await drawBoard(page, boardOn(near)));
  const { texts, codes } = await measureBoard(page);
  const far = { ...near.glass, viewingDistanceM: near.glass.viewingDistanceM * 6 };
  expect(judgeGlass(far, codeUrl.length).fits).toBe(false);
  expect(tooSmall(far, texts, pixels).length).toBeGreaterThan(10);
  for (const phone of [photo, preview]) expect(await unread(far, codes, pixels, [phone])).toContain(`${phone.name} reads nothing`);
  const faint = texts.map((text) => ({ ...text, colour: '#4a6076' }));
  expect(tooFaint(faint).length).toBeGreaterThan(10);
  const moved = texts.map((text) => ({ ...text, box: { ...text.box, width: text.box.width * 3 } }));
  expect(outOfTheirRoom(moved).length).toBeGreaterThan(5);
});

function tooSmall(glass: Hung['glass'], texts: MeasuredText[], pixels: Pixels): string[] {
  const least = minDigitPx(glass) - halfPixel;
  return texts
    .filter(({ isFact }) => isFact)
    .flatMap((measured) => {
      const { text, digitPx, box } = measured;
      // Digits alone are measured in the picture itself: a full row's grey is drawn just as large.
      const inked = /^\d+(?:–\d+)?$/.test(text) ? inkHeight(pixels, box) : digitPx;
      return Math.min(inked, digitPx) < least
        ? [`${text}: digits of ${Math.min(inked, digitPx).toFixed(1)} px, ${least.toFixed(1)} needed`]
        : [];
    });
}

const tooFaint = (texts: MeasuredText[]): string[] =>
  texts.flatMap(({ text, isFull, colour, ground }) =>
    !isFull && contrast(colour, ground) < 7 ? [`${text}: ${colour} on ${ground} is ${contrast(colour, ground).toFixed(1)}:1`] : [],
  );

/** A word that runs over its row is cut by the next, and two on one place are none. */
function outOfTheirRoom(texts: MeasuredText[]): string[] {
  const over = texts.flatMap(({ text, box, room }) =>
    box.x < room.x - 1 || box.x + box.width > room.x + room.width + 1 || box.y + box.height / 2 > room.y + room.height
      ? [`${text}: runs out of its room`]
      : [],
  );
  const facts = texts.filter(({ isFact }) => isFact);
  const touching = facts.flatMap((a, i) =>
    facts.slice(i + 1).flatMap((b) => (overlap(core(a.box), core(b.box)) ? [`${a.text} stands on ${b.text}`] : [])),
  );
  return [...over, ...touching];
}

/** A line's box is higher than its ink. */
const core = ({ x, y, width, height }: Box): Box => ({ x: x + 1, y: y + height * 0.25, width: width - 2, height: height * 0.5 });
const overlap = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Codes that somebody 25° beside the glass's normal, as far away as the glass is meant for, could not read. */
async function unread(glass: Hung['glass'], codes: { url: string; box: Box }[], pixels: Pixels, phones: Phone[]): Promise<string[]> {
  const complaints: string[] = [];
  const wanted = zonesOf(glass).length;
  const has = judgeGlass(glass, codeUrl.length).plan.code !== null;
  if (codes.length !== (has ? wanted : 0)) complaints.push(`${codes.length} codes stand on it`);
  for (const { url, box } of codes)
    for (const phone of phones) {
      const read = await readCodes(seenFrom(glass, box, pixels, phone));
      if (!read.includes(url)) complaints.push(`${phone.name} reads ${read.join() || 'nothing'}`);
    }
  return complaints;
}

function seenFrom(glass: Hung['glass'], box: Box, pixels: Pixels, phone: Phone): Pixels {
  const pixelMm = { x: glass.widthMm / glass.widthPx, y: glass.heightMm / glass.heightPx };
  const code: CodeOnGlass = { pixels, pixelMm, rect: box, fill: glass.kind.startsWith('led') ? 0.6 : 1 };
  const middleMm = glass.mountHeightM * 1_000 + (glass.heightPx / 2 - box.y - box.height / 2) * pixelMm.y;
  return photograph(code, { distanceMm: glass.viewingDistanceM * 1_000, riseMm: middleMm - eyeMm, yawDeg }, phone);
}
