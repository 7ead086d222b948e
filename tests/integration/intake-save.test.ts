import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { callBacks, intakeRows, postings, postingVersions } from '#server/db/schema/postings.ts';
import { outbox } from '#server/db/schema/records.ts';
import { listCallBacks } from '#server/services/callbacks/callbacks.ts';
import { getIntake } from '#server/services/intake/list-intakes.ts';
import { readIntake } from '#server/services/intake/read-intake.ts';
import { receiveFile } from '#server/services/intake/receive.ts';
import { saveRows } from '#server/services/intake/save-rows.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { fillPosting, reopenPosting } from '#server/services/postings/count-places.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, checkEveryEmployer, type Desk, shangcheng } from './desk-world.ts';

const header = '岗位,单位名称,薪资,人数,电话,地址,工作内容';
const line = (name: string, at: number, { employer = `${name}单位${at % 7}服务部`, more = `第${at}号活` } = {}) =>
  `搬运工,${employer},${200 + (at % 50)}元/天,3,13800${String(20_000 + at).padStart(6, '0')},火车东站${at % 5}号,${more}`;

describeBothModes('saving a long table', (house) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await buildDesk(house().ctx);
  });

  async function read(lines: string[]): Promise<string> {
    const { ctx } = house();
    const { id } = await receiveFile(ctx, desk.li, {
      regionCode: shangcheng,
      fileName: 'long.csv',
      body: (async function* () {
        yield Buffer.from([header, ...lines].join('\n'));
      })(),
    });
    await readIntake(ctx, id, new AbortController().signal);
    return id;
  }
  const many = (name: string, count: number) => Array.from({ length: count }, (_, at) => line(name, at));
  const savedOf = (employers: string) =>
    house()
      .ctx.db.select({ posting: postings })
      .from(postings)
      .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
      .where(sql`${postingVersions.facts}::text like ${`%${employers}%`}`);

  it('asks the database a few times a batch, not many times a row', async () => {
    const id = await read(many('少问', 300));
    const { db, statements } = counting(house().ctx.db);
    expect(await saveRows({ ...house().ctx, db }, desk.li, id, { rows: 'all' })).toMatchObject({ submitted: 300 });
    // Four rounds, the last one finding nothing: before, 300 rows took over 5,000.
    expect(statements()).toBeLessThan(100);
    const renewed = await read(many('少问', 300));
    const again = counting(house().ctx.db);
    expect(await saveRows({ ...house().ctx, db: again.db }, desk.li, renewed, { rows: 'all' })).toMatchObject({ renewed: 300 });
    expect(again.statements()).toBeLessThan(100);
  });

  it('does to each row of a batch what it asks for: handed on, published, red, to be rung, renewed, left', async () => {
    const { ctx } = house();
    const first = await read(['东甲', '东乙'].map((name) => line(name, 1)));
    await saveRows(ctx, desk.li, first, { rows: 'all' });
    await checkEveryEmployer(ctx, desk.wang);
    const [standing, lapsed] = await ctx.db
      .select({ postingId: intakeRows.postingId })
      .from(intakeRows)
      .where(and(eq(intakeRows.intakeId, first), eq(intakeRows.outcome, 'posting')))
      .orderBy(intakeRows.id);
    for (const row of [standing, lapsed]) await approvePosting(ctx, desk.wang, { postingId: row?.postingId ?? '', version: 1 });

    const id = await read([
      line('东甲', 1),
      line('东乙', 1),
      line('东丙', 2),
      line('东丁', 3, { more: '入职交押金300元' }),
      line('东戊', 4, { employer: '', more: '要问的活' }),
      line('东丙', 2),
    ]);
    // Between preview and saving the second of them lapsed: what was to renew it is an unchanged repeat of it now.
    await ctx.db
      .update(postings)
      .set({ status: 'closed', closedReason: 'expired' })
      .where(eq(postings.id, lapsed?.postingId ?? ''));
    await ctx.db.delete(outbox);
    expect(await saveRows(ctx, desk.li, id, { rows: 'all' })).toEqual({
      next: null,
      renewed: 1,
      published: 1,
      submitted: 1,
      drafts: 1,
      callBacks: 1,
      left: 1,
    });
    expect(await getIntake(ctx, desk.li, { intakeId: id, locale: 'zh-CN' })).toMatchObject({ state: 'saved' });
    const told = (await ctx.db.select().from(outbox)).map((event) => event.payload as { type: string; action?: string });
    const actions = told.flatMap((event) => event.action ?? []).sort();
    expect(actions).toEqual(
      [
        ...Array(4).fill('posting.created'),
        ...Array(2).fill('posting.submitted'),
        'posting.approved',
        'posting.renewed',
        'intake.rows-saved',
      ].sort(),
    );
    expect(told.filter((event) => event.type === 'posting.published')).toHaveLength(2);
    const rung = await savedOf('要问的活');
    expect(rung).toMatchObject([{ posting: { status: 'call-back' } }]);
    const asks = await ctx.db
      .select()
      .from(callBacks)
      .where(eq(callBacks.postingId, rung[0]?.posting.id ?? ''));
    expect(asks).toMatchObject([{ kind: 'missing-fact', facts: ['employer'] }]);
  });

  it('asks the desk how many more, where what is sent again is full', async () => {
    const { ctx } = house();
    const first = await read([line('满甲', 1)]);
    await saveRows(ctx, desk.li, first, { rows: 'all' });
    await checkEveryEmployer(ctx, desk.wang);
    const [{ posting } = { posting: undefined }] = await savedOf('满甲单位');
    const postingId = posting?.id ?? '';
    await approvePosting(ctx, desk.wang, { postingId, version: 1 });
    await fillPosting(ctx, desk.li, postingId);
    const asked = async () => (await listCallBacks(ctx, desk.li, shangcheng)).filter((one) => one.postingId === postingId);
    for (let time = 0; time < 2; time += 1) {
      const again = await read([line('满甲', 1)]);
      expect(await saveRows(ctx, desk.li, again, { rows: 'all' })).toMatchObject({ renewed: 1 });
      expect(await asked()).toMatchObject([{ kind: 'missing-fact', facts: ['places'], phoneMasked: '138****0001' }]);
    }
    expect(await savedOf('满甲单位')).toMatchObject([{ posting: { status: 'filled' } }]);
    await reopenPosting(ctx, desk.li, postingId, { places: 2 });
    expect(await asked()).toEqual([]);
  });

  it('is saved in portions where progress is to be seen, each row once', async () => {
    const { ctx } = house();
    const id = await read(many('分批', 250));
    const steps: number[] = [];
    for (let after: string | undefined; ; ) {
      const { next, submitted } = await saveRows(ctx, desk.li, id, { rows: 'all', most: 100, ...(after && { after }) });
      steps.push(submitted);
      if (next === null) break;
      after = next;
    }
    expect(steps).toEqual([100, 100, 50]);
    expect(await savedOf('分批单位')).toHaveLength(250);
  });

  it('goes on where it stopped, and doubles nothing', async () => {
    const { ctx } = house();
    const id = await read(many('断点', 250));
    let rounds = 0;
    const dying = new Proxy(ctx.db, {
      get(target, key) {
        if (key !== 'transaction') return Reflect.get(target, key);
        return (work: Parameters<Database['transaction']>[0]) => {
          rounds += 1;
          if (rounds > 2) throw new Error('the process dies');
          return target.transaction(work);
        };
      },
    });
    await expect(saveRows({ ...ctx, db: dying }, desk.li, id, { rows: 'all' })).rejects.toThrow('dies');
    expect(await savedOf('断点单位')).toHaveLength(200);
    expect(await saveRows(ctx, desk.li, id, { rows: 'all' })).toMatchObject({ submitted: 50 });
    expect(await savedOf('断点单位')).toHaveLength(250);
  });
});

/** The same database, counting what it is asked inside transactions. */
function counting(db: Database): { db: Database; statements: () => number } {
  let count = 0;
  const asks = new Set<PropertyKey>(['select', 'selectDistinct', 'insert', 'update', 'delete', 'execute']);
  const counted = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, key) {
        const value: unknown = Reflect.get(of, key);
        if (asks.has(key)) count += 1;
        return typeof value === 'function' ? value.bind(of) : value;
      },
    });
  const wrapped = new Proxy(db, {
    get(of, key) {
      if (key !== 'transaction') return Reflect.get(of, key);
      return (work: Parameters<Database['transaction']>[0]) => of.transaction((tx) => work(counted(tx)));
    },
  });
  return { db: wrapped, statements: () => count };
}
