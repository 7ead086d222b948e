/** 第 12 期, from the pattern of its series: `{n}` its number, `{date}` its day. Without a number the show's own name must do. */
export function episodeTitle(input: { pattern: string; show: string; number: number | undefined; day: string }): string {
  if (input.number === undefined && input.pattern.includes('{n}')) return input.show;
  const [, month, dayOfMonth] = input.day.split('-').map(Number);
  return input.pattern
    .replaceAll('{n}', String(input.number ?? ''))
    .replaceAll('{date}', `${month}月${dayOfMonth}日`)
    .slice(0, longestTitle);
}

export const longestTitle = 40;
