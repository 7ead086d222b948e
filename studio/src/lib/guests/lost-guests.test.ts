import { describe, expect, it } from 'vitest';
import type { GuestForHost } from '#server/contract/guests.ts';
import { LostGuests } from './lost-guests.ts';

const guest = (state: GuestForHost['state']): GuestForHost => ({
  id: '018f0000-0000-7000-8000-000000000001',
  name: '李师傅',
  from: 'link',
  wants: 'video',
  state,
  volume: 100,
  muted: false,
  fit: 'cover',
  audio: 'flows',
  video: 'flows',
  expiresAt: '2026-12-01T00:00:00Z',
  consentAt: '2026-11-30T00:00:00Z',
});
const nobody: ReadonlySet<string> = new Set();
const byHost: ReadonlySet<string> = new Set([guest('here').id]);
const names = (lost: readonly GuestForHost[]) => lost.map(({ name }) => name);

describe('a guest who was on stage', () => {
  it.each(['away', 'expired'] as const)('and is %s is lost until they are back', (state) => {
    const lost = new LostGuests();
    expect(names(lost.after([guest('stage')], nobody))).toEqual([]);
    expect(names(lost.after([guest(state)], nobody))).toEqual(['李师傅']);
    expect(names(lost.after([guest(state)], nobody))).toEqual(['李师傅']);
    expect(names(lost.after([guest('here')], nobody))).toEqual([]);
  });

  it('and has left the list by themself is lost, too', () => {
    const lost = new LostGuests();
    lost.after([guest('stage')], nobody);
    expect(names(lost.after([], nobody))).toEqual(['李师傅']);
  });

  it('is not lost when the host took them off', () => {
    const lost = new LostGuests();
    lost.after([guest('stage')], nobody);
    expect(names(lost.after([guest('here')], byHost))).toEqual([]);
    lost.after([guest('stage')], nobody);
    expect(names(lost.after([], byHost))).toEqual([]);
  });
});
