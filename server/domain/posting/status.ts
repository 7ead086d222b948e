/**
 * draft → submitted → approved → (filled ⇄ approved) → closed.
 * `call-back`: a fact is missing (no employer); `rejected`: an approver sent it back.
 */
export const postingStatuses = ['draft', 'call-back', 'submitted', 'rejected', 'approved', 'filled', 'closed'] as const;
export type PostingStatus = (typeof postingStatuses)[number];

/** Shown to the public: an open posting, or one that has just been filled (greyed in place). */
export const publicStatuses = ['approved', 'filled'] as const satisfies PostingStatus[];

/** What people do with a posting. `edit` of a public posting leaves it standing: the correction waits as a version. */
export const postingActs = [
  'edit',
  'submit',
  'approve',
  'reject',
  'fill',
  'reopen',
  'count',
  'confirm',
  'renew',
  'publish',
  'withdraw',
] as const;
export type PostingAct = (typeof postingActs)[number];

const machine: Record<PostingAct, Partial<Record<PostingStatus, PostingStatus>>> = {
  edit: { draft: 'draft', 'call-back': 'draft', submitted: 'draft', rejected: 'draft', approved: 'approved', filled: 'filled' },
  // A correction of a public posting is submitted without taking the approved words off the glass.
  submit: { draft: 'submitted', rejected: 'submitted', approved: 'approved', filled: 'filled' },
  approve: { submitted: 'approved', approved: 'approved', filled: 'filled' },
  reject: { submitted: 'rejected', approved: 'approved', filled: 'filled' },
  fill: { approved: 'filled' },
  // Coming back from closed means new words on the glass after a pause: two people look at it again.
  reopen: { filled: 'approved', closed: 'draft' },
  count: { approved: 'approved', filled: 'approved' },
  confirm: { approved: 'approved', filled: 'approved' },
  renew: {
    draft: 'draft',
    'call-back': 'call-back',
    submitted: 'submitted',
    rejected: 'rejected',
    approved: 'approved',
    filled: 'approved',
    closed: 'draft',
  },
  publish: {
    draft: 'draft',
    'call-back': 'call-back',
    submitted: 'submitted',
    rejected: 'rejected',
    approved: 'approved',
    filled: 'filled',
  },
  withdraw: { draft: 'closed', 'call-back': 'closed', submitted: 'closed', rejected: 'closed', approved: 'closed', filled: 'closed' },
};

/** The status after the act; `undefined` where the act makes no sense now. */
export function after(act: PostingAct, status: PostingStatus): PostingStatus | undefined {
  return machine[act][status];
}

export const isPublic = (status: PostingStatus): boolean => (publicStatuses as readonly PostingStatus[]).includes(status);
