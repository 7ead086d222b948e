import { describe, expect, test } from 'vitest';
import { wordsOfFault } from './player-faults.ts';

describe('what a player says of a fault is worded', () => {
  test.each([
    'REPLAYED',
    'TOO_BIG 734003200',
    'ASSET_WRONG /api/screen/assets/ab: not what was signed',
    'DISK_FULL',
    'SET_ASIDE STALLED',
    'SOUND_REFUSED',
  ])('%s', (why) => {
    expect(wordsOfFault(why, 'zh-CN')?.what).toMatch(/[\u4e00-\u9fff]/);
    expect(wordsOfFault(why, 'en')?.todo).toMatch(/^[A-Z]/);
  });

  test('unless it is of a newer player, or no word of ours', () => {
    expect(wordsOfFault('TypeError: failed', 'zh-CN')).toBeUndefined();
    expect(wordsOfFault('NEWER_FAULT', 'en')).toBeUndefined();
    expect(wordsOfFault('constructor', 'en')).toBeUndefined();
  });
});
