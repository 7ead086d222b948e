/** One readable line of a JSON log line, for a terminal: time, level, message, then what else it says. */
export function prettyLine(line: string): string {
  const { time, level, msg, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 19);
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${show(value)}`);
  return `${clock} ${String(level).padEnd(5)} ${[msg ?? '', ...facts].join('  ')}\n`;
}

function show(value: unknown): string {
  if (value !== null && typeof value === 'object' && 'stack' in value) return `\n${String(value.stack)}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
