import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Reader, readWithinMs } from './speak.svelte.ts';

/** The browser's voice; `spoken` are those that it took, and whether it ever answers is the test's to say. */
class Engine {
  spoken: Words[] = [];
  cancelled = 0;
  getVoices = () => [{ lang: 'zh-CN' }];
  speak = (words: Words) => void this.spoken.push(words);
  cancel = () => {
    this.cancelled += 1;
  };
}
class Words {
  onend: (() => void) | undefined;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

let engine: Engine;
beforeEach(() => {
  vi.useFakeTimers();
  engine = new Engine();
  vi.stubGlobal('speechSynthesis', engine);
  vi.stubGlobal('SpeechSynthesisUtterance', Words);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const policy = '灵活就业社保补贴，满一年可领。'.repeat(20);

test('is over when the voice says so', () => {
  const reader = new Reader();
  reader.read(policy, 'zh-CN');
  expect(reader.isReading).toBe(true);
  engine.spoken[0]?.onend?.();
  expect(reader.isReading).toBe(false);
});

test('an engine that never answers is given up once any voice would have been through, and silenced', () => {
  const reader = new Reader();
  reader.read(policy, 'zh-CN');
  const cancelled = engine.cancelled;
  vi.advanceTimersByTime(readWithinMs(policy, 'zh-CN') - 1);
  expect(reader.isReading).toBe(true);
  vi.advanceTimersByTime(1);
  expect(reader.isReading).toBe(false);
  expect(engine.cancelled).toBe(cancelled + 1);
});

test('the late end of a text that was cancelled does not end the one that is being read', () => {
  const reader = new Reader();
  reader.read(policy, 'zh-CN');
  reader.read('104 号', 'zh-CN');
  engine.spoken[0]?.onend?.();
  expect(reader.isReading).toBe(true);
});

test('with the session its reading ends', () => {
  const reader = new Reader();
  reader.read(policy, 'zh-CN');
  reader.close();
  expect(reader.isReading).toBe(false);
  expect(engine.cancelled).toBeGreaterThan(1);
});
