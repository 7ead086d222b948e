import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScreenEvent } from '#server/contract/screens.ts';
import { playDays } from '#server/db/schema/proofs.ts';
import { manifests, screens } from '#server/db/schema/screens.ts';
import type { JobsSlide } from '#server/domain/board/manifest.ts';
import { tellScreens } from '#server/realtime/screen-news.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { fillPosting, setPlaces } from '#server/services/postings/count-places.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';
import { adoptScreen } from '#server/services/screens/adopt-screen.ts';
import { changeScreen } from '#server/services/screens/change-screen.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { pairScreen } from '#server/services/screens/pair-screen.ts';
import { revokeScreen } from '#server/services/screens/revoke-screen.ts';
import { liftTakeover, raiseTakeover } from '#server/services/screens/takeovers.ts';
import { isWithin } from '#server/services/seekers/limits.ts';
import { readReport } from '#server/services/takeovers/takeover-reports.ts';
import boards from '#workers/boards/handler.ts';
import { describeBothModes } from '../support/both-modes.ts';
import type { House } from '../support/house.ts';
import { httpApp } from '../support/http-app.ts';
import { ScreenDevice } from '../support/screen-device.ts';
import { until } from '../support/until.ts';
import { buildDesk, checkEveryEmployer, type Desk, porter, shangcheng } from './desk-world.ts';

const glass = {
  name: '服务台竖屏',
  kind: 'lcd' as const,
  widthMm: 685,
  heightMm: 1218,
  widthPx: 1080,
  heightPx: 1920,
  viewingDistanceM: 2,
  mountHeightM: 1.6,
  touch: false,
  liveMode: 'beside' as const,
  soundOn: false,
};

describeBothModes('a screen', (house) => {
  let desk: Desk;
  let server: Server;
  let base: string;
  let closing: (() => void)[] = [];
  const devices: ScreenDevice[] = [];

  beforeAll(async () => {
    const { ctx } = house();
    desk = await buildDesk(ctx);
    const { app, hub, close } = httpApp(house());
    closing = [await tellScreens(ctx, hub), close];
    server = createServer(getRequestListener(app.fetch));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await house().startBackground([boards]);
  });

  afterAll(async () => {
    for (const device of devices) device.close();
    for (const close of closing) close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  const newDevice = () => {
    const device = new ScreenDevice(base);
    devices.push(device);
    return device;
  };

  async function stationScreen(house: House, name: string) {
    const all = await listScreens(house.ctx, desk.admin);
    const found = all.find((screen) => screen.station.name.startsWith(name));
    if (!found) throw new Error(`no screen at ${name}`);
    return found;
  }

  /** A device that a clerk has paired with the station's wall, connected, with what it hears. */
  async function pairedDevice() {
    const { ctx } = house();
    const wall = await stationScreen(house(), '城站');
    const device = newDevice();
    const { code } = await device.askForCode();
    await pairScreen(ctx, desk.li, { code, stationId: wall.station.id, screenId: wall.id });
    expect((await device.openSession(wall.id)).status).toBe(200);
    await house().settle();
    await device.fetchManifest();
    const heard: ScreenEvent[] = [];
    let ended = false;
    const listening = device.listen(
      (event) => heard.push(event),
      () => {
        ended = true;
      },
    );
    expect(await listening).toBe(200);
    const hears = async <T extends ScreenEvent['type']>(
      type: T,
      matches: (event: Extract<ScreenEvent, { type: T }>) => boolean = () => true,
    ) => {
      const found = () => heard.find((event): event is Extract<ScreenEvent, { type: T }> => event.type === type && matches(event as never));
      await until(() => found() !== undefined);
      return found() as Extract<ScreenEvent, { type: T }>;
    };
    return { device, heard, hears, wall, streamEnded: () => ended };
  }

  async function approved(change: Parameters<typeof porter>[0] = {}) {
    const { ctx } = house();
    const made = await createPosting(ctx, desk.li, { regionCode: shangcheng, facts: porter(change), submit: false });
    const posting = { postingId: made.id, version: made.version };
    await submitPosting(ctx, desk.li, posting);
    await checkEveryEmployer(ctx, desk.wang);
    await approvePosting(ctx, desk.wang, posting);
    return made.id;
  }

  const rowsOf = (device: ScreenDevice) =>
    (device.held?.slides ?? []).filter((slide): slide is JobsSlide => slide.kind === 'jobs').flatMap((slide) => slide.rows);

  test('shows a code, becomes a station’s screen, and gets a manifest that its own key check passes', async () => {
    const { device, wall } = await pairedDevice();
    expect(device.held).toMatchObject({ screenId: wall.id, station: { name: '城站火车站星工驿站' }, screen: { layout: 'landscape' } });
    expect(device.held?.slides.at(-1)?.kind).toBe('station');
    expect(await device.fetchManifest()).toBe('kept');
  });

  test('may try its key so often and no more, and keeps nobody else from trying', async () => {
    const { device, wall } = await pairedDevice();
    const { ctx } = house();
    const proof = { nonce: 'none-that-was-given', signature: 'x'.repeat(80) };
    const tries = async (screenId: string, count: number) => {
      const codes: unknown[] = [];
      for (let each = 0; each < count; each += 1) {
        const { text } = await device.call('POST', '/api/screen/session', { screenId, ...proof });
        codes.push((JSON.parse(text) as { code: string }).code);
      }
      return codes;
    };
    const unknown = ctx.random.id();
    expect(new Set(await tries(unknown, 120))).toEqual(new Set(['SCREEN_UNPROVEN']));
    expect(await tries(unknown, 1)).toEqual(['TOO_MANY_REQUESTS']);
    expect((await device.openSession(wall.id)).status).toBe(200);
  });

  test('beats as often as it needs to, and a fleet of ten thousand at once', async () => {
    const { ctx } = house();
    const beat = (screen: string) => isWithin(ctx, { 'beat-screen': screen });
    const fleet = Array.from({ length: 10_000 }, (_, screen) => `screen ${screen}`);
    expect((await Promise.all(fleet.map(beat))).every(Boolean)).toBe(true);
    const [first = ''] = fleet;
    let taken = 1;
    while (await beat(first)) taken += 1;
    expect(taken).toBe(240);
    expect(await beat(fleet[1] ?? '')).toBe(true);
  });

  test('may not be paired twice by one code, nor by a clerk of elsewhere', async () => {
    const { ctx } = house();
    const wall = await stationScreen(house(), '城站');
    const { code } = await newDevice().askForCode();
    const elsewhere = await stationScreen(house(), '拱墅');
    await expect(pairScreen(ctx, desk.li, { code, stationId: elsewhere.station.id, screenId: elsewhere.id })).rejects.toThrow(
      'NOT_ALLOWED',
    );
    await pairScreen(ctx, desk.li, { code, stationId: wall.station.id, glass });
    await expect(pairScreen(ctx, desk.li, { code, stationId: wall.station.id, glass })).rejects.toThrow('PAIRING_CODE_UNKNOWN');
  });

  test('on which nobody could scan is refused with what to do', async () => {
    const { ctx } = house();
    const wall = await stationScreen(house(), '城站');
    const { code } = await newDevice().askForCode();
    const far = { ...glass, viewingDistanceM: 30 };
    await expect(pairScreen(ctx, desk.li, { code, stationId: wall.station.id, glass: far })).rejects.toThrow('GLASS_TOO_SMALL');
  });

  test('without its key opens nothing, and a signature opens nothing twice', async () => {
    const { wall, device } = await pairedDevice();
    const thief = newDevice();
    expect((await thief.openSession(wall.id)).status).toBe(401);
    const { nonce } = JSON.parse((await device.call('GET', '/api/screen/challenge')).text);
    const proof = { screenId: wall.id, nonce, signature: device.signed(`gangbo-screen:${wall.id}:${nonce}`) };
    expect((await device.call('POST', '/api/screen/session', proof)).status).toBe(200);
    expect((await device.call('POST', '/api/screen/session', proof)).status).toBe(401);
    const forged = { ...proof, nonce: `${nonce.slice(0, -2)}xx` };
    expect((await device.call('POST', '/api/screen/session', forged)).status).toBe(401);
  });

  test('is one device at a time: a copied disk takes it over, and the other is out and told why', async () => {
    const { device, wall, streamEnded } = await pairedDevice();
    expect((await device.renewSession()).status).toBe(200);
    const copy = device.clone();
    devices.push(copy);
    expect((await copy.openSession(wall.id)).status).toBe(200);
    await until(streamEnded);
    expect(await device.fetchManifest()).toBe('answered 401');
    expect(await copy.fetchManifest()).toBe('held');
    const told: ScreenEvent[] = [];
    expect(await copy.listen((event) => told.push(event))).toBe(200);
    const asked = await device.renewSession();
    expect([asked.status, JSON.parse(asked.text).code]).toEqual([409, 'SCREEN_ELSEWHERE']);
    await until(() => told.some(({ type }) => type === 'cloned'));
    // Also where its stream came a moment later than the other's question.
    const late: ScreenEvent[] = [];
    expect(await copy.listen((event) => late.push(event))).toBe(200);
    await until(() => late.some(({ type }) => type === 'cloned'));
    expect(await copy.fetchManifest()).toBe('kept');
  });

  test('whose credential is taken away is out within five seconds, stream and requests', async () => {
    const { ctx } = house();
    const { device, wall, hears, streamEnded } = await pairedDevice();
    const startedAt = performance.now();
    await revokeScreen(ctx, desk.li, wall.id);
    await hears('revoked');
    await until(streamEnded);
    expect(await device.fetchManifest()).toBe('answered 401');
    expect((await device.renewSession()).status).toBeGreaterThanOrEqual(401);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('is told of an approved posting, and fetches a manifest with it', async () => {
    const { device, hears } = await pairedDevice();
    const before = device.held?.version ?? 0;
    const postingId = await approved({ trade: '帮厨', place: '城站路 12 号' });
    await hears('manifest', (event) => event.version > before);
    expect(await device.fetchManifest()).toBe('held');
    expect(rowsOf(device).map((row) => row.postingId)).toContain(postingId);
    expect(device.held?.version).toBeGreaterThan(before);
  });

  test('hears a count and 已招满 without waiting for a manifest, and the next manifest says the same', async () => {
    const { ctx } = house();
    const postingId = await approved({ trade: '拉包工' });
    const { device, hears } = await pairedDevice();
    await setPlaces(ctx, desk.li, postingId, { placesLeft: 2 });
    await hears('posting', (event) => event.postingId === postingId && event.placesLeft === 2 && event.status === 'open');
    await fillPosting(ctx, desk.li, postingId);
    await hears('posting', (event) => event.postingId === postingId && event.status === 'filled');
    await composeBoards(ctx, [device.screenId]);
    await device.fetchManifest();
    expect(rowsOf(device).find((row) => row.postingId === postingId)?.filled).toBe(true);
  });

  test('hears a withdrawal at once, and the posting is gone from the next manifest', async () => {
    const { ctx } = house();
    const postingId = await approved({ trade: '护工' });
    const { device, hears } = await pairedDevice();
    expect(rowsOf(device).map((row) => row.postingId)).toContain(postingId);
    const before = device.held?.version ?? 0;
    await withdrawPosting(ctx, desk.li, postingId, { reason: '雇主取消' });
    await hears('posting', (event) => event.postingId === postingId && event.status === 'closed');
    await hears('manifest', (event) => event.version > before);
    await device.fetchManifest();
    expect(rowsOf(device).map((row) => row.postingId)).not.toContain(postingId);
  });

  test('gets no new version where nothing has changed', async () => {
    const { ctx } = house();
    const { device } = await pairedDevice();
    await composeBoards(ctx, 'all');
    expect(await composeBoards(ctx, 'all')).toEqual([]);
    expect(['kept', 'held']).toContain(await device.fetchManifest());
  });

  test('keeps no more versions than somebody could still ask for', async () => {
    const { ctx } = house();
    const wall = await stationScreen(house(), '拱墅');
    for (let n = 0; n < 24; n += 1) {
      await ctx.db
        .update(screens)
        .set({ name: `大屏 ${n}` })
        .where(eq(screens.id, wall.id));
      await composeBoards(ctx, [wall.id]);
    }
    const kept = await ctx.db.select({ version: manifests.version }).from(manifests).where(eq(manifests.screenId, wall.id));
    expect(kept).toHaveLength(20);
  });

  test('refuses a broken signature and last week’s manifest, and keeps what it has', async () => {
    const { device, hears } = await pairedDevice();
    const old = JSON.stringify(device.held);
    const before = device.held?.version ?? 0;
    await approved({ trade: '快递分拣员' });
    await hears('manifest', (event) => event.version > before);
    await device.fetchManifest();
    const held = device.held;
    expect(device.consider(old)).toBe('refused REPLAYED');
    expect(device.consider(JSON.stringify({ ...held, version: 999 }))).toBe('refused HASH_WRONG');
    expect(device.consider(JSON.stringify({ ...held, signature: 'A'.repeat(86) }))).toBe('refused SIGNATURE_WRONG');
    expect(device.held).toBe(held);
  });

  test('is put on the safe slate at once, and back', async () => {
    const { ctx } = house();
    const { device, hears, wall } = await pairedDevice();
    const before = device.held?.version ?? 0;
    const { takeoverId } = await raiseTakeover(ctx, desk.li, {
      kind: 'safe-slate',
      minutes: 30,
      target: { kind: 'screen', screenId: wall.id },
    });
    expect((await hears('takeover', (event) => event.id === takeoverId)).until).not.toBeNull();
    await hears('manifest', (event) => event.version > before);
    await device.fetchManifest();
    expect(device.held?.takeover).toMatchObject({ id: takeoverId, kind: 'safe-slate' });
    await liftTakeover(ctx, desk.li, takeoverId);
    await hears('takeover', (event) => event.id === takeoverId && event.until === null);
    await house().settle();
    await device.fetchManifest();
    expect(device.held?.takeover).toBeUndefined();
  });

  test('that draws numbers and presents no manifest says with a beat that it was taken over', async () => {
    const { ctx } = house();
    const { device, wall } = await pairedDevice();
    const target = { kind: 'screen' as const, screenId: wall.id };
    const { takeoverId } = await raiseTakeover(ctx, desk.li, { kind: 'safe-slate', minutes: 5, target });
    const health = {
      ...{ appVersion: '1', userAgent: 'Chromium', viewport: { width: 1920, height: 1080, pixelRatio: 1 }, heldVersion: 1 },
      ...{ uptimeMs: 60_000, heapBytes: null, setAside: [], rescues: 0, slideId: null },
    };
    const beat = await device.post('health', { ...health, echoes: [takeoverId], stood: [{ id: takeoverId, agoMs: 0 }] });
    expect(beat.status).toBe(204);
    expect((await readReport(ctx, desk.li, takeoverId)).figures).toMatchObject({ reached: 1, answered: 1 });
    await liftTakeover(ctx, desk.li, takeoverId);
  });

  test('everywhere is for whoever answers for everywhere', async () => {
    const { ctx } = house();
    const everywhere = { kind: 'notice' as const, message: '暴雨红色预警，请勿外出', minutes: 60, target: { kind: 'all' as const } };
    await expect(raiseTakeover(ctx, desk.li, everywhere)).rejects.toThrow('TAKEOVER_FOR_ADMIN');
    const { takeoverId } = await raiseTakeover(ctx, desk.admin, everywhere);
    await liftTakeover(ctx, desk.admin, takeoverId);
  });

  test('that is revoked is out at once: its stream ends, its session is worth nothing', async () => {
    const { ctx } = house();
    const { device, hears, wall } = await pairedDevice();
    expect(await device.fetchManifest()).toBe('kept');
    await revokeScreen(ctx, desk.li, wall.id);
    expect(await device.fetchManifest()).toBe('answered 401');
    await hears('revoked');
    expect((await device.openSession(wall.id)).status).toBe(401);
    expect(await device.listen(() => {})).toBe(401);
  });

  test('that another server has revoked is out here, too, within seconds', async () => {
    const { ctx } = house();
    const { device, wall } = await pairedDevice();
    expect(await device.fetchManifest()).toBe('kept');
    // What the other process commits; its own news of it is lost.
    const revoked = { revokedAt: ctx.clock.now(), credentialVersion: sql`${screens.credentialVersion} + 1` };
    await ctx.db.update(screens).set(revoked).where(eq(screens.id, wall.id));
    await until(async () => (await device.fetchManifest()) === 'answered 401', 5_000);
  });

  test('that another device has taken over falls silent at once: its stream ends, its key proves nothing', async () => {
    const { device: old, hears, wall, streamEnded } = await pairedDevice();
    const { device: next } = await pairedDevice();
    await hears('revoked');
    await until(streamEnded);
    expect(await old.fetchManifest()).toBe('answered 401');
    expect((await old.openSession(wall.id)).status).toBe(401);
    expect(await old.listen(() => {})).toBe(401);
    expect(await next.fetchManifest()).toBe('kept');
  });

  describe('of the demo', () => {
    const demo = { kind: 'system', name: 'demo' } as const;

    /** A browser at /demo. */
    async function adopted(screenId: string) {
      const device = newDevice();
      const { adoption } = await adoptScreen(house().ctx, demo, screenId, device.publicKey);
      return { device, adoption, opens: async () => (await device.openSession(screenId, adoption)).status };
    }

    test('is several browsers side by side, until its credential is revoked for all of them', async () => {
      const { ctx } = house();
      const wall = await stationScreen(house(), '城站');
      await ctx.db.update(screens).set({ demo: true, publicKey: null }).where(eq(screens.id, wall.id));
      const first = await adopted(wall.id);
      expect(await first.opens()).toBe(200);
      const second = await adopted(wall.id);
      expect(await second.opens()).toBe(200);
      for (const { device, opens } of [first, second]) {
        expect(await device.fetchManifest()).toBe('held');
        expect(await opens()).toBe(200);
      }
      // What one browser was given is no use with another's key.
      expect((await newDevice().openSession(wall.id, first.adoption)).status).toBe(401);

      await revokeScreen(ctx, desk.li, wall.id);
      for (const { device, opens } of [first, second]) {
        expect(await device.fetchManifest()).toBe('answered 401');
        expect(await opens()).toBe(401);
      }
      const again = await adopted(wall.id);
      expect(await again.opens()).toBe(200);
      expect(await second.opens()).toBe(401);
      await ctx.db.update(screens).set({ demo: false }).where(eq(screens.id, wall.id));
    });

    test('is nobody’s way into a real screen', async () => {
      const { wall } = await pairedDevice();
      await expect(adopted(wall.id)).rejects.toThrow('NOT_ALLOWED');
    });
  });

  test('reports what is on the glass, and its plays count once however often they are sent', async () => {
    const { ctx } = house();
    const { device, wall } = await pairedDevice();
    const { version = 0, hash = '', slides = [] } = device.held ?? {};
    const slideId = slides[0]?.id ?? '';
    const at = ctx.clock.now().toString();
    expect((await device.post('presented', { version, hash, slideId, presentedAt: at, echoes: [] })).status).toBe(204);
    const [stored] = await ctx.db.select().from(screens).where(eq(screens.id, wall.id));
    expect(stored?.presentedVersion).toBe(version);
    const journal = ctx.random.id();
    const played = [{ id: slideId, kind: 'station', version, hash, postingIds: [] }];
    const send = async (from: number, count: number) =>
      JSON.parse(
        (
          await device.post('plays', {
            journal,
            from,
            slides: played,
            plays: Array.from({ length: count }, () => [0, ctx.clock.now().epochMilliseconds - 9_000, 9_000]),
          })
        ).text,
      );
    expect(await send(1, 3)).toEqual({ upTo: 3 });
    expect(await send(1, 4)).toEqual({ upTo: 4 });
    expect(await send(2, 2)).toEqual({ upTo: 4 });
    const sums = await ctx.db
      .select({ plays: playDays.plays })
      .from(playDays)
      .where(and(eq(playDays.screenId, wall.id), eq(playDays.kind, 'station')));
    expect(sums.flatMap(({ plays }) => plays).reduce((sum, plays) => sum + plays, 0)).toBe(4);
  });

  test('that has been measured anew is composed for its new size', async () => {
    const { ctx } = house();
    const { device, wall } = await pairedDevice();
    await changeScreen(ctx, desk.li, { screenId: wall.id, glass: { ...glass, name: '改成竖屏' } });
    await house().settle();
    await device.fetchManifest();
    expect(device.held?.screen).toMatchObject({ name: '改成竖屏', layout: 'portrait' });
  });
});
