import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PitchOnWire } from '#server/contract/live.ts';
import type { PicturePage } from '#tests/fixtures/live-page/picture.ts';
import { readCodes } from '#tests/support/read-codes.ts';
import { canvasFormats } from '../../../studio/src/lib/program/canvas.ts';
import { layoutNames } from '../../../studio/src/lib/program/layouts.ts';
import { openStage, type Stage } from './live-stage.ts';

declare const picture: PicturePage;

const pitch: PitchOnWire = {
  postingId: '0194',
  number: 103,
  trade: '仓库分拣员',
  employer: '杭州速达供应链有限公司',
  pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
  shift: { kind: 'fixed', startsOn: '2026-12-01', start: '14:00', end: '22:00', text: '今天 14:00–22:00' },
  place: '城站路 12 号',
  distanceM: null,
  benefits: [],
  placesLeft: 6,
  filled: false,
  startsToday: true,
  confirmedAt: null,
  expiresAt: null,
  dayJob: true,
  link: { code: '7K2MQ4XD', url: 'https://192.168.100.110:3443/j/7K2MQ4XD' },
};

/** Where a person may look at what was judged. */
const looked = process.env.PICTURES_TO;

describe('the program’s own pixels', () => {
  let stage: Stage;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
    page = await stage.open('picture');
  });
  afterAll(async () => stage?.close());

  const look = async (input: Parameters<PicturePage['look']>[0]): Promise<Buffer> => {
    const png = Buffer.from(await page.evaluate((asked) => picture.look(asked), input), 'base64');
    if (looked) {
      await mkdir(looked, { recursive: true });
      const parts = [input.format, input.layout, input.pitch ? 'card' : 'bare', input.shown ? 'plain' : 'all', input.countdown ? '3' : ''];
      await writeFile(join(looked, `${parts.join('-')}.png`), png);
    }
    return png;
  };

  const withCode = canvasFormats.flatMap((format) =>
    layoutNames.filter((layout) => layout !== 'slate').map((layout) => ({ format, layout })),
  );
  it.each(withCode)('hold a code that opens the job: $layout on $format', async ({ format, layout }) => {
    expect(await readCodes(await look({ format, layout, pitch }))).toEqual([pitch.link.url]);
  });

  it.each(canvasFormats)('hold no code on the slate, without a job, and where the way out carries none: %s', async (format) => {
    expect(await readCodes(await look({ format, layout: 'slate', pitch }))).toEqual([]);
    expect(await readCodes(await look({ format, layout: 'screen', pitch: null }))).toEqual([]);
    const shown = { code: false, number: true };
    expect(await readCodes(await look({ format, layout: 'host', pitch, shown }))).toEqual([]);
    expect(await readCodes(await look({ format, layout: 'card', pitch, shown }))).toEqual([]);
  });

  it.each(canvasFormats)('keep the code readable under a countdown: %s', async (format) => {
    expect(await readCodes(await look({ format, layout: 'host', pitch, countdown: true }))).toEqual([pitch.link.url]);
  });
});
