import { describe, expect, it } from 'vitest';
import type { ComingOnGlass, LiveOnGlass, Slide } from '#server/domain/board/manifest.ts';
import { survivingSlides } from '#server/domain/board/survive.ts';
import { manifest, row, slide } from '#server/domain/board/testing/rows.ts';
import { ComingNews, comingSlide, roundWith } from './coming-show.ts';

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
  const page = (id: string, dwellMs = 10_000) => slide([row({ number: 12 })], { id, dwellMs });
  const coming = comingSlide({ coming: show }, at(-30));
  const off = comingSlide({ offAir: { ...show, reason: '停' } }, at(-30));
  const ids = (slides: readonly Slide[]) => slides.map(({ id }) => id);

  it('come once in fifty seconds, between two pages', () => {
    const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => page(id));
    expect(ids(roundWith(seven, coming))).toEqual(['a', 'b', 'c', 'd', 'e', 'coming-e1', 'f', 'g']);
    expect(ids(roundWith([page('a', 30_000), page('b', 30_000), page('c', 60_000)], coming))).toEqual([
      'a',
      'b',
      'coming-e1',
      'c',
      'coming-e1',
    ]);
  });

  it('come no oftener on a wall of two pages, and never alone', () => {
    expect(ids(roundWith([page('a'), page('b')], coming))).toEqual(['a', 'b', 'a', 'b', 'a', 'coming-e1', 'b']);
    expect(roundWith([], coming)).toEqual([]);
    expect(ids(roundWith([page('a')], undefined))).toEqual(['a']);
  });

  it('are taken at once by what is new: that it is near, that it is off', () => {
    const news = new ComingNews();
    if (!coming || !off) throw new Error('no show');
    expect(news.isNew(coming)).toBe(true);
    news.cameUp(page('a'));
    news.cameUp(coming);
    expect(news.isNew(coming)).toBe(false);
    expect(news.isNew(off)).toBe(true);
  });
});
