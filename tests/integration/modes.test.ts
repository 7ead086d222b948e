import { sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { DomainEvent } from '#server/contract/events.ts';
import { outbox } from '#server/db/schema/records.ts';
import { announce } from '#server/services/announce.ts';
import { verifyAudit } from '#server/services/audit/verify.ts';
import { record } from '#server/services/record.ts';
import { describeModes } from '#tests/support/both-modes.ts';
import { until } from '#tests/support/until.ts';
import { defineHandler } from '#workers/handler.ts';
import type { EventMessage } from '#workers/outbox-plan.ts';
import type { PayloadOf } from '#workers/queues.ts';

const published = (postingId: string): DomainEvent => ({ type: 'posting.published', postingId });
const clerk = { kind: 'system', name: 'test' } as const;

describeModes(['embedded', 'standard', 'postgres'], 'an installation', (house) => {
  const done: PayloadOf<'boards'>[] = [];
  const heard: EventMessage[] = [];
  const boards = defineHandler('boards', async (_ctx, payload) => {
    done.push(payload);
  });
  const say = (...events: DomainEvent[]) => house().ctx.db.transaction((tx) => announce(tx, house().ctx, ...events));
  const doneFor = (postingId: string) => done.filter((job) => job.of === 'posting' && job.postingId === postingId).length;

  test('every dependency answers for its health', async () => {
    const { probes } = house().infrastructure;
    await expect(probes.database()).resolves.toMatchObject({
      state: 'ready',
      detail: expect.stringMatching(/^(PGlite|PostgreSQL) 1[5-9]/),
    });
    await expect(probes.queue()).resolves.toMatchObject({ state: 'ready' });
    await expect(probes.bus()).resolves.toEqual({ state: 'ready' });
  });

  test('instants and bytes come back as they went in', async () => {
    const { ctx } = house();
    const at = Temporal.Instant.from('2026-11-21T23:22:45.123456Z');
    const [row] = await ctx.db.insert(outbox).values({ type: 'x', payload: {}, createdAt: at }).returning();
    expect(row?.createdAt.toString()).toBe(at.toString());
    await ctx.db.delete(outbox);
  });

  test('what is announced in a transaction that fails was never said', async () => {
    const { ctx } = house();
    const failing = ctx.db.transaction(async (tx) => {
      await announce(tx, ctx, published('never'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await ctx.db.select().from(outbox)).toHaveLength(0);
  });

  test('an event reaches its queue and the bus', async () => {
    await house().ctx.bus.subscribe('event.*', (message) => heard.push(message as EventMessage));
    await house().startBackground([boards]);
    await say(published('first'));
    await until(
      () => doneFor('first') === 1 && heard.some(({ event }) => event.type === 'posting.published' && event.postingId === 'first'),
    );
    await house().settle();
    expect(doneFor('first')).toBe(1);
  });

  test('an idle relay is woken by the commit, not by its look-out once a second', async () => {
    const latencies: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const news = Promise.withResolvers<number>();
      const stop = await house().ctx.bus.subscribe('event.screen.changed', (message) => {
        const { event } = message as EventMessage;
        if (event.type === 'screen.changed' && event.screenId === `quick ${round}`) news.resolve(performance.now());
      });
      await house().settle();
      await say({ type: 'screen.changed', screenId: `quick ${round}` });
      const committed = performance.now();
      latencies.push((await news.promise) - committed);
      stop();
    }
    // Some 5 ms on a machine at rest; the bound leaves room for whatever else a test machine does, not for waiting.
    const median = latencies.toSorted((a, b) => a - b)[10];
    expect(median).toBeLessThan(250);
  });

  test('thousands of events at once arrive each and in order, and equal jobs are done once', async () => {
    heard.length = 0;
    const postings = Array.from({ length: 3000 }, (_, index) => `flood ${index % 10}`);
    const before = done.length;
    await say(...postings.map(published));
    await until(() => heard.length >= 3000);
    await house().settle();
    expect(heard.map(({ event }) => (event.type === 'posting.published' ? event.postingId : event.type))).toEqual(postings);
    expect(heard.map(({ id }) => id)).toEqual(heard.map(({ id }) => id).toSorted((a, b) => a - b));
    const jobs = done.slice(before).filter((job) => job.of === 'posting' && job.postingId.startsWith('flood'));
    expect(jobs.length).toBeGreaterThanOrEqual(10);
    expect(jobs.length).toBeLessThan(300);
  });

  test('many transactions at once lose nothing', async () => {
    const { ctx } = house();
    heard.length = 0;
    await Promise.all(Array.from({ length: 200 }, (_, index) => say(published(`crowd ${index}`))));
    await until(() => heard.length >= 200);
    await house().settle();
    for (let index = 0; index < 200; index += 1) expect(doneFor(`crowd ${index}`)).toBeGreaterThanOrEqual(1);
    expect(await ctx.db.select().from(outbox)).toHaveLength(0);
  });

  test('a job that fails is tried again, one that can not be read is refused at the door', async () => {
    const { ctx } = house();
    await expect(ctx.queues.add({ queue: 'boards', payload: { of: 'nonsense' } as never })).rejects.toThrow(/nonsense|Invalid/i);
    await ctx.queues.add({ queue: 'boards', payload: { of: 'screen', screenId: 'once' }, id: 'only-once' });
    await ctx.queues.add({ queue: 'boards', payload: { of: 'screen', screenId: 'once' }, id: 'only-once' });
    await house().settle();
    expect(done.filter((job) => job.of === 'screen' && job.screenId === 'once')).toHaveLength(1);
  });

  test('what is recorded stands in an unbroken chain, and a changed entry breaks it', async () => {
    const { ctx } = house();
    await ctx.db.transaction(async (tx) => {
      for (let index = 0; index < 40; index += 1)
        await record(tx, ctx, clerk, {
          area: 'postings',
          action: 'posting.counted',
          subject: `p${index}`,
          before: { z: 1, a: [1.5, null] },
          after: '已招满',
        });
    });
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        ctx.db.transaction((tx) => record(tx, ctx, clerk, { area: 'postings', action: 'posting.closed', subject: `q${index}` })),
      ),
    );
    await house().settle();
    const day = ctx.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
    expect(await verifyAudit(ctx.db, 'postings', day)).toMatchObject({ intact: true, entries: 80 });

    await ctx.db.execute(sql`update audit_entries set after = '"还有"' where area = 'postings' and seq = 7`);
    expect(await verifyAudit(ctx.db, 'postings', day)).toEqual({ intact: false, seq: 7, why: 'changed' });
    await ctx.db.execute(sql`delete from audit_entries where area = 'postings' and seq = 7`);
    expect(await verifyAudit(ctx.db, 'postings', day)).toEqual({ intact: false, seq: 7, why: 'missing' });
  });
});
