import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { FleetView } from '#server/contract/fleet.ts';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import { stations } from '#server/db/schema/org.ts';
import { screens } from '#server/db/schema/screens.ts';
import { stationPath } from '#server/domain/access/station-path.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { httpApp } from '../support/http-app.ts';
import { signedIn } from '../support/staff.ts';
import { buildDesk, type Desk, gongshu, shangcheng } from './desk-world.ts';
import { pairedWall } from './glass-world.ts';

describeBothModes(
  'whoever keeps a station',
  (house) => {
    let desk: Desk;
    let own: ScreenForStaff;
    let besides: ScreenForStaff;
    let others: ScreenForStaff;

    beforeAll(async () => {
      const { ctx } = house();
      desk = await buildDesk(ctx);
      const wall = await pairedWall(ctx, desk);
      await pairedWall(ctx, desk, '拱墅');
      await composeBoards(ctx, [wall]);
      // A second station in the same county: the same region, and not theirs.
      const [first] = await ctx.db.select().from(stations).where(eq(stations.regionCode, shangcheng));
      const [screen] = await ctx.db.select().from(screens).where(eq(screens.id, wall));
      if (!first || !screen) throw new Error('the desk has a station with a screen');
      const nextDoor = ctx.random.id();
      await ctx.db.insert(stations).values({ ...first, id: nextDoor, name: '隔壁驿站' });
      await ctx.db.insert(screens).values({ ...screen, id: ctx.random.id(), stationId: nextDoor, publicKey: 'another key' });
      const listed = await listScreens(ctx, desk.admin);
      const at = (name: string) => {
        const found = listed.find(({ station }) => station.name.startsWith(name));
        if (!found) throw new Error(`no screen at ${name}`);
        return found;
      };
      [own, besides, others] = [at('城站'), at('隔壁'), at('拱墅')];
    });

    const keeperOf = async (screen: ScreenForStaff) => {
      const { app, close } = httpApp(house());
      return { ...(await signedIn(house(), app, 'clerk', null, screen.station.id)), close };
    };
    const list = <T>(body: Record<string, unknown>) => JSON.parse(String(body.text)) as T;

    test('sees that station’s screens, and no other’s', async () => {
      const keeper = await keeperOf(own);
      const me = (await keeper.call('GET', '/api/staff/me')).body;
      expect(me).toMatchObject({
        roles: ['clerk'],
        grants: [{ role: 'clerk', regionPath: stationPath(`3301/${shangcheng}/`, own.station.id) }],
      });
      const seen = list<ScreenForStaff[]>((await keeper.call('GET', '/api/screens')).body);
      expect(seen.map(({ id }) => id)).toEqual([own.id]);
      const fleet = (await keeper.call('GET', '/api/fleet/screens')).body as unknown as FleetView;
      expect(fleet.screens.map(({ id }) => id)).toEqual([own.id]);
      expect(fleet.stations.map(({ id }) => id)).toEqual([own.station.id]);
      for (const screen of [besides, others])
        for (const path of ['manifest', 'history', 'screenshots'])
          expect((await keeper.call('GET', `/api/screens/${screen.id}/${path}`)).body.code, path).toBe('NOT_ALLOWED');
      keeper.close();
    });

    test('orders those about, takes them over, and frees them', async () => {
      const keeper = await keeperOf(own);
      const refresh = (screen: ScreenForStaff) => keeper.call('POST', `/api/screens/${screen.id}/command`, { command: 'refresh' });
      expect((await refresh(own)).status).toBe(202);
      for (const screen of [besides, others]) expect((await refresh(screen)).body.code).toBe('NOT_ALLOWED');

      const slate = (target: object) =>
        keeper.call('POST', '/api/screens/takeovers', { kind: 'safe-slate', minutes: 5, drill: true, target });
      const raised = await slate({ kind: 'station', stationId: own.station.id });
      expect(raised.status).toBe(201);
      expect(list<unknown[]>((await keeper.call('GET', '/api/screens/takeovers')).body)).toHaveLength(1);
      expect((await keeper.call('DELETE', `/api/screens/takeovers/${raised.body.takeoverId}`)).status).toBe(204);
      for (const [target, code] of [
        [{ kind: 'screen', screenId: besides.id }, 'TAKEOVER_FOR_CLERK'],
        [{ kind: 'station', stationId: others.station.id }, 'TAKEOVER_FOR_CLERK'],
        [{ kind: 'region', regionCode: shangcheng }, 'TAKEOVER_FOR_APPROVER'],
        [{ kind: 'all' }, 'TAKEOVER_FOR_ADMIN'],
      ] as const)
        expect((await slate(target)).body.code, target.kind).toBe(code);
      keeper.close();
    });

    test('enters and approves nothing for the region', async () => {
      const keeper = await keeperOf(own);
      for (const path of ['/api/postings', '/api/contents', '/api/programme/playlists', '/api/programme/schedules'])
        expect((await keeper.call('GET', `${path}?region=${shangcheng}`)).body.code, path).toBe('NOT_ALLOWED');
      const pasted = await keeper.call('POST', '/api/intake/text', { regionCode: shangcheng, text: '招搬运工3名，220元/天，13800000001' });
      expect(pasted.body.code).toBe('NOT_ALLOWED');
      expect((await keeper.call('POST', '/api/staff/invitations', { role: 'clerk', stationId: own.station.id })).body.code).toBe(
        'NOT_ALLOWED',
      );
      keeper.close();
    });

    test('is invited by that region’s administrator, for a station that is there, as clerk and as nothing else', async () => {
      const { app, close } = httpApp(house());
      const admin = await signedIn(house(), app, 'admin', gongshu);
      const invite = async (body: object) => (await admin.call('POST', '/api/staff/invitations', body)).body.code;
      expect(await invite({ role: 'clerk', stationId: others.station.id })).toBeUndefined();
      expect(await invite({ role: 'clerk', stationId: own.station.id })).toBe('NOT_ALLOWED');
      expect(await invite({ role: 'clerk', stationId: house().ctx.random.id() })).toBe('STATION_UNKNOWN');
      expect(await invite({ role: 'approver', stationId: others.station.id })).toBe('BAD_INPUT');
      expect(await invite({ role: 'clerk', stationId: others.station.id, regionCode: gongshu })).toBe('BAD_INPUT');
      close();
    });
  },
  { deterministic: true },
);
