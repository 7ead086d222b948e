export interface Notice {
  id: number;
  text: string;
  tone: 'done' | 'problem';
  /** The page where it was said. */
  at: string;
}

const most = 4;

/** What stands after one more is said: whoever has now succeeded on a page needs its old problem no longer. */
export function withNotice(notices: readonly Notice[], said: Notice): Notice[] {
  const kept = said.tone === 'done' ? notices.filter(({ tone, at }) => tone !== 'problem' || at !== said.at) : notices;
  return [...kept, said].slice(-most);
}
