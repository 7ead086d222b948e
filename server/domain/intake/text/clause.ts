/** The clause a position stands in: between commas, full stops and line ends. */
export function clauseAround(text: string, start: number, end: number): string {
  const before = text.slice(0, start).search(/[^,，;；。!！?？\n]*$/);
  const after = text.slice(end).search(/[,，;；。!！?？\n]/);
  return text.slice(before, after === -1 ? undefined : end + after);
}
