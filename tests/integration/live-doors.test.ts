import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { signedIn } from '#tests/support/staff.ts';
import { gongshu, person, shangcheng } from './desk-world.ts';
import { phoneWorld } from './phone-world.ts';

/** Who gets to the controls of somebody's show. */
describeBothModes('a show’s picture', (house) => {
  let http: ReturnType<typeof httpApp>;
  let episodeId: string;
  beforeAll(async () => {
    const world = await phoneWorld(house());
    http = httpApp(house());
    const host = await person(world.ctx, '主播', 'host', world.desk.li.grants[0]?.regionPath ?? null);
    const plan = { title: '第一期', regionCode: shangcheng, hostName: '小赵', organiser: '城站', plannedAt: '2026-12-01T06:30:00Z' };
    ({ episodeId } = await createEpisode(world.ctx, host, { ...plan, postingIds: [await world.post(2)] }));
  });
  afterAll(() => http.close());

  it('is watched by no more pages of one address than a hall holds', async () => {
    const say = (page: number, address: string) =>
      http.app.request(`http://gangbo.test/api/live/${episodeId}/presence`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-gangbo-client': address },
        body: JSON.stringify({ viewerKey: `page-${page}-of-many`, path: 'hls' }),
      });
    const answers = await Promise.all(Array.from({ length: 650 }, (_, page) => say(page, '198.51.100.5')));
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(50);
    expect((await say(1, '198.51.100.6')).status).toBe(200);
  });

  it('is looked after and hung up by hosts of its own region alone, whether it is on or not', async () => {
    const path = `/api/live/${episodeId}/publishers/${house().ctx.random.id()}`;
    const own = await signedIn(house(), http.app, 'host', shangcheng);
    const elsewhere = await signedIn(house(), http.app, 'host', gongshu);
    for (const method of ['GET', 'DELETE']) {
      expect(await elsewhere.call(method, path), method).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
      expect((await own.call(method, path)).body.code, method).toMatch(/^LIVE_/);
    }
  });
});
