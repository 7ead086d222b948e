import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { hangScreen } from './support/glass.ts';
import { type RunningHouse, startHouse } from './support/running-house.ts';
import { pairScreen, publishJob, staffHouse } from './support/station.ts';
import { test } from './support/test.ts';

const run = promisify(execFile);
test.setTimeout(240_000);

let house: RunningHouse;
let dir: string;
test.beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangbo-programme-'));
  house = await startHouse();
});
test.afterAll(async () => {
  await house?.stop();
  await rm(dir, { recursive: true, force: true });
});

async function keep(page: Page, name: string): Promise<void> {
  const to = process.env.PICTURES_TO;
  if (!to) return;
  await mkdir(to, { recursive: true });
  await page.screenshot({ path: join(to, `${name}.png`), fullPage: true });
}

test('a notice and a picture, approved and scheduled, stand on the wall at their hour, and the calendar says why', async ({ browser }) => {
  const { clerk, approver } = await staffHouse(browser, house);
  const wall = await hangScreen(browser, house);
  await pairScreen(clerk, wall);
  await publishJob({ clerk, approver }, { trade: '保洁', places: 2 });
  const studio = clerk.page;
  const at = (path: string) => new URL(path, studio.url()).href;

  await test.step('a clerk writes a notice and brings a picture; what is none is refused in words', async () => {
    await studio.goto(at('/studio/screens/contents'));
    await studio.getByRole('button', { name: '新建内容' }).click();
    const dialog = studio.getByRole('dialog');
    await dialog.getByLabel('标题').fill('灵活就业社保补贴');
    await dialog.getByLabel('来源').fill('区人社局 2026-11-20');
    await dialog.getByLabel('正文').fill('灵活就业人员满一年可领。\n带身份证到驿站办理，不收费。');
    await dialog.getByRole('button', { name: '提交审核' }).click();
    await expect(studio.locator('[data-content]', { hasText: '灵活就业社保补贴' })).toHaveAttribute('data-state', 'waiting');

    const picture = join(dir, 'bus.png');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=1920x1080', '-frames:v', '1', picture]);
    const script = join(dir, 'script.svg');
    await writeFile(script, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    await studio.getByRole('button', { name: '新建内容' }).click();
    await dialog.getByLabel('图片', { exact: true }).check();
    const input = dialog.getByLabel('文件');
    await input.setInputFiles(script);
    await expect(dialog.getByRole('alert')).toContainText('SVG');
    await input.setInputFiles(picture);
    await expect(dialog.locator('figure img')).toBeVisible();
    await dialog.getByLabel('标题').fill('免费招工班车');
    await dialog.getByLabel('来源').fill('区人社局');
    await dialog.getByRole('button', { name: '提交审核' }).click();
    await expect(studio.locator('[data-content]', { hasText: '免费招工班车' })).toBeVisible();
    await expect(studio.getByText('您写的，要由另一个人审核').first()).toBeVisible();
    expect((await new AxeBuilder({ page: studio }).analyze()).violations).toEqual([]);
    await keep(studio, 'programme-contents');
  });

  await test.step('a second person approves both', async () => {
    const { page } = approver;
    await page.goto(at('/studio/screens/contents'));
    for (const title of ['灵活就业社保补贴', '免费招工班车']) {
      const card = page.locator('[data-content]', { hasText: title });
      await card.getByRole('button', { name: '审核通过' }).click();
      await expect(card).toHaveAttribute('data-state', 'approved');
    }
  });

  await test.step('the clerk orders a playlist by keys and sees it as the wall will', async () => {
    await studio.goto(at('/studio/screens/playlists'));
    await studio.getByLabel('名称').fill('早间节目');
    await studio.getByRole('button', { name: '新建节目单' }).click();
    const items = studio.locator('[data-item]');
    await expect(items).toHaveCount(1);
    const add = studio.getByLabel('内容…');
    await add.selectOption({ label: '图片 · 免费招工班车' });
    await add.selectOption({ label: '文字通知 · 灵活就业社保补贴' });
    const entries = studio.locator('[data-entry]');
    await entries.last().focus();
    for (const place of [1, 0]) {
      await studio.keyboard.press('Alt+ArrowUp');
      await expect(entries.nth(place)).toBeFocused();
    }
    await expect(items.first()).toContainText('灵活就业社保补贴');
    // The same by dragging: the picture before the jobs, and the jobs back before the picture.
    await items.nth(2).dragTo(items.nth(1), { sourcePosition: { x: 12, y: 12 } });
    await expect(items.nth(1)).toContainText('免费招工班车');
    await items.nth(2).dragTo(items.nth(1), { sourcePosition: { x: 12, y: 12 } });
    await expect(items.nth(2)).toContainText('免费招工班车');
    await expect(studio.locator('.preview')).toContainText('满一年可领');
    await expect(studio.getByText('未保存')).toBeVisible();
    await studio.getByRole('button', { name: '保存' }).click();
    await expect(studio.getByText('未保存')).toBeHidden();
    expect((await new AxeBuilder({ page: studio }).exclude('.preview').analyze()).violations).toEqual([]);
    await keep(studio, 'programme-playlist');
  });

  await test.step('scheduled for this region, it is on the wall: notice and picture in turn, the jobs among them', async () => {
    await studio.goto(at('/studio/screens/schedule'));
    await studio.getByRole('button', { name: '新建排期' }).click();
    const dialog = studio.getByRole('dialog');
    await dialog.getByLabel('名称').fill('全天');
    await expect(dialog.locator('[data-checked=yes]')).toContainText('五周之内不与别的排期重叠');
    await keep(studio, 'programme-schedule-dialog');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(studio.locator('[data-schedule]')).toContainText('早间节目');
    const up = wall.locator('.layer[aria-hidden="false"]');
    // What stands has its turn to the end; then comes what the hour's round has, which may be all of it but the notice (server/domain/screen/cadence.ts).
    await expect(up).toContainText('灵活就业社保补贴', { timeout: 100_000 });
    await keep(wall, 'programme-wall-notice');
    await expect(up.locator('[data-media=picture] img')).toBeVisible({ timeout: 60_000 });
    expect(await up.locator('[data-media=picture] img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1_920);
    await keep(wall, 'programme-wall-picture');
  });

  await test.step('the calendar answers for ten past six, and a second schedule is said to fight before it is saved', async () => {
    await expect(studio.locator('[data-answer]')).toHaveAttribute('data-answer', '早间节目');
    await expect(studio.locator('[data-verdict=plays]')).toContainText('放这一条');
    await studio.getByRole('button', { name: '新建排期' }).click();
    const dialog = studio.getByRole('dialog');
    await dialog.getByLabel('名称').fill('早高峰');
    await dialog.getByRole('button', { name: '早高峰 04:00–06:30' }).click();
    // Hours and order together: the playlist for it was made, and is chosen.
    await expect(dialog.locator('[data-morning]')).toHaveText('今早开工的排最前');
    await dialog.getByLabel('优先级').selectOption({ label: '低' });
    await expect(dialog.locator('[data-clash=loses]')).toContainText('优先级更高');
    await dialog.getByRole('button', { name: '取消' }).click();
    expect((await new AxeBuilder({ page: studio }).analyze()).violations).toEqual([]);
    await keep(studio, 'programme-schedule');
  });
});
