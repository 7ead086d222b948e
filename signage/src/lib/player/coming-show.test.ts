import { describe, expect, it } from 'vitest';
import type { ComingOnGlass, LiveOnGlass } from '#server/domain/board/manifest.ts';
import { survivingSlides } from '#server/domain/board/survive.ts';
import { manifest, row, slide } from '#server/domain/board/testing/rows.ts';
import { ComingTurns, comingEveryMs, comingSlide } from './coming-show.ts';

const startsAt = '2026-12-01T06:30:00Z';
const show: ComingOnGlass = {
  episodeId: 'e1',
  title: '周二直播带岗 第3期',
  hostName: '小赵',
  startsAt,
  minutes: 120,
  trades: ['分拣员', '护工'],
  link: { code: 'SHOW0001', url: 'http://gangbo.test/j/SHOW0001' },
};
const live = { episodeId: 'e0' } as LiveOnGlass;
const minute = 60_000;
const at = (minutes: number, silentMinutes = 0) => {
  const nowMs = Date.parse(startsAt) + minutes * minute;
  return { nowMs, heardServerAtMs: nowMs - silentMinutes * minute };
};

describe('a show that is about to begin', () => {
  it.each([
    ['is not yet counted down to 61 minutes before', at(-61), false],
    ['is from an hour before', at(-60), true],
    ['is in its last second', { ...at(0), nowMs: Date.parse(startsAt) - 1 }, true],
    ['is not from its start on', at(0), false],
    ['is not on a glass that may have missed a cancellation', at(-30, 10), false],
    ['is on one that has been without its server for nine minutes', at(-30, 9), true],
  ])('%s', (_, when, stands) => {
    expect(comingSlide({ coming: show }, when)?.coming).toEqual(
      stands ? { title: show.title, hostName: '小赵', startsAt, trades: ['分拣员', '护工'] } : undefined,
    );
  });

  it('is not counted down to beside one that is on, nor without a code', () => {
    expect(comingSlide({ coming: show, live }, at(-30))).toBeUndefined();
    const { link: _, ...codeless } = show;
    expect(comingSlide({ coming: codeless }, at(-30))).toBeUndefined();
  });

  it('that is off is said to be so until it would have ended, before any other', () => {
    const offAir = { ...show, reason: '主播生病' };
    const other = { ...show, episodeId: 'e2', startsAt: '2026-12-01T07:00:00Z' };
    expect(comingSlide({ offAir, coming: other }, at(-10))).toMatchObject({ id: 'off-e1', coming: { off: '主播生病' } });
    expect(comingSlide({ offAir }, at(119))).toMatchObject({ id: 'off-e1' });
    expect(comingSlide({ offAir }, at(120))).toBeUndefined();
    expect(comingSlide({ offAir }, at(-61))).toBeUndefined();
  });

  it('leaves a player of an older release with its jobs: it stands in no list of slides', () => {
    const held = manifest({ slides: [slide([row({ number: 12 })])] });
    const before = survivingSlides(held, { ...at(-30), heard: new Map() });
    expect(survivingSlides({ ...held, coming: show, offAir: { ...show, reason: '停' } }, { ...at(-30), heard: new Map() })).toEqual(before);
    expect(before.slides).toHaveLength(1);
  });
});

describe('its turns among the jobs', () => {
  const page = (id: string) => slide([row({ number: 12 })], { id });
  const [one, two] = [page('one'), page('two')];
  const coming = comingSlide({ coming: show }, at(-30));
  const off = comingSlide({ offAir: { ...show, reason: '停' } }, at(-30));

  it('come between two pages, once in fifty seconds, and the jobs go on where they were', () => {
    const turns = new ComingTurns();
    expect(turns.takes(coming, one, 0)).toBe(true);
    // After it the jobs, from the page that was up before.
    expect(turns.takes(coming, coming, 10_000)).toBe(false);
    expect(turns.goesOnFrom(coming)).toBe(one);
    expect(turns.takes(coming, two, comingEveryMs - 1)).toBe(false);
    expect(turns.goesOnFrom(two)).toBe(two);
    expect(turns.takes(coming, two, comingEveryMs)).toBe(true);
    expect(turns.goesOnFrom(coming)).toBe(two);
  });

  it('are taken at once by the news that it is off, and by nothing when there is no show', () => {
    const turns = new ComingTurns();
    turns.takes(coming, one, 0);
    expect(turns.takes(off, coming, 1_000)).toBe(true);
    expect(turns.goesOnFrom(off)).toBe(one);
    expect(turns.takes(undefined, one, 900_000)).toBe(false);
  });
});
