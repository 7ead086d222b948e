/** 4:07, 1:02:09: a position as players show it. */
export function clockWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The chapter that is on at a position: the last one that has begun. */
export function chapterAt<Part extends { readonly fromMs: number }>(chapters: readonly Part[], ms: number): Part | undefined {
  // A player lands a hair before where it was sent.
  return chapters.filter(({ fromMs }) => fromMs <= ms + 250).at(-1);
}
