/**
 * draft → submitted → approved → (filled ⇄ approved) → closed.
 * `call-back`: a fact is missing (no employer); `rejected`: an approver sent it back.
 */
export const postingStatuses = ['draft', 'call-back', 'submitted', 'rejected', 'approved', 'filled', 'closed'] as const
export type PostingStatus = (typeof postingStatuses)[number]

/** Shown to the public: an open posting, or one that has just been filled (greyed in place). */
export const publicStatuses = ['approved', 'filled'] as const satisfies PostingStatus[]
