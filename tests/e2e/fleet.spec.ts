import { expect } from '@playwright/test';
import type { FleetView } from '#server/contract/fleet.ts';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo?.stop());

test('an operator finds a screen, orders it about, and sees from its own echo that it obeyed', async ({ browser }) => {
  const screens = (await (await demo.as('admin', 'GET', '/api/screens')).json()) as ScreenForStaff[];
  const screen = screens.find(({ glass }) => glass.name === '候车屏');
  if (!screen) throw new Error('the demo has no such screen');
  const token = await demo.tokenOf('admin');
  const wall = await (await browser.newContext({ baseURL: demo.url, locale: 'zh-CN' })).newPage();
  await wall.goto(`/screen/?as=${screen.id}`);
  await expect(wall.locator('.glass[data-phase]')).toHaveAttribute('data-connected', 'true', { timeout: 60_000 });

  const desk = await (await browser.newContext({ baseURL: demo.url, locale: 'zh-CN' })).newPage();
  await desk.goto(`/studio/screens?view=list#demo=${token}`);
  await desk.getByLabel('搜驿站、屏或标签').fill('候车');
  const row = desk.locator(`tr[data-screen="${screen.id}"]`);
  await expect(desk.locator('tr[data-screen]')).toHaveCount(1);
  await row.focus();
  await desk.keyboard.press(' ');
  await desk.getByRole('button', { name: '认屏' }).click();
  const dialog = desk.getByRole('dialog');
  await expect(dialog).toContainText('1 个驿站的 1 块屏');
  await expect(dialog).toContainText('会用大字显示自己的名字');
  await dialog.getByRole('button', { name: '对 1 块屏执行' }).click();
  await expect(wall.getByText('这块屏是')).toBeVisible();
  await expect(desk.getByText('1 / 1 块屏已照做')).toBeVisible({ timeout: 20_000 });

  await row.focus();
  await desk.keyboard.press('Enter');
  const order = desk.getByRole('listitem').filter({ hasText: '认屏' });
  await expect(order.getByText('屏已照做').first()).toBeVisible();
  // On a screen's own page, too, another screen of its station can be its other half.
  const half = screens.find(({ id, station }) => screens.some((other) => other.id !== id && other.station.id === station.id));
  await desk.goto(`/studio/screens/${half?.id}`);
  await desk.getByRole('button', { name: '改名称、尺寸和直播' }).click();
  const arrangement = desk.getByRole('dialog').getByLabel('怎么排');
  await expect(arrangement.locator('option', { hasText: '拼屏：左半边' })).toBeEnabled();
  await desk.getByRole('dialog').getByRole('button', { name: '取消' }).click();

  await desk.goto('/studio/screens?view=map');
  await expect(desk.getByRole('application')).toBeVisible();
  await expect(desk.locator('[data-mark]').first()).toBeVisible();

  // Where one of thousands is to be picked, words find it, too.
  await desk.goto('/studio/trace');
  const picker = desk.getByRole('combobox', { name: '屏幕' });
  await picker.fill('候车');
  await desk.getByRole('option', { name: /候车屏/ }).click();
  await expect(picker).toHaveAttribute('data-screen', screen.id);
});

test('of five thousand screens list and map draw what is seen, and find, count and pick them all', async ({ browser }) => {
  const token = await demo.tokenOf('admin');
  const known = (await (await demo.as('admin', 'GET', '/api/fleet/screens')).json()) as FleetView;
  const table = [
    '驿站,屏名称,尺寸,分辨率,观看距离（米）,安装高度（米）,标签',
    ...Array.from({ length: 5_000 }, (_, at) => {
      const station = known.stations[at % known.stations.length];
      return `${station?.name},屏 ${at},55寸,1920×1080,3,2.2,第${at % 7}排`;
    }),
  ].join('\r\n');
  const brought = await fetch(`${demo.url}/api/fleet/import?fileName=screens.csv&apply=1`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: table,
  });
  expect(brought.status, await brought.text()).toBe(200);
  const fleet = (await (await demo.as('admin', 'GET', '/api/fleet/screens')).json()) as FleetView;
  const all = known.screens.length + 5_000;
  expect(fleet.screens).toHaveLength(all);

  const desk = await (await browser.newContext({ baseURL: demo.url, locale: 'zh-CN' })).newPage();
  await desk.goto(`/studio/screens?view=list#demo=${token}`);
  await expect(desk.getByText(`${all} / ${all} 块屏`)).toBeVisible();
  const rows = desk.locator('tr[data-screen]');
  const fewAreDrawn = async () => expect(await rows.count()).toBeLessThan(100);
  await fewAreDrawn();
  await rows.first().focus();
  await desk.keyboard.press('End');
  await expect(desk.locator(`tr[data-index="${all - 1}"]`)).toBeFocused();
  await fewAreDrawn();
  await desk.keyboard.press('PageUp');
  await desk.keyboard.press('Home');
  await expect(desk.locator('tr[data-index="0"]')).toBeFocused();
  await fewAreDrawn();

  const search = desk.getByLabel('搜驿站、屏或标签');
  await search.fill('屏 4321');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('屏 4321');
  await search.fill('第3排');
  await expect(desk.getByText(`714 / ${all} 块屏`)).toBeVisible();
  await desk.getByLabel('选中找到的 714 块屏').check();
  await expect(desk.getByText('已选 714 块屏')).toBeVisible();
  await search.fill('');

  await desk.getByRole('button', { name: '地图', exact: true }).click();
  const marks = desk.locator('[data-mark]');
  await expect(marks.first()).toBeVisible();
  const placed = new Set(fleet.stations.filter(({ position }) => position !== null).map(({ id }) => id));
  const labels = await marks.evaluateAll((found) => found.map((mark) => mark.getAttribute('aria-label') ?? ''));
  const counted = labels.map((label) => Number(/(\d+) 块屏，/.exec(label)?.[1]));
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(fleet.screens.filter(({ stationId }) => placed.has(stationId)).length);
  await desk.context().close();
});
