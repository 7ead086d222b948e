import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { intakeRows, postings } from '#server/db/schema/postings.ts';
import { correctFromRow } from '#server/services/intake/correct-from-row.ts';
import { getIntake, listIntakeRows } from '#server/services/intake/list-intakes.ts';
import { mendRow } from '#server/services/intake/mend-row.ts';
import { readIntake } from '#server/services/intake/read-intake.ts';
import { receiveText } from '#server/services/intake/receive.ts';
import { saveRows } from '#server/services/intake/save-rows.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { getPosting } from '#server/services/postings/get-posting.ts';
import { findNear } from '#server/services/postings/near-postings.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, checkEveryEmployer, type Desk, gongshu, porter, shangcheng } from './desk-world.ts';

const locale = 'zh-CN';

describeBothModes('a row nearly the same as a posting that stands', (house) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await buildDesk(house().ctx);
  });

  /** As its row would be read, so that only what a test changes differs. */
  const post = (employer: string, pay: number, more = '') =>
    `招搬运工3名，${employer}，${pay}元/天日结，地点火车东站西广场，电话13900001234${more}`;
  async function read(...posts: string[]) {
    const { ctx } = house();
    const { id } = await receiveText(ctx, desk.li, { regionCode: shangcheng, text: posts.join('\n\n') });
    await readIntake(ctx, id, new AbortController().signal);
    const { rows } = await listIntakeRows(ctx, desk.li, { intakeId: id, query: { show: 'all', limit: 50 }, locale });
    return { id, rows };
  }
  /** Sent once, and approved. */
  async function stand(employer: string, pay = 220) {
    const { ctx } = house();
    const { id, rows } = await read(post(employer, pay));
    await saveRows(ctx, desk.li, id, { rows: 'all' });
    await checkEveryEmployer(ctx, desk.wang);
    const [saved] = await ctx.db
      .select()
      .from(intakeRows)
      .where(eq(intakeRows.id, rows[0]?.id ?? ''));
    const postingId = saved?.postingId ?? '';
    const { number } = await approvePosting(ctx, desk.wang, { postingId, version: 1 });
    return { postingId, number };
  }

  it('is shown as a likely repeat, with what it says otherwise, and is not added with all the rest', async () => {
    const { ctx } = house();
    const standing = await stand('近似甲货运部');
    const { id, rows } = await read(post('近似甲货运部', 240), post('近似甲之外货运部', 240));
    expect(rows.map((row) => row.near)).toEqual([
      expect.objectContaining({ ...standing, differs: ['pay'], employer: '近似甲货运部' }),
      null,
    ]);
    const near = await listIntakeRows(ctx, desk.li, { intakeId: id, query: { show: 'near', limit: 50 }, locale });
    expect(near.rows.map((row) => row.id)).toEqual([rows[0]?.id]);
    expect(await saveRows(ctx, desk.li, id, { rows: 'all' })).toMatchObject({ submitted: 1, left: 1 });
    expect(await getIntake(ctx, desk.li, { intakeId: id, locale })).toMatchObject({ state: 'preview', counts: { near: 1, saved: 1 } });
    // Somebody looked, and it is another offer of the same employer.
    expect(await saveRows(ctx, desk.li, id, { rows: [rows[0]?.id ?? ''] })).toMatchObject({ submitted: 1 });
    expect(await getIntake(ctx, desk.li, { intakeId: id, locale })).toMatchObject({ state: 'saved', counts: { near: 0 } });
  });

  it('becomes that posting’s correction, which a second person looks at', async () => {
    const { ctx } = house();
    const { postingId } = await stand('近似乙货运部');
    const { id, rows } = await read(post('近似乙货运部', 250));
    const rowId = rows[0]?.id ?? '';
    expect(await correctFromRow(ctx, desk.li, { intakeId: id, rowId })).toEqual({ postingId, status: 'approved' });
    expect(await getPosting(ctx, desk.li, postingId)).toMatchObject({
      version: 2,
      approvedVersion: 1,
      pendingWords: true,
      facts: { pay: { min: 250 } },
      approvedFacts: { pay: { min: 220 } },
    });
    expect(await getIntake(ctx, desk.li, { intakeId: id, locale })).toMatchObject({ state: 'saved', counts: { near: 0, saved: 1 } });
    await expect(correctFromRow(ctx, desk.li, { intakeId: id, rowId })).rejects.toMatchObject({ problem: { code: 'INTAKE_STATE' } });
    await approvePosting(ctx, desk.wang, { postingId, version: 2 });
    expect(await ctx.db.select().from(postings).where(eq(postings.id, postingId))).toMatchObject([
      { status: 'approved', approvedVersion: 2 },
    ]);
  });

  it('is none where the very same came too: then it is another offer of the same sender', async () => {
    const standing = await stand('近似丙货运部');
    const { rows } = await read(post('近似丙货运部', 220), post('近似丙货运部', 260, '，夜班'));
    expect(rows.map((row) => [row.renews, row.near])).toEqual([
      [standing.postingId, null],
      [null, null],
    ]);
  });

  it('is found when a mended row names its employer at last', async () => {
    const { ctx } = house();
    const standing = await stand('近似丁货运部');
    const { id, rows } = await read('招搬运工3名，230元/天日结，地点火车东站西广场，电话13900001234');
    expect(rows[0]).toMatchObject({ outcome: 'call-back', near: null });
    const facts = { ...porter(), ...rows[0]?.facts, phones: [], employer: '近似丁货运部', employerKind: 'organisation' as const };
    const mended = await mendRow(ctx, desk.li, { intakeId: id, rowId: rows[0]?.id ?? '', facts, locale });
    expect(mended.near).toMatchObject(standing);
  });

  it('is told of while it is typed, at this desk only', async () => {
    const { ctx } = house();
    const facts = porter({ employer: '近似戊货运部' });
    const { id } = await createPosting(ctx, desk.li, { regionCode: shangcheng, facts });
    const typed = { ...facts, pay: { min: 300, max: 300, unit: 'day' as const, negotiable: false } };
    expect(await findNear(ctx, desk.li, { regionCode: shangcheng, facts: typed })).toMatchObject({
      postingId: id,
      status: 'draft',
      differs: ['pay'],
    });
    expect(await findNear(ctx, desk.li, { regionCode: shangcheng, facts })).toMatchObject({ postingId: id, differs: [] });
    expect(await findNear(ctx, desk.admin, { regionCode: gongshu, facts: typed })).toBeNull();
    await expect(findNear(ctx, desk.li, { regionCode: gongshu, facts: typed })).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
  });
});
