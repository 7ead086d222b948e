// Progress goes to stderr: stdout belongs to what a command prints for machines (bench, gangbo … --json).
const colours = process.stderr.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
const write = (line) => process.stderr.write(`${line}\n`);

export function banner() {
  write(paint(1, '岗播 Gangbo'));
}

export function note(text) {
  write(`  ${paint(2, text)}`);
}

export function warn(text) {
  write(`${paint(33, '!')} ${text}`);
}

/** Says what is being done, then that it is done and how long it took. */
export async function step(text, work) {
  const startedMs = Date.now();
  write(`${paint(36, '›')} ${text} …`);
  const result = await work();
  write(`${paint(32, '✓')} ${text} ${paint(2, `${((Date.now() - startedMs) / 1000).toFixed(1)} s`)}`);
  return result;
}

export function fail(what, remedy) {
  write(`${paint(31, '✗')} ${what}`);
  if (remedy) write(`  ${remedy}`);
  process.exit(1);
}
