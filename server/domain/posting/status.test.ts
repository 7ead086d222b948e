import { describe, expect, it } from 'vitest';
import { after, isPublic, type PostingAct, type PostingStatus, postingActs, postingStatuses } from './status.ts';

const table: [PostingAct, PostingStatus, PostingStatus | undefined][] = [
  ['submit', 'draft', 'submitted'],
  ['submit', 'rejected', 'submitted'],
  ['submit', 'call-back', undefined],
  ['submit', 'closed', undefined],
  ['approve', 'submitted', 'approved'],
  ['approve', 'draft', undefined],
  ['reject', 'submitted', 'rejected'],
  ['fill', 'approved', 'filled'],
  ['fill', 'draft', undefined],
  ['reopen', 'filled', 'approved'],
  ['reopen', 'closed', 'draft'],
  ['reopen', 'draft', undefined],
  ['withdraw', 'approved', 'closed'],
  ['withdraw', 'closed', undefined],
  ['renew', 'closed', 'draft'],
  ['edit', 'submitted', 'draft'],
  ['edit', 'closed', undefined],
];

describe('the life of a posting', () => {
  it.each(table)('%s from %s leads to %s', (act, from, to) => {
    expect(after(act, from)).toBe(to);
  });

  it('never reaches the public without an approval', () => {
    for (const act of postingActs.filter((one) => one !== 'approve')) {
      for (const from of postingStatuses.filter((status) => !isPublic(status))) {
        const to = after(act, from);
        expect(to !== undefined && isPublic(to), `${act} from ${from}`).toBe(false);
      }
    }
  });

  it('keeps the approved words on the glass while a correction waits', () => {
    for (const act of ['edit', 'submit', 'reject'] as const) expect(after(act, 'approved')).toBe('approved');
  });
});
