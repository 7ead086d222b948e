import { expect } from '@playwright/test';
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
  const { token } = (await (
    await fetch(`${demo.url}/api/demo/tabs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'admin' }),
    })
  ).json()) as { token: string };
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
