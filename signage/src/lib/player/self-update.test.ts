import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WorkerSays } from './releases.ts';
import { SelfUpdate } from './self-update.svelte.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const slide = (dwellMs = 10_000) => ({ dwellMs });

/** A worker as a page sees it: it answers on the port that it is given. */
class Worker extends EventTarget {
  state: ServiceWorkerState;
  readonly said: string[] = [];
  readonly #answer: (what: string) => Partial<WorkerSays>;
  readonly release: string;

  constructor(release: string, state: ServiceWorkerState, answer: (what: string) => Partial<WorkerSays> = () => ({})) {
    super();
    this.release = release;
    this.state = state;
    this.#answer = answer;
  }

  postMessage(what: string, ports: MessagePort[] = []): void {
    this.said.push(what);
    ports[0]?.postMessage({ release: this.release, serves: this.release, refused: undefined, ...this.#answer(what) });
  }
}

interface Given {
  store?: Map<string, string>;
  active?: Worker | null;
  waiting?: Worker | null;
  plays?: boolean | (() => Promise<boolean>);
}

/** The page of build `one`, with the workers of its box. */
function page({ store = new Map(), active = new Worker('one', 'activated'), waiting = null, plays = true }: Given = {}) {
  const seen = { rehearsed: [] as string[], reports: [] as string[], left: [] as string[], isBusy: false, isHidden: false };
  const container = Object.assign(new EventTarget(), { controller: active });
  const registration = Object.assign(new EventTarget(), { active, waiting, installing: null as Worker | null });
  const update = new SelfUpdate({
    slot: 'default',
    release: 'one',
    container: container as unknown as ServiceWorkerContainer,
    store: {
      getItem: (key) => store.get(key) ?? null,
      setItem: (key, value) => void store.set(key, value),
      removeItem: (key) => void store.delete(key),
    },
    rehearse: async (release) => {
      seen.rehearsed.push(release);
      return typeof plays === 'function' ? plays() : plays;
    },
    isBusy: () => seen.isBusy,
    isHidden: () => seen.isHidden,
    report: (_, why) => seen.reports.push(why),
    leave: (when) => seen.left.push(when),
  });
  const follow = () => update.follow(registration as unknown as ServiceWorkerRegistration);
  const replacedBy = (worker: Worker) => {
    Object.assign(registration, { active: worker, waiting: null });
    container.controller = worker;
    container.dispatchEvent(new Event('controllerchange'));
  };
  return { update, seen, registration, follow, replacedBy, store };
}

const trial = 'gangbo-player-trial-default';
const bad = 'gangbo-player-bad-default';
/** Answers come through real ports. */
const soon = (sentence: () => void) => vi.waitFor(sentence, { timeout: 5_000, interval: 10 });
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('the first worker of a box is rehearsed by nobody: there is nothing that it would replace', async () => {
  const { seen, follow } = page({ active: null, waiting: new Worker('one', 'installed') });
  follow();
  await settled();
  expect(seen.rehearsed).toEqual([]);
});

test('a newer build that plays is taken, and the page leaves between two slides', async () => {
  const two = new Worker('two', 'installed');
  const { update, seen, follow, replacedBy, store } = page({ waiting: two });
  follow();
  await soon(() => expect(two.said).toContain('take'));
  expect(seen.left).toEqual([]);
  two.state = 'activated';
  replacedBy(two);
  await soon(() => expect(seen.left).toEqual(['quiet']));
  expect([seen.rehearsed, store.get(trial), update.state]).toEqual([['two'], 'two', 'installing']);
});

test('one that does not play never comes to the glass, is told of, and is not tried again', async () => {
  const two = new Worker('two', 'installed');
  const { update, seen, follow, store } = page({ waiting: two, plays: false });
  follow();
  await soon(() => expect(seen.reports).toEqual(['UPDATE_REFUSED']));
  expect([store.get(bad), store.has(trial), update.state, two.said.includes('take')]).toEqual(['two', false, 'rolled-back', false]);
  const again = page({ waiting: two, store });
  again.follow();
  await settled();
  expect([again.seen.rehearsed, seen.left]).toEqual([[], []]);
});

test('while somebody uses the kiosk, or a show stands, nothing is rehearsed; afterwards it is', async () => {
  const { seen, follow } = page({ waiting: new Worker('two', 'installed') });
  seen.isBusy = true;
  follow();
  await soon(() => expect(vi.getTimerCount()).toBe(1));
  expect(seen.rehearsed).toEqual([]);
  seen.isBusy = false;
  vi.advanceTimersByTime(60_000);
  await soon(() => expect(seen.rehearsed).toEqual(['two']));
});

test('a build that is replaced in the middle of its rehearsal is no failure, and its successor is rehearsed', async () => {
  const two = new Worker('two', 'installed');
  const three = new Worker('three', 'installed');
  const wall = page({
    waiting: two,
    plays: async () => {
      if (two.state === 'redundant') return true;
      two.state = 'redundant';
      wall.registration.waiting = three;
      return false;
    },
  });
  wall.follow();
  await soon(() => expect(three.said).toContain('take'));
  expect([wall.seen.rehearsed, wall.seen.reports, wall.store.get(trial)]).toEqual([['two', 'three'], [], 'three']);
});

test('a worker that works because the browser began anew is rehearsed before its build is opened', async () => {
  const two = new Worker('two', 'activated', (what) => ({ serves: what === 'take' ? 'two' : 'one' }));
  const { seen, follow } = page({ active: two });
  follow();
  await soon(() => expect(seen.left).toEqual(['quiet']));
  expect([seen.rehearsed, two.said.at(-1)]).toEqual([['two'], 'take']);
});

test('what this box has given up is not rehearsed by its other wall either', async () => {
  const { seen, follow } = page({ active: new Worker('two', 'activated', () => ({ serves: 'one', refused: 'two' })) });
  follow();
  await settled();
  expect(seen.rehearsed).toEqual([]);
});

test('a wall whose neighbour on the same box has taken a build follows it between two slides, on probation', async () => {
  const { seen, follow, replacedBy, store } = page();
  follow();
  await settled();
  replacedBy(new Worker('two', 'activated'));
  await soon(() => expect(seen.left).toEqual(['quiet']));
  expect(store.get(trial)).toBe('two');
});

test('a reload while a build is being taken is not mistaken for a roll-back', async () => {
  const store = new Map([[trial, 'two']]);
  const { update, seen, follow } = page({ store, active: new Worker('one', 'activated') });
  follow();
  await settled();
  expect([seen.reports, update.state]).toEqual([[], 'current']);
  const given = page({ store, active: new Worker('two', 'activated', () => ({ serves: 'one', refused: 'two' })) });
  given.follow();
  await soon(() => expect(given.seen.reports).toEqual(['ROLLED_BACK']));
  expect([given.update.state, store.get(bad), given.seen.rehearsed]).toEqual(['rolled-back', 'two', []]);
});

test('on probation three slides prove it, however long each of them stands', async () => {
  const worker = new Worker('one', 'activated');
  const { update, seen, store } = page({ store: new Map([[trial, 'one']]), active: worker });
  expect(update.state).toBe('probation');
  update.presented(slide(300_000));
  vi.advanceTimersByTime(300_000);
  update.presented(slide(300_000));
  vi.advanceTimersByTime(300_000);
  update.presented(slide());
  expect([update.state, worker.said, store.has(trial), seen.left]).toEqual(['current', ['proved one'], false, []]);
});

test('one that presents nothing goes back to what it replaced', async () => {
  const worker = new Worker('one', 'activated', (what) => (what === 'roll-back' ? { serves: 'zero', refused: 'one' } : {}));
  const { update, seen } = page({ store: new Map([[trial, 'one']]), active: worker });
  update.presented(slide());
  vi.advanceTimersByTime(99_000);
  expect(worker.said).toEqual([]);
  vi.advanceTimersByTime(2_000);
  await soon(() => expect(seen.left).toEqual(['untouched']));
});

test('a page that nobody sees gives nothing up: no browser paints it', async () => {
  const worker = new Worker('one', 'activated');
  const { seen } = page({ store: new Map([[trial, 'one']]), active: worker });
  seen.isHidden = true;
  vi.advanceTimersByTime(600_000);
  await settled();
  expect([seen.left, worker.said]).toEqual([[], []]);
  const hidden = page({ waiting: new Worker('two', 'installed'), plays: false });
  hidden.seen.isHidden = true;
  hidden.follow();
  await settled();
  expect([hidden.seen.rehearsed, hidden.store.has(bad)]).toEqual([[], false]);
});

test('with nothing to go back to it stays, says so, and does not begin anew for ever', async () => {
  const { update, seen, store } = page({ store: new Map([[trial, 'one']]) });
  vi.advanceTimersByTime(91_000);
  await soon(() => expect(seen.reports).toEqual(['NOT_PROVED']));
  expect([update.state, seen.left, store.has(trial)]).toEqual(['current', [], false]);
});
