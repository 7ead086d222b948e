import { expect, test } from 'vitest';
import { Leaving, type WhenToLeave } from './leaving.ts';

function page({ isTouched = false, isTaken = false } = {}) {
  const glass = { isTouched, isTaken, mayReturn: true, left: 0 };
  const leaving = new Leaving({
    isTouched: () => glass.isTouched,
    isTaken: () => glass.isTaken,
    mayReturn: () => glass.mayReturn,
    leave: () => {
      glass.left += 1;
    },
  });
  return { glass, leaving };
}

test.each<[WhenToLeave, string, { isTaken?: boolean }, [number, number]]>([
  ['untouched', 'at once', {}, [1, 1]],
  ['untouched', 'also under a show', { isTaken: true }, [1, 1]],
  ['turn', 'between two slides', {}, [0, 1]],
  ['turn', 'also under a show', { isTaken: true }, [0, 1]],
  ['quiet', 'between two slides', {}, [0, 1]],
  ['quiet', 'not under a show', { isTaken: true }, [0, 0]],
])('a page that leaves %s does so %s', (when, _, given, [asked, turned]) => {
  const { glass, leaving } = page(given);
  leaving.ask(when);
  expect(glass.left).toBe(asked);
  leaving.turned();
  leaving.turned();
  expect(glass.left).toBe(turned);
});

test.each<WhenToLeave>(['untouched', 'turn', 'quiet'])('nobody is put out of the kiosk for it (%s)', (when) => {
  const { glass, leaving } = page({ isTouched: true });
  leaving.ask(when);
  leaving.turned();
  expect(glass.left).toBe(0);
  glass.isTouched = false;
  leaving.turned();
  expect(glass.left).toBe(1);
});

test.each<WhenToLeave>(['untouched', 'turn', 'quiet'])('a page that nothing keeps does not leave without a network (%s)', (when) => {
  const { glass, leaving } = page();
  glass.mayReturn = false;
  leaving.ask(when);
  leaving.turned();
  expect(glass.left).toBe(0);
  glass.mayReturn = true;
  leaving.turned();
  expect(glass.left).toBe(1);
});

test('a page that nobody asked stays', () => {
  const { glass, leaving } = page();
  leaving.turned();
  expect(glass.left).toBe(0);
});
