import { clip, textCharacters } from './grab-text.ts';

/** What a text message says of a show to somebody who asked to be reminded. */
export interface ShowText {
  fact: 'show-starting' | 'show-cancelled';
  title: string;
  /** 12月1日 14:30 */
  when: string;
}

export function showText({ fact, title, when }: ShowText): string {
  const [before, after] =
    fact === 'show-starting'
      ? ['您要看的“', `”${when}开播，打开之前的直播页面就能看。`]
      : ['您要看的“', `”原定${when}，这次停播，不用再等。`];
  return `${before}${clip(title, textCharacters.message - textCharacters.signature - before.length - after.length)}${after}`;
}
