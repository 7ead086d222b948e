import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beatEveryMs, type PlayerHealth } from '#server/contract/screens.ts';
import { conditionChanges } from '#server/db/schema/health.ts';
import { stations } from '#server/db/schema/org.ts';
import { screens } from '#server/db/schema/screens.ts';
import { localTimeOf } from '#server/domain/programme/local-time.ts';
import { weekdayOf } from '#server/domain/programme/timetable.ts';
import { BeatKeeper } from '#server/realtime/beat-keeper.ts';
import { acknowledgeAlert, listAlerts } from '#server/services/alerts/list-alerts.ts';
import { makeRule } from '#server/services/alerts/rules.ts';
import { judgeFleet } from '#server/services/fleet/judge-fleet.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import alertsHandler from '#workers/alerts/handler.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { type SmtpSink, smtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';
import { buildDesk, type Desk, gongshu, shangcheng } from './desk-world.ts';

const secret = 'a secret of the two';
const health: PlayerHealth = {
  appVersion: '1',
  userAgent: 'test',
  viewport: { width: 1920, height: 1080, pixelRatio: 1 },
  heldVersion: null,
  uptimeMs: 60_000,
  heapBytes: null,
  setAside: [],
  rescues: 0,
  frames: { painted: 100, overMs: beatEveryMs },
};

const sink: SmtpSink = await smtpSink();
describeBothModes(
  'a fleet that is watched',
  (house) => {
    let desk: Desk;
    let beats: BeatKeeper;
    let hook: Server;
    let near: string;
    let far: string;
    const heard: { body: { kind: string; fact: string; text: { zh: string } }; isOurs: boolean }[] = [];

    beforeAll(async () => {
      const { ctx } = house();
      desk = await buildDesk(ctx);
      beats = new BeatKeeper(ctx);
      hook = createServer(async (request, response) => {
        const body = await text(request);
        const [, seconds = '', mac = ''] = /^t=(\d+),v1=(\w+)$/.exec(String(request.headers['x-gangbo-signature'])) ?? [];
        const isOurs = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex') === mac;
        heard.push({ body: JSON.parse(body), isOurs });
        response.end('ok');
      }).listen(0, '127.0.0.1');
      await once(hook, 'listening');
      await house().startBackground([alertsHandler]);
      const all = await listScreens(ctx, desk.admin);
      near = all.find(({ station }) => station.regionCode === shangcheng)?.id ?? '';
      far = all.find(({ station }) => station.regionCode === gongshu)?.id ?? '';
      // Both have a device; how a device is paired is another test's.
      await ctx.db.update(screens).set({ publicKey: 'a key', pairedAt: ctx.clock.now() });
    });
    afterAll(async () => {
      await beats.close();
      hook.close();
    });

    const url = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
    /** Ten seconds later: these beat, and the fleet is looked at. */
    async function round(change: Record<string, Partial<PlayerHealth>>) {
      house().clock.advance({ seconds: 10 });
      for (const [id, changed] of Object.entries(change)) beats.beat(id, { ...health, ...changed });
      await beats.keep();
      return judgeFleet(house().ctx);
    }
    async function rounds(count: number, change: Record<string, Partial<PlayerHealth>>) {
      for (let turn = 0; turn < count; turn += 1) await round(change);
    }
    const statesOf = async (id: string) =>
      (
        await house()
          .ctx.db.select({ state: conditionChanges.state })
          .from(conditionChanges)
          .where(eq(conditionChanges.screenId, id))
          .orderBy(conditionChanges.id)
      ).map(({ state }) => state);

    it('keeps one row a turn, however many beats there were', async () => {
      await rounds(8, { [near]: {}, [far]: {} });
      expect(await statesOf(near)).toEqual(['fine']);
      expect((await listScreens(house().ctx, desk.li))[0]?.health).toMatchObject({ frames: { painted: 100 } });
    });

    it('tells a webhook that a screen fell silent, signed, and that it is back', async () => {
      const { ctx } = house();
      const recipient = { channel: 'webhook', target: url(), format: 'json', secret } as const;
      const common = { regionCode: shangcheng, afterMinutes: 1, repeatMinutes: null, quiet: null, enabled: true };
      await makeRule(ctx, desk.admin, { ...common, name: '值班群', kinds: ['silent', 'wrong'], recipient });
      await rounds(8, { [far]: {} });
      await until(() => heard.length === 1);
      expect(heard[0]).toMatchObject({ isOurs: true, body: { kind: 'silent', fact: 'begun' } });
      expect(heard[0]?.body.text.zh).toContain('城站火车站星工驿站 大屏');
      expect((await listAlerts(ctx, desk.li)).open).toHaveLength(1);
      await rounds(2, { [near]: {}, [far]: {} });
      await until(() => heard.length === 2);
      expect(heard[1]?.body).toMatchObject({ kind: 'silent', fact: 'ended' });
      expect(await statesOf(near)).toEqual(['fine', 'silent', 'fine']);
      expect((await listAlerts(ctx, desk.li)).ended[0]?.messages.map(({ fact }) => fact)).toEqual(['begun', 'ended']);
    });

    it('says nothing of a dead screen while its station is closed, and least of all that it is well', async () => {
      const { ctx } = house();
      const before = heard.length;
      await rounds(14, { [far]: {} });
      await until(() => heard.length === before + 1);
      const [at] = await ctx.db.select({ id: screens.stationId }).from(screens).where(eq(screens.id, near));
      const { day } = localTimeOf(ctx.clock.now().epochMilliseconds, 'Asia/Shanghai');
      const tomorrow = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekdayOf(day) % 7] ?? '';
      const open = [{ days: 'MO-SU', open: '00:00', close: '24:00' }];
      await ctx.db
        .update(stations)
        .set({ hours: [{ days: tomorrow, open: '09:00', close: '10:00' }] })
        .where(eq(stations.id, at?.id ?? ''));
      await rounds(3, { [far]: {} });
      await house().settle();
      expect((await statesOf(near)).at(-1)).toBe('asleep');
      expect(heard).toHaveLength(before + 1);
      expect((await listAlerts(ctx, desk.li)).open).toHaveLength(1);
      await ctx.db
        .update(stations)
        .set({ hours: open })
        .where(eq(stations.id, at?.id ?? ''));
      await rounds(2, { [near]: {}, [far]: {} });
      await until(() => heard.length === before + 2);
      expect(heard.at(-1)?.body).toMatchObject({ kind: 'silent', fact: 'ended' });
    });

    it('writes a letter to a mail server that first asks to come again, and repeats it until somebody deals with it', async () => {
      const { ctx } = house();
      const before = sink.letters.length;
      sink.refuseNext();
      const common = { regionCode: gongshu, afterMinutes: 0, repeatMinutes: 5, quiet: null, enabled: true };
      await makeRule(ctx, desk.admin, {
        ...common,
        name: '值班邮箱',
        kinds: ['wrong'],
        recipient: { channel: 'email', target: 'duty@example.cn' },
      });
      const black = { [far]: { pixels: { mean: 0, spread: 0, hash: '0' } }, [near]: {} };
      await round(black);
      await until(() => sink.letters.length === before + 1, 30_000);
      expect(sink.letters.at(-1)?.to).toBe('duty@example.cn');
      await rounds(31, black);
      await until(() => sink.letters.length === before + 2, 30_000);
      const [open] = (await listAlerts(ctx, desk.admin)).open;
      await acknowledgeAlert(ctx, desk.admin, open?.id ?? '', '已派人');
      await rounds(31, black);
      await house().settle();
      expect(sink.letters).toHaveLength(before + 2);
      await round({ [near]: {}, [far]: {} });
    });

    it('blames no screen after the server itself was away, and says that it was', async () => {
      const { ctx } = house();
      house().clock.advance({ minutes: 20 });
      await judgeFleet(ctx);
      await rounds(3, { [near]: {}, [far]: {} });
      const { open, ended } = await listAlerts(ctx, desk.admin);
      expect(open).toEqual([]);
      expect(ended.filter(({ kind }) => kind === 'server')).toHaveLength(1);
      expect((await statesOf(near)).at(-1)).toBe('fine');
      expect((await listAlerts(ctx, desk.li)).ended.some(({ kind }) => kind === 'server')).toBe(false);
    });

    it('lets nobody but the region’s administrator say who is told', async () => {
      const rule = {
        name: '我自己',
        regionCode: shangcheng,
        kinds: ['silent' as const],
        afterMinutes: 1,
        repeatMinutes: null,
        quiet: null,
        enabled: true,
        recipient: { channel: 'sms' as const, target: '13800000001' },
      };
      await expect(makeRule(house().ctx, desk.wang, rule)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    });
  },
  {
    deterministic: true,
    env: {
      ALERTS_PRIVATE: '1',
      MAIL_HOST: '127.0.0.1',
      MAIL_PORT: String(sink.port),
      MAIL_SECURITY: 'none',
      MAIL_FROM: 'gangbo@example.cn',
    },
  },
);
afterAll(() => sink.close());
