import { describe, expect, it } from 'vitest';
import { Presence } from './presence.ts';

describe('who watches', () => {
  it('counts a page once, however often it reports', () => {
    const presence = new Presence(() => 0);
    presence.seen('a');
    presence.seen('a');
    presence.seen('b');
    expect(presence.count).toBe(2);
  });

  it('forgets a page that says nothing any more, and keeps those that do', () => {
    let now = 0;
    const presence = new Presence(() => now);
    presence.seen('gone');
    presence.seen('stays');
    now = 20_000;
    presence.seen('stays');
    now = 26_000;
    expect(presence.count).toBe(1);
  });

  it('forgets a page that says goodbye', () => {
    const presence = new Presence(() => 0);
    presence.seen('a');
    presence.left('a');
    expect(presence.count).toBe(0);
  });
});
