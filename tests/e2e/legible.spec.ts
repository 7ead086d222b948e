import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { judgeGlass } from '#server/domain/board/judge.ts';
import { zonesOf } from '#server/domain/board/zones.ts';
import { photo, preview } from '#tests/support/phone-camera.ts';
import { pixelsOf } from '#tests/support/pixels.ts';
import { buildBoardPage, drawBoard, openBoardPage } from './support/board-page/built.ts';
import { outOfTheirRoom, tooFaint, tooSmall, unread } from './support/board-page/complaints.ts';
import { boardOn, codeUrl, type Hung, hungGlasses, plainGlasses } from './support/board-page/hung-glasses.ts';
import { measureBoard } from './support/board-page/measured.ts';
import { standsOn } from './support/board-page/other-slides.ts';
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
      ...wrongCodes(hung.glass, codes),
      ...(await unread(hung.glass, codes, pixels, hung.glass.look === undefined ? [photo, preview] : [preview])),
    ];
    if (complaints.length > 0) await test.info().attach('glass', { body: png, contentType: 'image/png' });
    expect(complaints).toEqual([]);
    expect(texts.filter(({ isFact }) => isFact).length).toBeGreaterThan(hung.facts ? 5 : 0);
  });
}

// Whatever else stands there in the course of a day: its words are no smaller than a job's, and its code is read just so.
for (const glass of plainGlasses) {
  for (const { what, view, codes: wanted } of standsOn(glass)) {
    test(`${glass.name}: ${what} can be read and scanned`, async () => {
      const png = await drawBoard(page, view);
      const { texts, codes } = await measureBoard(page, '.list, .picture, .own, .pitch, h1, .head, .foot');
      const pixels = pixelsOf(png);
      const complaints = [
        ...tooSmall(glass, texts, pixels),
        ...tooFaint(texts),
        ...outOfTheirRoom(texts),
        ...(codes.length === wanted ? [] : [`${codes.length} codes stand on it`]),
        ...(await unread(glass, codes, pixels, [preview])),
      ];
      if (complaints.length > 0) await test.info().attach('glass', { body: png, contentType: 'image/png' });
      expect(complaints).toEqual([]);
      expect(texts.filter(({ isFact }) => isFact).length).toBeGreaterThan(0);
    });
  }
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

/** As many codes as its zones have room for. */
function wrongCodes(glass: Hung['glass'], codes: readonly unknown[]): string[] {
  const wanted = judgeGlass(glass, codeUrl.length).plan.code === null ? 0 : zonesOf(glass).length;
  return codes.length === wanted ? [] : [`${codes.length} codes stand on it`];
}
