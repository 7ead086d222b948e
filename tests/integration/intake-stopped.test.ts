import { rename } from 'node:fs/promises';
import { UnrecoverableError } from 'bullmq';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { intakeRows, intakes } from '#server/db/schema/postings.ts';
import { pathOfEvidence } from '#server/services/intake/evidence-store.ts';
import { stopForgotten, stopIntake } from '#server/services/intake/fail-intake.ts';
import { getIntake } from '#server/services/intake/list-intakes.ts';
import { readIntake } from '#server/services/intake/read-intake.ts';
import { receiveFile } from '#server/services/intake/receive.ts';
import { retryIntake } from '#server/services/intake/retry-intake.ts';
import { defineHandler } from '#workers/handler.ts';
import intakeHandler from '#workers/intake/handler.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { until } from '../support/until.ts';
import { buildDesk, type Desk, gongshu, person, shangcheng } from './desk-world.ts';

const never = new AbortController().signal;
const locale = 'zh-CN';
const csv = (rows: number) =>
  [
    '岗位,单位名称,薪资,人数,电话,地址',
    ...Array.from(
      { length: rows },
      (_, at) => `搬运工,停读单位${at}服务部,${200 + at}元/天,3,13800${String(10_000 + at).padStart(6, '0')},东站`,
    ),
  ].join('\n');

describeBothModes('a file that nobody reads to its end', (house) => {
  let desk: Desk;
  /** The disk is gone: what the reader meets when the fault is ours. */
  let diskGone = false;
  beforeAll(async () => {
    desk = await buildDesk(house().ctx);
    const read = defineHandler(
      'intake',
      async (ctx, payload, job) => {
        // The last of its tries: what comes before them is BullMQ's own.
        if (diskGone) throw new UnrecoverableError('ENOSPC: no space left on device');
        await intakeHandler.handle(ctx, payload, job);
      },
      { givenUp: (ctx, payload) => stopIntake(ctx, payload.intakeId) },
    );
    await house().startBackground([read]);
  });

  const receive = (rows = 3) =>
    receiveFile(house().ctx, desk.li, {
      regionCode: shangcheng,
      fileName: 'weekly.csv',
      body: (async function* () {
        yield Buffer.from(csv(rows));
      })(),
    });
  const seen = (intakeId: string) => getIntake(house().ctx, desk.li, { intakeId, locale });

  it('is said to have stopped once the queue gives up, and is read when asked again', async () => {
    diskGone = true;
    const { id } = await receive();
    await until(async () => (await seen(id)).state === 'failed');
    expect((await seen(id)).problem).toMatchObject({ code: 'INTAKE_STOPPED', message: expect.stringContaining('再读一次') });
    diskGone = false;
    const stranger = await person(house().ctx, '外地专员', 'clerk', `3301/${gongshu}/`);
    await expect(retryIntake(house().ctx, stranger, id)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await retryIntake(house().ctx, desk.li, id);
    await until(async () => (await seen(id)).state === 'preview');
    expect(await seen(id)).toMatchObject({ problem: null, counts: { postings: 3 } });
    await expect(retryIntake(house().ctx, desk.li, id)).rejects.toMatchObject({ problem: { code: 'INTAKE_STATE' } });
  });

  it('is found by the clock where its worker died and its job is lost; a reader that wakes up stores nothing more', async () => {
    const { ctx } = house();
    const { id } = await receive(1_200);
    await until(async () => (await seen(id)).state === 'preview');
    // As its worker left it: half of it read, and silence.
    const half = (await ctx.db.select().from(intakeRows).where(eq(intakeRows.intakeId, id)).orderBy(intakeRows.id)).slice(500);
    for (const { id: rowId } of half) await ctx.db.delete(intakeRows).where(eq(intakeRows.id, rowId));
    const silentFor = (minutes: number) =>
      ctx.db
        .update(intakes)
        .set({ state: 'reading', updatedAt: ctx.clock.now().subtract({ minutes }) })
        .where(eq(intakes.id, id));
    await silentFor(4);
    expect(await stopForgotten(ctx)).toBe(0);
    await silentFor(6);
    expect(await stopForgotten(ctx)).toBe(1);
    expect(await seen(id)).toMatchObject({ state: 'failed', problem: { code: 'INTAKE_STOPPED' } });
    await readIntake(ctx, id, never);
    expect((await seen(id)).state).toBe('failed');
    await retryIntake(ctx, desk.li, id);
    await until(async () => (await seen(id)).state === 'preview');
    expect((await seen(id)).counts).toMatchObject({ postings: 1_200, duplicates: 0 });
  });

  it('waits its turn behind others without being called lost', async () => {
    const { ctx } = house();
    diskGone = true;
    const { id } = await receive();
    await until(async () => (await seen(id)).state === 'failed');
    const waitingFor = (minutes: number) =>
      ctx.db
        .update(intakes)
        .set({ state: 'received', updatedAt: ctx.clock.now().subtract({ minutes }) })
        .where(eq(intakes.id, id));
    await waitingFor(14);
    expect(await stopForgotten(ctx)).toBe(0);
    await waitingFor(16);
    expect(await stopForgotten(ctx)).toBe(1);
    diskGone = false;
  });

  it('whose original was moved away says so after its tries, like any other fault', async () => {
    const { ctx } = house();
    const { id } = await receive();
    await until(async () => (await seen(id)).state === 'preview');
    const [intake] = await ctx.db.select().from(intakes).where(eq(intakes.id, id));
    const path = pathOfEvidence(ctx, intake?.evidencePath ?? '');
    await ctx.db.update(intakes).set({ state: 'received' }).where(eq(intakes.id, id));
    await rename(path, `${path}.away`);
    await expect(readIntake(ctx, id, never)).rejects.toThrow('ENOENT');
    await intakeHandler.givenUp?.(ctx, { intakeId: id });
    expect(await seen(id)).toMatchObject({ state: 'failed', problem: { code: 'INTAKE_STOPPED' } });
  });
});
