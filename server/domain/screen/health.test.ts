import { describe, expect, it } from 'vitest';
import { type Beat, judgeScreen, type Observed } from './health.ts';

const nowMs = 1_000_000_000;
const mb = 1024 * 1024;
const beat = (change: Partial<Beat> = {}): Beat => ({
  heldVersion: 7,
  heldHash: 'seven',
  uptimeMs: 3_600_000,
  heapBytes: 80 * mb,
  setAside: [],
  rescues: 0,
  frames: { painted: 250, overMs: 5_000 },
  pixels: { mean: 0.2, spread: 0.3 },
  storage: { usedBytes: 100 * mb, quotaBytes: 1_000 * mb },
  clockErrorMs: 40,
  updateState: 'current',
  isCloned: false,
  ...change,
});
const seen = (change: Partial<Observed> = {}): Observed => ({
  nowMs,
  heardAtMs: nowMs - 4_000,
  beat: beat(),
  newest: { version: 7, hash: 'seven', issuedAtMs: nowMs - 3_600_000 },
  stationOpen: true,
  ...change,
});
const issued = (agoMs: number) => ({ version: 8, hash: 'eight', issuedAtMs: nowMs - agoMs });

describe('a screen is', () => {
  it.each<[string, string, string[], Observed]>([
    ['fine while it beats and shows the newest', 'fine', [], seen()],
    ['fine without a manifest yet', 'fine', [], seen({ newest: undefined, beat: beat({ heldVersion: null, heldHash: null }) })],
    ['fine while a new manifest is on its way', 'fine', [], seen({ newest: issued(60_000) })],
    ['silent when six beats are missing', 'silent', ['NOT_HEARD'], seen({ heardAtMs: nowMs - 31_000 })],
    [
      'not yet silent when an older player has a minute’s rhythm',
      'fine',
      [],
      seen({ heardAtMs: nowMs - 100_000, beat: beat({ frames: undefined }) }),
    ],
    ['silent when it was never heard', 'silent', ['NEVER_HEARD'], seen({ heardAtMs: undefined, beat: undefined })],
    ['asleep when its station is closed', 'asleep', ['STATION_CLOSED'], seen({ heardAtMs: nowMs - 3_600_000, stationOpen: false })],
    ['fine when it beats in a closed station', 'fine', [], seen({ stationOpen: false })],
    ['wrong when the picture is black', 'wrong', ['BLACK_PICTURE'], seen({ beat: beat({ pixels: { mean: 0.001, spread: 0 } }) })],
    [
      'wrong when the page is blank and white',
      'wrong',
      ['BLANK_PICTURE'],
      seen({ beat: beat({ pixels: { mean: 1, spread: 0, of: 'jobs' } }) }),
    ],
    [
      'wrong when numbers should stand on a grey glass',
      'wrong',
      ['BLANK_PICTURE'],
      seen({ beat: beat({ pixels: { mean: 0.5, spread: 0.009, of: 'numbers' } }) }),
    ],
    ['fine when the station’s own picture is white', 'fine', [], seen({ beat: beat({ pixels: { mean: 1, spread: 0, of: 'picture' } }) })],
    ['fine when the station’s film begins in the dark', 'fine', [], seen({ beat: beat({ pixels: { mean: 0, spread: 0, of: 'film' } }) })],
    [
      'fine when an older player’s glass is white: it may be a picture',
      'fine',
      [],
      seen({ beat: beat({ pixels: { mean: 1, spread: 0 } }) }),
    ],
    ['degraded when what it draws can’t be sampled', 'degraded', ['UNPROVED'], seen({ beat: beat({ pixels: null, unproved: 6 }) })],
    ['fine when a sample or two were missed', 'fine', [], seen({ beat: beat({ pixels: null, unproved: 5 }) })],
    ['fine when deep ink carries facts', 'fine', [], seen({ beat: beat({ pixels: { mean: 0.015, spread: 0.05 } }) })],
    ['wrong when nothing is painted', 'wrong', ['HANGING'], seen({ beat: beat({ frames: { painted: 0, overMs: 5_000 } }) })],
    ['wrong when the content is not what was signed', 'wrong', ['OTHER_CONTENT'], seen({ beat: beat({ heldHash: 'other' }) })],
    ['wrong when it holds what nobody issued', 'wrong', ['OTHER_CONTENT'], seen({ beat: beat({ heldVersion: 9 }) })],
    ['wrong when another device plays as it', 'wrong', ['CLONED'], seen({ beat: beat({ isCloned: true }) })],
    ['degraded when it lags behind', 'degraded', ['BEHIND'], seen({ newest: issued(3 * 60_000) })],
    ['wrong when it lags for half an hour', 'wrong', ['LONG_BEHIND'], seen({ newest: issued(31 * 60_000) })],
    ['degraded when items are left out', 'degraded', ['SET_ASIDE'], seen({ beat: beat({ setAside: [{}] }) })],
    [
      'degraded when storage runs out',
      'degraded',
      ['STORAGE_LOW'],
      seen({ beat: beat({ storage: { usedBytes: 960 * mb, quotaBytes: 1_000 * mb } }) }),
    ],
    ['degraded when its clock stands in 1970', 'degraded', ['CLOCK_WRONG'], seen({ beat: beat({ clockErrorMs: -1_790_000_000_000 }) })],
    ['degraded when its heap swells', 'degraded', ['MEMORY_HIGH'], seen({ beat: beat({ heapBytes: 500 * mb }) })],
    [
      'degraded when it was rescued more than once an hour',
      'degraded',
      ['RESCUED'],
      seen({ beat: beat({ rescues: 3, uptimeMs: 7_200_000 }) }),
    ],
    ['fine again a day after its rescues', 'fine', [], seen({ beat: beat({ rescues: 3, uptimeMs: 86_400_000 }) })],
    [
      'fine, with a word of it, when its browser may clear its store',
      'fine',
      ['NOT_PERSISTED'],
      seen({ beat: beat({ storage: { usedBytes: 100 * mb, quotaBytes: 1_000 * mb, persisted: false } }) }),
    ],
    [
      'degraded by what is wrong beside that',
      'degraded',
      ['STORAGE_LOW', 'NOT_PERSISTED'],
      seen({ beat: beat({ storage: { usedBytes: 960 * mb, quotaBytes: 1_000 * mb, persisted: false } }) }),
    ],
    ['degraded when a new version was taken back', 'degraded', ['ROLLED_BACK'], seen({ beat: beat({ updateState: 'rolled-back' }) })],
    [
      'as bad as the worst of it',
      'wrong',
      ['BLACK_PICTURE', 'SET_ASIDE'],
      seen({ beat: beat({ pixels: { mean: 0, spread: 0 }, setAside: [{}] }) }),
    ],
  ])('%s', (_, state, reasons, observed) => {
    expect(judgeScreen(observed)).toEqual({ state, reasons });
  });
});
