import { expect, test } from 'vitest';
import { ItemCrashes } from './item-crashes.ts';

const start = 1_000_000_000_000;
function box() {
  const kept = new Map<string, string>();
  const store = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, text: string) => void kept.set(name, text) };
  return (nowMs: number) => new ItemCrashes('default', nowMs, store);
}

test('a film that has taken the page with it three times is set aside', () => {
  const boot = box();
  for (let crash = 0; crash < 3; crash += 1) {
    const items = boot(start + crash * 60_000);
    expect(items.setAside).toEqual([]);
    items.stands('film', start + crash * 60_000 + 50_000);
  }
  expect(boot(start + 3 * 60_000).setAside).toEqual(['film']);
  expect(boot(start + 8 * 24 * 3_600_000).setAside).toEqual([]);
});

test('a page that was left in order, and a power cut, count for nothing', () => {
  const boot = box();
  for (let times = 0; times < 4; times += 1) {
    const items = boot(start);
    items.stands('film', start);
    items.left();
  }
  for (let nights = 0; nights < 4; nights += 1) boot(start + nights * 3_600_000).stands('film', start + nights * 3_600_000);
  expect(boot(start + 9 * 3_600_000).setAside).toEqual([]);
});

test.each(['', 'null', '{"crashes":[]}', '{"crashes":{"film":{"times":"3"}}}', '{"crashes":{},"standing":7}', '{"crashes":'])(
  'a damaged note keeps no player from starting: %s',
  (text) => {
    const kept = new Map([['gangbo-player-items-default', text]]);
    const store = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, note: string) => void kept.set(name, note) };
    const items = new ItemCrashes('default', start, store);
    expect(items.setAside).toEqual([]);
    items.stands('film', start);
    expect(JSON.parse(kept.get('gangbo-player-items-default') ?? '')).toMatchObject({ standing: { key: 'film' } });
  },
);
