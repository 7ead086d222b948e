import { readFile } from 'node:fs/promises';
import type { DemoServer } from '#tests/e2e/demo-server.ts';
import type { PlainChromium, PlainTab } from '#tests/support/plain-chromium.ts';
import { until } from '#tests/support/until.ts';

export interface StudioLook {
  /** MB that the tab's process alone has, and that its JavaScript holds. */
  readonly rendererMb: number;
  readonly heapMb: number;
  /** Frames a second as the studio says them. */
  readonly fps: number | undefined;
  readonly effort: string;
}

/** For `launchPlainChromium`: the page is pressed by its Chinese words, and speaks as its browser does. */
export const CHINESE = ['--lang=zh-CN', '--accept-lang=zh-CN'];

/** The real page of the demo's show, on air. */
export async function goLive({ url }: DemoServer, chromium: PlainChromium, source: '摄像头' | '测试画面'): Promise<PlainTab> {
  const { episodeId } = (await (await fetch(`${url}/api/demo/story`)).json()) as { episodeId: string };
  const answer = await fetch(`${url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'host' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const studio = await chromium.open(`${url}/studio/live/${episodeId}#demo=${token}`);
  for (const words of [source, '开播']) await press(studio, words);
  await until(() => studio.evaluate<boolean>(`document.body.textContent.includes('画面已送出')`), 60_000);
  return studio;
}

async function press(tab: PlainTab, words: string): Promise<void> {
  const find = `[...document.querySelectorAll('button:not(:disabled)')].find((button) => button.textContent.trim() === '${words}')`;
  await until(() => tab.evaluate<boolean>(`Boolean(${find})`), 30_000).catch(async () => {
    const there = await tab.evaluate<string[]>(`[...document.querySelectorAll('button')].map((button) => button.textContent.trim())`);
    throw new Error(`no button ${words} on ${await tab.evaluate<string>('location.href')}, but: ${there.join(', ')}`);
  });
  await tab.evaluate(`${find}.click()`);
}

/** What a host does all evening: on, on, back to the start, another layout, a countdown. */
export async function drive(tab: PlainTab, at: number): Promise<void> {
  const keys = ['ArrowRight', '5', '1', 'c', 'ArrowRight', '6', '1', 'p', 'p', 'b'];
  await strike(tab, keys[at % keys.length] ?? 'ArrowRight');
}

export async function strike(tab: PlainTab, key: string): Promise<void> {
  await tab.evaluate(`window.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}' }))`);
}

export async function look(chromium: PlainChromium, tab: PlainTab): Promise<StudioLook> {
  await tab.call('HeapProfiler.collectGarbage');
  const heap = (await tab.call('Runtime.getHeapUsage')) as { usedSize: number };
  const renderers = (await chromium.processes()).filter(({ type }) => type === 'renderer');
  const sizes = await Promise.all(renderers.map(({ id }) => proportionalBytes(id)));
  const seen = await tab.evaluate<{ fps: number | undefined; effort: string }>(`(() => {
    const rate = /([\\d.]+) Mbit\\/s · (\\d+) 帧/.exec(document.body.textContent);
    return { fps: rate ? Number(rate[2]) : undefined, effort: document.querySelector('[data-effort]')?.dataset.effort ?? 'full' };
  })()`);
  // The studio is the largest by far: other tabs are empty.
  return { rendererMb: Math.max(...sizes) / 1e6, heapMb: heap.usedSize / 1e6, ...seen };
}

/** Pss: what this process alone has, shared pages in proportion. */
async function proportionalBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}

/** Resident memory of one process, MB. */
export async function residentMb(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024) / 1e6;
}

/** Least squares: y a unit of x. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}
