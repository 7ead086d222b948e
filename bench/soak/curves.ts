import type { Sample } from './notes.ts';

interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly of: (sample: Sample) => number | undefined;
}

const curves: readonly Curve[] = [
  { title: '工作台标签页内存 studio tab, memory', unit: 'MB', of: ({ rendererMb }) => rendererMb },
  { title: '其中脚本 its JavaScript heap', unit: 'MB', of: ({ heapMb }) => heapMb },
  { title: '服务器内存 server, resident memory', unit: 'MB', of: ({ serverMb }) => serverMb },
  { title: 'LL-HLS 端到端延迟，中位 glass to glass, median', unit: 'ms', of: ({ latencyP50 }) => latencyP50 },
  { title: '手机上每秒帧数 pictures a second on the phone', unit: 'fps', of: ({ seenFps }) => seenFps },
  { title: '卡顿（每 10 秒）stalls and gaps over 250 ms', unit: '', of: ({ stalls, gaps }) => stalls + gaps },
];

const WIDTH = 900;
const PANEL = { height: 150, top: 34, bottom: 24, left: 64, right: 20 };

/** A panel a figure, over the time watched; a broken line where a run was interrupted. Plain SVG: it stands in the documents. */
export function drawCurves(samples: readonly Sample[]): string {
  const endMs = Math.max(samples.at(-1)?.totalMs ?? 0, 1);
  const panels = curves.map((curve, at) => panel(curve, samples, { y: at * PANEL.height, endMs }));
  const height = curves.length * PANEL.height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="'Noto Sans SC',sans-serif" font-size="12">
<title>一场直播，从头看到尾 A show, watched from end to end</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${panels.join('\n')}
</svg>
`;
}

function panel({ title, unit, of }: Curve, samples: readonly Sample[], { y, endMs }: { y: number; endMs: number }): string {
  const points = samples.flatMap((sample) => {
    const value = of(sample);
    return value === undefined ? [] : [{ sample, value }];
  });
  const top = niceTop(Math.max(...points.map(({ value }) => value), 1));
  const inner = { width: WIDTH - PANEL.left - PANEL.right, height: PANEL.height - PANEL.top - PANEL.bottom };
  const xOf = (ms: number) => (PANEL.left + (ms / endMs) * inner.width).toFixed(1);
  const yOf = (value: number) => (y + PANEL.top + (1 - value / top) * inner.height).toFixed(1);
  const pieces = [...Map.groupBy(points, ({ sample }) => sample.piece).values()];
  const lines = pieces.map(
    (piece) =>
      `<polyline fill="none" stroke="#0b63c4" stroke-width="1.5" points="${piece.map(({ sample, value }) => `${xOf(sample.totalMs)},${yOf(value)}`).join(' ')}"/>`,
  );
  const levels = [0, top / 2, top].map(
    (value) =>
      `<line x1="${PANEL.left}" x2="${WIDTH - PANEL.right}" y1="${yOf(value)}" y2="${yOf(value)}" stroke="#d5dbe3"/><text x="${PANEL.left - 6}" y="${Number(yOf(value)) + 4}" text-anchor="end" fill="#445">${round(value)}</text>`,
  );
  const minutes = Math.round(endMs / 60_000);
  const times = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text x="${xOf(endMs * share)}" y="${y + PANEL.height - 8}" text-anchor="${share === 1 ? 'end' : 'middle'}" fill="#445">${round(minutes * share)} min</text>`,
  );
  const heading = `<text x="${PANEL.left}" y="${y + 20}" font-weight="700" fill="#08182a">${title}${unit ? `, ${unit}` : ''}</text>`;
  return [heading, ...levels, ...times, ...lines].join('\n');
}

const round = (value: number): string => String(Number(value.toPrecision(3)));

/** The next of 1, 2, 5 × 10ⁿ. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((value) => value >= most) ?? most;
}
