import { expect, it } from 'vitest';
import { restreamSwitch, switchEach } from './restream-switch.ts';

const targets = (...wanted: boolean[]) => wanted.map((on, at) => ({ id: `t${at}`, name: `平台${at}`, wanted: on }));

it.each([
  ['starts all where none is on', targets(false, false), true, ['t0', 't1']],
  ['stops all that are on', targets(true, true), false, ['t0', 't1']],
  ['stops the one that is on, and leaves the other off', targets(false, true), false, ['t1']],
  ['has nothing to do without platforms', [], true, []],
])('one press %s', (_, all, on, ids) => {
  const found = restreamSwitch(all);
  expect([found.on, found.targets.map(({ id }) => id)]).toEqual([on, ids]);
});

it('a platform that refuses keeps none of the others from starting, and is named', async () => {
  const refusal = new Error('没有这个转推平台');
  const asked: string[] = [];
  const turned = await switchEach(targets(false, false, false), async ({ id }) => {
    asked.push(id);
    if (id === 't0') throw refusal;
  });
  expect(asked).toEqual(['t0', 't1', 't2']);
  expect(turned).toEqual({ done: ['平台1', '平台2'], failed: [{ name: '平台0', error: refusal }] });
});
