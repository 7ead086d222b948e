import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restreamTargets, whipTokens } from '#server/db/schema/feeds.ts';
import { outbox } from '#server/db/schema/records.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { signedIn } from '#tests/support/staff.ts';
import { gongshu, person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const key = 'live_7f3a9c0d5e1b';
const target = { name: '抖音', url: 'rtmp://push.example.com/live', key };

/** What a host keeps for other encoders and other platforms. */
describeBothModes('an episode’s doors to others', (house) => {
  let http: ReturnType<typeof httpApp>;
  let world: PhoneWorld;
  let host: Awaited<ReturnType<typeof signedIn>>;
  let path: string;
  let episodeId: string;
  beforeAll(async () => {
    world = await phoneWorld(house());
    http = httpApp(house());
    const owner = await person(world.ctx, '主播', 'host', world.desk.li.grants[0]?.regionPath ?? null);
    const plan = { title: '第一期', regionCode: shangcheng, hostName: '小赵', organiser: '城站', plannedAt: '2026-12-01T06:30:00Z' };
    ({ episodeId } = await createEpisode(world.ctx, owner, { ...plan, postingIds: [await world.post(2)] }));
    path = `/api/live/episodes/${episodeId}`;
    host = await signedIn(house(), http.app, 'host', shangcheng);
  });
  afterAll(() => http.close());

  it('are opened and closed by hosts of its own region alone', async () => {
    const elsewhere = await signedIn(house(), http.app, 'host', gongshu);
    const clerk = await signedIn(house(), http.app, 'clerk', shangcheng);
    const id = house().ctx.random.id();
    for (const [method, at, body] of [
      ['GET', '/feeds', undefined],
      ['POST', '/whip-token', undefined],
      ['DELETE', '/whip-token', undefined],
      ['POST', '/restreams', target],
      ['PUT', `/restreams/${id}`, { ...target, picture: 'plain' }],
      ['POST', `/restreams/${id}/switch`, { on: true }],
      ['DELETE', `/restreams/${id}`, undefined],
    ] as const) {
      for (const who of [elsewhere, clerk]) expect((await who.call(method, path + at, body)).status, `${method} ${at}`).toBe(403);
    }
  });

  it('keep of a token its hash, and show it once', async () => {
    const made = await host.call('POST', `${path}/whip-token`);
    const token = String(made.body.token);
    expect(token).toMatch(/^[\w-]{43}$/);
    const [kept] = await world.ctx.db.select().from(whipTokens).where(eq(whipTokens.episodeId, episodeId));
    expect(kept?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    const seen = await host.call('GET', `${path}/feeds`);
    expect(JSON.stringify(seen.body)).not.toContain(token);
    expect(seen.body.whip).toMatchObject({ tokenMadeAt: expect.any(String), tokenUsedAt: null });
  });

  it('keep a platform’s key sealed, tell its end, and record who did what without it', async () => {
    const added = await host.call('POST', `${path}/restreams`, target);
    expect(added.status).toBe(201);
    expect(added.body.targets).toEqual([
      expect.objectContaining({ keyHint: '••••e1b', picture: 'numbers', wanted: false, state: { is: 'off' } }),
    ]);
    const [row] = await world.ctx.db.select().from(restreamTargets);
    expect(row?.keySealed).not.toContain(key);
    expect(world.ctx.vault.open(row?.keySealed ?? '')).toBe(key);

    const changed = await host.call('PUT', `${path}/restreams/${row?.id}`, {
      name: '视频号',
      url: 'rtmps://push.example.com/app',
      picture: 'plain',
    });
    expect(changed.body.targets).toEqual([expect.objectContaining({ name: '视频号', keyHint: '••••e1b', picture: 'plain' })]);
    const on = await host.call('POST', `${path}/restreams/${row?.id}/switch`, { on: true });
    expect(on.body).toMatchObject({ cuts: ['plain'], targets: [{ wanted: true, state: { is: 'waiting', why: 'picture' } }] });

    expect((await host.call('POST', `${path}/restreams`, target)).status).toBe(201);
    expect(await host.call('POST', `${path}/restreams`, target)).toMatchObject({ status: 409, body: { code: 'RESTREAM_FULL' } });
    const gone = await host.call('DELETE', `${path}/restreams/${row?.id}`);
    expect(gone.body).toMatchObject({ cuts: [], targets: [{ name: '抖音' }] });
    expect(await host.call('DELETE', `${path}/restreams/${row?.id}`)).toMatchObject({ status: 404, body: { code: 'RESTREAM_UNKNOWN' } });

    const told = JSON.stringify(await world.ctx.db.select().from(outbox));
    for (const action of ['whip-token.made', 'restream.added', 'restream.changed', 'restream.started', 'restream.removed'])
      expect(told).toContain(action);
    expect(told).not.toContain(key);
  });

  it.each(['http://push.example.com/live', 'rtmp://push.example.com', 'rtmp://u:p@push.example.com/live', 'file:///etc/passwd'])(
    'refuse %s as a platform',
    async (url) => {
      expect(await host.call('POST', `${path}/restreams`, { ...target, url })).toMatchObject({
        status: 422,
        body: { code: 'RESTREAM_ADDRESS' },
      });
    },
  );
});
