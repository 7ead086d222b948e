import { describe, expect, test } from 'vitest';
import type { PictureSlide, SignedManifest, Slide, StationSlide } from '#server/domain/board/manifest.ts';
import { manifest, row, slide } from '#server/domain/board/testing/rows.ts';
import { slidesGoingRound } from './going-round.ts';

const nowMs = Date.parse('2026-11-21T04:00:00Z');
const picture: PictureSlide = { kind: 'picture', id: 'p', contentId: 'c', title: '', asset: 'aa', fit: 'contain', dwellMs: 10_000 };
const own: StationSlide = { kind: 'station', id: 'own', link: { code: '', url: '' }, dwellMs: 10_000 };
const showSlide: StationSlide = { ...own, id: 'show-1' };

const going = (slides: Slide[], given: { here?: string[]; showStands?: boolean; showSlide?: Slide } = {}) =>
  slidesGoingRound({
    manifest: { ...manifest({ slides: [...slides, own] }), hash: '', signature: '' } satisfies SignedManifest,
    situation: { nowMs, heardServerAtMs: nowMs, heard: new Map() },
    here: new Set(given.here ?? []),
    showStands: given.showStands ?? false,
    showSlide: given.showSlide,
  }).map(({ id }) => id);

describe('what goes round on a glass', () => {
  test.each<[string, Slide[], Parameters<typeof going>[1], string[]]>([
    ['is jobs and the pictures that are here', [slide([row()]), picture], { here: ['aa'] }, ['s1', 'p']],
    ['leaves out a picture that is still on its way', [slide([row()]), picture], {}, ['s1']],
    ['is the jobs alone beside a show', [slide([row()]), picture], { here: ['aa'], showStands: true }, ['s1']],
    ['keeps a picture beside a show where there are no jobs', [picture], { here: ['aa'], showStands: true }, ['p', 'own']],
    ['has a show without a picture among it', [slide([row()])], { showSlide }, ['s1', 'show-1']],
    ['is the station’s own where nothing else is valid', [slide([row({ expiresAt: '2026-11-21T03:00:00Z' })]), picture], {}, ['own']],
  ])('%s', (_, slides, given, ids) => {
    expect(going(slides, given)).toEqual(ids);
  });
});
