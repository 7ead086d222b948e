import { describe, expect, it } from 'vitest';
import { type Actor, holds, mayIn, nameOf, reachOf } from './actor.ts';

const staff = (role: 'admin' | 'approver' | 'clerk', regionPath: string | null): Actor => ({
  kind: 'staff',
  userId: 'u1',
  name: '小赵',
  grants: [{ role, regionPath, employerId: null }],
});

describe('what an actor may do', () => {
  it('lets an approver do a clerk’s work, and not the other way round', () => {
    expect(holds(staff('approver', null), 'clerk')).toBe(true);
    expect(holds(staff('clerk', null), 'approver')).toBe(false);
  });

  it('holds a grant inside its region’s subtree only', () => {
    const clerk = staff('clerk', '330000/330100/330102/');
    expect(mayIn(clerk, 'clerk', '330000/330100/330102/330102-caihe/')).toBe(true);
    expect(mayIn(clerk, 'clerk', '330000/330100/')).toBe(false);
    expect(mayIn(clerk, 'clerk', '140000/140800/')).toBe(false);
  });

  it('reaches everywhere when one grant has no region', () => {
    expect(reachOf(staff('admin', null), 'clerk')).toBeNull();
    expect(reachOf(staff('clerk', '33/'), 'clerk')).toEqual(['33/']);
    expect(reachOf({ kind: 'anyone' }, 'clerk')).toEqual([]);
  });

  it('lets a token do a clerk’s work in its region, and signs it as itself', () => {
    const token: Actor = {
      kind: 'token',
      madeBy: 'li',
      tokenId: 't1',
      scopes: ['screens:read'],
      grants: [{ role: 'clerk', regionPath: '33/', employerId: null }],
    };
    expect(mayIn(token, 'clerk', '33/01/')).toBe(true);
    expect(mayIn(token, 'clerk', '34/')).toBe(false);
    expect(mayIn(token, 'approver', '33/01/')).toBe(false);
    expect(reachOf(token, 'clerk')).toEqual(['33/']);
    expect(nameOf(token)).toBe('token:t1');
  });

  it('never makes an administrator an employer', () => {
    expect(holds(staff('admin', null), 'employer')).toBe(false);
  });
});
