/** A word that the jobs on offer hold, and how it is typed. */
export interface KeyboardWord {
  text: string;
  /** banyungong */
  pinyin: string;
  /** byg */
  initials: string;
}

/**
 * What the keyboard offers for the letters typed so far: whole initials before their beginnings, those before the pinyin's, short words
 * before long ones. Nobody needs an input method to write what is on offer.
 */
export function offeredWords(words: readonly KeyboardWord[], typed: string, most: number): string[] {
  const letters = typed.toLowerCase().replace(/[^a-z]/g, '');
  if (letters === '') return [];
  const rank = ({ pinyin, initials }: KeyboardWord) => {
    if (initials === letters || pinyin === letters) return 0;
    if (initials.startsWith(letters)) return 1;
    if (pinyin.startsWith(letters)) return 2;
    return initials.includes(letters) ? 3 : undefined;
  };
  return words
    .flatMap((word, index) => {
      const at = rank(word);
      return at === undefined ? [] : [{ text: word.text, at, index }];
    })
    .sort((a, b) => a.at - b.at || a.text.length - b.text.length || a.index - b.index)
    .slice(0, most)
    .map(({ text }) => text);
}
