import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { stations } from '#server/db/schema/org.ts';
import { screens } from '#server/db/schema/screens.ts';
import type { Arrangement, JobsSlide, SignedManifest } from '#server/domain/board/manifest.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { screensToCompose } from '#server/services/boards/screens-reached.ts';
import { viewBrand } from '#server/services/brands/brand-of.ts';
import { changeBrand, removeLogo, saveLogo } from '#server/services/brands/change-brand.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';
import { lintOnGlass } from '#server/services/publications/glass-lint.ts';
import { importStations } from '#server/services/regions/import-stations.ts';
import { setDownloads } from '#server/services/regions/set-downloads.ts';
import { changeScreen } from '#server/services/screens/change-screen.ts';
import { listScreens, previewScreen } from '#server/services/screens/list-screens.ts';
import { revokeScreen } from '#server/services/screens/revoke-screen.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { madePng } from '../support/made-png.ts';
import { city, gongshu, person, porter, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const television = {
  ...{ kind: 'lcd' as const, widthMm: 1210, heightMm: 680, widthPx: 1920, heightPx: 1080, viewingDistanceM: 3, mountHeightM: 1.8 },
  ...{ touch: false, liveMode: 'off' as const, soundOn: false },
};

describeBothModes(
  'how a glass looks',
  (house) => {
    let world: PhoneWorld;
    const hung: Record<'left' | 'right' | 'third' | 'small', string> = { left: '', right: '', third: '', small: '' };
    beforeAll(async () => {
      world = await phoneWorld(house());
      for (const name of ['left', 'right', 'third', 'small'] as const) {
        hung[name] = world.ctx.random.id();
        const size = name === 'small' ? { widthMm: 970, heightMm: 545 } : {};
        await world.ctx.db
          .insert(screens)
          .values({ ...television, ...size, name, id: hung[name], stationId: world.stationId, createdAt: world.ctx.clock.now() });
      }
      for (let job = 0; job < 9; job += 1) await world.post(3);
    });

    const save = (name: keyof typeof hung, arrangement: Arrangement) =>
      changeScreen(world.ctx, world.desk.li, {
        screenId: hung[name],
        glass: { ...television, name, look: { type: 'standard', contrast: 'high', arrangement } },
      });
    const wall = (partner: keyof typeof hung, half: 'left' | 'right' | 'top' = 'left') =>
      ({ kind: 'wall', half, partnerId: hung[partner], bezelMm: 12 }) as const;
    const look = async (name: keyof typeof hung) =>
      (await listScreens(world.ctx, world.desk.li)).find(({ id }) => id === hung[name])?.glass.look;
    const shown = async (name: keyof typeof hung): Promise<SignedManifest> => {
      await composeBoards(world.ctx, Object.values(hung));
      const manifest = await previewScreen(world.ctx, world.desk.li, hung[name]);
      if (manifest === null) throw new Error('composed just now');
      return manifest;
    };
    const jobs = ({ slides }: SignedManifest) => slides.filter((slide): slide is JobsSlide => slide.kind === 'jobs');

    it('makes two equal screens one board: each job once, one code, the other half by itself', async () => {
      await save('left', wall('right'));
      expect(await look('right')).toEqual({
        type: 'standard',
        contrast: 'high',
        arrangement: { kind: 'wall', half: 'right', partnerId: hung.left, bezelMm: 12 },
      });
      const [left, right] = [jobs(await shown('left')), jobs(await shown('right'))];
      expect(left.map(({ id, dwellMs, link }) => ({ id, dwellMs, link }))).toEqual(
        right.map(({ id, dwellMs, link }) => ({ id, dwellMs, link })),
      );
      const [first, second] = [left[0]?.rows ?? [], right[0]?.rows ?? []];
      expect(new Set([...first, ...second].map(({ number }) => number)).size).toBe(first.length + second.length);
      expect(first.length + second.length).toBe(9);
    });

    it('composes both halves of a board whenever one is due', async () => {
      await save('left', wall('right'));
      for (const half of ['left', 'right'] as const)
        expect((await screensToCompose(world.ctx.db, [hung[half]])).sort()).toEqual([hung.left, hung.right].sort());
      expect(await screensToCompose(world.ctx.db, [hung.third])).toEqual([hung.third]);
    });

    it('lets a screen that is one half with another leave the first alone', async () => {
      await save('third', wall('right', 'top'));
      expect((await look('left'))?.arrangement).toEqual({ kind: 'plain' });
      expect(await look('right')).toMatchObject({ arrangement: { half: 'bottom', partnerId: hung.third } });
      const [right] = await world.ctx.db.select().from(screens).where(eq(screens.id, hung.right));
      // One glass and its bezel lower.
      expect(right?.mountHeightM).toBeCloseTo(1.8 - 0.692, 3);
      await save('third', { kind: 'plain' });
      expect((await look('right'))?.arrangement).toEqual({ kind: 'plain' });
    });

    it('frees the other half when one is revoked', async () => {
      await save('left', wall('right'));
      await revokeScreen(world.ctx, world.desk.li, hung.left);
      for (const half of ['left', 'right'] as const) expect((await look(half))?.arrangement).toEqual({ kind: 'plain' });
    });

    it.each<[string, () => Promise<void>, string]>([
      ['another size', () => save('third', wall('small')), 'WALL_UNEQUAL'],
      ['itself', () => save('third', wall('third')), 'WALL_PARTNER'],
      ['a revoked screen', () => save('third', wall('left')), 'WALL_PARTNER'],
      ['two zones of a television', () => save('third', { kind: 'split' }), 'GLASS_ARRANGEMENT'],
    ])('refuses %s', async (_, attempt, code) => {
      await expect(attempt()).rejects.toMatchObject({ problem: { code } });
    });

    it('keeps jobs off the device that has the show, and the show off the other', async () => {
      await save('third', { kind: 'double', side: 'show' });
      expect((await shown('third')).screen.liveMode).toBe('full');
      expect(jobs(await shown('third'))).toEqual([]);
      await save('third', { kind: 'double', side: 'jobs' });
      expect((await shown('third')).screen.liveMode).toBe('off');
      expect(jobs(await shown('third')).length).toBeGreaterThan(0);
    });

    it('puts a station’s line, accent and logo on its boards, and takes a colour nobody could read for none', async () => {
      const { ctx, desk, stationId } = world;
      const dark = changeBrand(ctx, desk.li, { stationId, line: '', accent: '#0b6e4f' });
      await expect(dark).rejects.toMatchObject({
        problem: { code: 'BRAND_ACCENT', details: { would: expect.stringMatching(/^#[0-9a-f]{6}$/) } },
      });
      await changeBrand(ctx, desk.li, { stationId, line: '公共就业服务', accent: '#8fd3ff' });
      await saveLogo(ctx, desk.li, { stationId, bytes: madePng({ width: 120, height: 40 }) });
      const { station } = await shown('third');
      expect(station.brand).toMatchObject({ line: '公共就业服务', accent: '#8fd3ff', logo: { width: 120, height: 40 } });
      expect(await viewBrand(ctx, desk.li, stationId)).toMatchObject({ line: '公共就业服务', logo: station.brand?.logo });
      await removeLogo(ctx, desk.li, stationId);
      expect((await shown('third')).station.brand?.logo).toBeUndefined();
    });

    it.each<[string, Uint8Array]>([
      ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      ['a picture of 20,000 pixels', madePng({ width: 20_000, height: 40, data: [] })],
      ['a small file that unpacks to something else', withSize(madePng({ width: 64, height: 40 }), 64, 64)],
      ['nine kilobytes', new Uint8Array(9 * 1024)],
    ])('refuses %s as a logo', async (_, bytes) => {
      await expect(saveLogo(world.ctx, world.desk.li, { stationId: world.stationId, bytes })).rejects.toMatchObject({
        problem: { code: 'BRAND_LOGO' },
      });
    });

    it('says which screens would cut a posting short, with words that they can show, and blocks a pay that a row cannot hold', async () => {
      const { ctx, desk } = world;
      const long = porter({ trade: '负责夜间快件装卸分拣打包以及叉车驾驶的综合物流搬运工' });
      const [found] = await lintOnGlass(ctx, desk.li, { regionCode: shangcheng, facts: long });
      expect(found).toMatchObject({
        rule: 'GLASS_TRADE',
        severity: 'warn',
        explanation: { zh: expect.stringContaining('城站火车站星工驿站') },
      });
      expect(await lintOnGlass(ctx, desk.li, { regionCode: shangcheng, facts: { ...long, trade: found?.proposal ?? '' } })).toEqual([]);
      const pay = { min: 123_456.78, max: 987_654_321.25, unit: 'month' as const, negotiable: false };
      const { id } = await createPosting(ctx, desk.li, { regionCode: shangcheng, facts: porter({ pay, phones: ['13700000001'] }) });
      const submitted = submitPosting(ctx, desk.li, { postingId: id, version: 1 });
      await expect(submitted).rejects.toMatchObject({
        problem: { code: 'POSTING_BLOCKED', details: { rules: expect.stringContaining('GLASS_PAY') } },
      });
    });

    it('is a clerk’s of that station alone', async () => {
      const beside = await person(world.ctx, '小钱', 'clerk', `${city}/${gongshu}/`);
      await expect(viewBrand(world.ctx, beside, world.stationId)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    });

    it('says when large files may come, and takes it back', async () => {
      const night = { from: '23:00', to: '04:30' };
      const set = (downloads: typeof night | null) => setDownloads(world.ctx, world.desk.li, { stationId: world.stationId, downloads });
      expect((await shown('third')).downloads).toBeUndefined();
      await set(night);
      expect((await shown('third')).downloads).toEqual(night);
      const [station] = await world.ctx.db.select().from(stations).where(eq(stations.id, world.stationId));
      if (station === undefined) throw new Error('the world has a station');
      const { regionCode: region, name, phone, hours } = station;
      const bring = (said: { downloads?: null }) =>
        importStations(world.ctx, world.desk.admin, { regions: [], stations: [{ region, name, phone, hours, screens: [], ...said }] });
      await bring({});
      expect((await shown('third')).downloads).toEqual(night);
      await bring({ downloads: null });
      expect((await shown('third')).downloads).toBeUndefined();
      const beside = await person(world.ctx, '小孙', 'clerk', `${city}/${gongshu}/`);
      await expect(setDownloads(world.ctx, beside, { stationId: world.stationId, downloads: night })).rejects.toMatchObject({
        problem: { code: 'NOT_ALLOWED' },
      });
    });
  },
  { deterministic: true },
);

/** The same data under a header that says another size. */
function withSize(png: Uint8Array, width: number, height: number): Uint8Array {
  const right = madePng({ width, height, data: [] });
  return Buffer.concat([right.subarray(0, 33), png.subarray(33)]);
}
