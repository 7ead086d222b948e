import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test } from 'vitest';
import { stations } from '#server/db/schema/org.ts';
import { publications } from '#server/db/schema/postings.ts';
import { screens } from '#server/db/schema/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import type { Context } from '#server/services/context.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { publishPosting } from '#server/services/publications/publish-posting.ts';
import { Shutdown } from '#server/shutdown.ts';
import { runRelay, runWorkers } from '#workers/background.ts';
import boards from '#workers/boards/handler.ts';
import type { AnyHandler } from '#workers/handler.ts';
import { queueNames } from '#workers/queues.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';
import { buildDesk, checkEveryEmployer, type Desk, porter, shangcheng } from './desk-world.ts';

/** What is promised: a board changes within this time of the moment that was set. */
const promisedMs = 2_000;

async function screenAt(ctx: Context, regionCode: string): Promise<string> {
  const [screen] = await ctx.db
    .select({ id: screens.id })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .where(eq(stations.regionCode, regionCode));
  if (!screen) throw new Error('the county has a station with a screen');
  return screen.id;
}

describeBothModes('a publication with a beginning and an end', (house) => {
  let desk: Desk;
  let screenId: string;

  beforeAll(async () => {
    const { ctx } = house();
    desk = await buildDesk(ctx);
    screenId = await screenAt(ctx, shangcheng);
    await house().startBackground([boards]);
  });

  const newest = async () => (await readManifest(house().ctx, screenId))?.body.toString() ?? '';
  const onBoard = async (postingId: string) => (await newest()).includes(postingId);
  const lateBy = async (moment: Temporal.Instant) =>
    Temporal.Instant.from((JSON.parse(await newest()) as SignedManifest).issuedAt)
      .since(moment)
      .total('milliseconds');
  const delayed = async () => (await house().ctx.queues.counts()).boards.delayed;

  test('comes to the glass at its moment, and leaves it at its moment', async () => {
    const { ctx } = house();
    await house().settle();
    // The round over everything always waits for its next turn.
    const before = await delayed();
    const startsAt = ctx.clock.now().add({ milliseconds: 2_500 });
    const at = { target: { kind: 'region' as const, regionCode: shangcheng }, priority: 0 };
    const { id } = await createPosting(ctx, desk.li, {
      regionCode: shangcheng,
      facts: porter(),
      publications: [{ ...at, startsAt: startsAt.toString() }],
      submit: true,
    });
    await checkEveryEmployer(ctx, desk.wang);
    await approvePosting(ctx, desk.wang, { postingId: id, version: 1 });
    // Laid out in the queue's own database: there it outlives every process.
    await until(async () => (await delayed()) === before + 1);
    expect(await onBoard(id)).toBe(false);
    await until(() => onBoard(id));
    const cameLateBy = await lateBy(startsAt);
    expect(cameLateBy).toBeGreaterThanOrEqual(0);
    expect(cameLateBy).toBeLessThan(promisedMs);

    const endsAt = ctx.clock.now().add({ milliseconds: 2_000 });
    await publishPosting(ctx, desk.li, id, [{ ...at, endsAt: endsAt.toString() }]);
    await house().settle();
    // What a screen without network goes by.
    expect(await newest()).toContain(`"expiresAt":"${endsAt}"`);
    expect(await onBoard(id)).toBe(true);
    await until(async () => !(await onBoard(id)));
    const wentLateBy = await lateBy(endsAt);
    expect(wentLateBy).toBeGreaterThanOrEqual(0);
    expect(wentLateBy).toBeLessThan(promisedMs);
  });

  test('is laid out by the round over everything, too: a queue that was lost gets it back', async () => {
    const { ctx } = house();
    const { id } = await createPosting(ctx, desk.li, { regionCode: shangcheng, facts: porter({ title: '另一个' }), submit: true });
    await approvePosting(ctx, desk.wang, { postingId: id, version: 1 });
    await house().settle();
    const before = await delayed();
    // As after a loss: the moment stands in the database, and no job of it anywhere.
    const startsAt = ctx.clock.now().add({ minutes: 8 });
    await ctx.db.update(publications).set({ startsAt }).where(eq(publications.postingId, id));
    const round = (name: string) =>
      boards.handle(ctx, { of: 'everything' }, { id: name, attempt: 1, signal: new AbortController().signal });
    await round('first');
    expect(await delayed()).toBe(before + 1);
    // Laid out twice it is one job: it is named after its moment.
    await round('second');
    expect(await delayed()).toBe(before + 1);
  });
});

describeBothModes('a moment that comes while nobody works', (house) => {
  /** Every worker of the house, as one process has them. */
  async function start(): Promise<Shutdown> {
    const background = new Shutdown(quietLog);
    const idle = queueNames.filter((name) => name !== 'boards').map((queue) => ({ queue, handle: async () => {} }) as AnyHandler);
    await runWorkers(house().infrastructure, [boards, ...idle], background);
    runRelay(house().infrastructure, background);
    return background;
  }

  test('is made up for as soon as somebody does again', async () => {
    const { ctx } = house();
    const desk = await buildDesk(ctx);
    const before = await start();
    const startsAt = ctx.clock.now().add({ milliseconds: 2_000 });
    const { id } = await createPosting(ctx, desk.li, {
      regionCode: shangcheng,
      facts: porter(),
      publications: [{ target: { kind: 'region', regionCode: shangcheng }, priority: 0, startsAt: startsAt.toString() }],
      submit: true,
    });
    await checkEveryEmployer(ctx, desk.wang);
    await approvePosting(ctx, desk.wang, { postingId: id, version: 1 });
    await house().settle();
    await before.run();
    await until(() => ctx.clock.now().epochMilliseconds > startsAt.epochMilliseconds);
    const screenId = await screenAt(ctx, shangcheng);
    const shows = async () => (await readManifest(ctx, screenId))?.body.includes(id) ?? false;
    expect(await shows()).toBe(false);
    const after = await start();
    const restarted = Date.now();
    await until(shows);
    // Not by the round over everything, which comes every five minutes.
    expect(Date.now() - restarted).toBeLessThan(promisedMs * 2);
    await after.run();
  });
});
