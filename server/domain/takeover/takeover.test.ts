import { describe, expect, test } from 'vitest';
import type { Actor, StaffRole } from '../access/actor.ts';
import { judgeRaising, mayLift, type Raising } from './ladder.ts';

const holder = (role: StaffRole, regionPath: string | null = '33/3301/'): Actor => ({
  kind: 'staff',
  userId: role,
  name: role,
  grants: [{ role, regionPath, employerId: null }],
});
const raising = (change: Partial<Raising> = {}): Raising => ({ kind: 'notice', reach: 'screen', minutes: 5, drill: false, ...change });
const tooLong = (minutes: number) => ({ may: false, code: 'TOO_LONG', minutes });
const tooWide = (role: string) => ({ may: false, code: 'TOO_WIDE', role });

describe('who may take the wall', () => {
  test.each<[string, Actor, Raising, object]>([
    [
      'a clerk puts the own station on the slate',
      holder('clerk'),
      raising({ kind: 'safe-slate', reach: 'station', minutes: 120 }),
      { may: true },
    ],
    ['for no longer than two hours', holder('clerk'), raising({ kind: 'safe-slate', reach: 'station', minutes: 121 }), tooLong(120)],
    ['a clerk’s notice is an hour’s', holder('clerk'), raising({ minutes: 61 }), tooLong(60)],
    ['a region is for an approver', holder('clerk'), raising({ reach: 'region' }), tooWide('approver')],
    ['who may take it for four hours', holder('approver'), raising({ reach: 'region', minutes: 240 }), { may: true }],
    ['everything is for whoever answers for everything', holder('admin'), raising({ reach: 'all' }), tooWide('admin')],
    ['an administrator of everywhere', holder('admin', null), raising({ reach: 'all', minutes: 1_440 }), { may: true }],
    ['somebody of elsewhere may nothing here', holder('admin', '33/3302/'), raising(), tooWide('clerk')],
    ['a host may not', holder('host'), raising(), tooWide('clerk')],
    ['a drill is over in ten minutes', holder('admin', null), raising({ reach: 'all', minutes: 11, drill: true }), tooLong(10)],
  ])('%s', (_what, actor, asked, verdict) => {
    expect(judgeRaising(actor, asked.reach === 'all' ? '' : '33/3301/330102/', asked)).toEqual(verdict);
  });
});

test.each([
  ['by a second person', { by: 'staff:2', sinceMs: 3_600_000, drill: false }, true],
  ['by its author, who pressed it a moment ago', { by: 'staff:1', sinceMs: 119_000, drill: false }, true],
  ['not by its author later', { by: 'staff:1', sinceMs: 121_000, drill: false }, false],
  ['not by a program, which is no second person', { by: 'token:1', isPerson: false, sinceMs: 3_600_000, drill: false }, false],
  ['a drill by its author', { by: 'staff:1', sinceMs: 500_000, drill: true }, true],
])('a takeover is lifted %s', (_who, lifting, may) => {
  expect(mayLift({ raisedBy: 'staff:1', isPerson: true, ...lifting })).toBe(may);
});
