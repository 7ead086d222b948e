import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { intakeRows, intakes, postings } from '#server/db/schema/postings.ts';
import { evidenceDir, keepFile } from '#server/services/intake/evidence-store.ts';
import { getIntake, listIntakeRows } from '#server/services/intake/list-intakes.ts';
import { mendRow } from '#server/services/intake/mend-row.ts';
import { readIntake } from '#server/services/intake/read-intake.ts';
import { receiveEvidence, receiveFile, receiveText } from '#server/services/intake/receive.ts';
import { remapIntake } from '#server/services/intake/remap-intake.ts';
import { saveRows } from '#server/services/intake/save-rows.ts';
import { getEvidence } from '#server/services/intake/view-evidence.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { getPosting } from '#server/services/postings/get-posting.ts';
import intakeHandler from '#workers/intake/handler.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, checkEveryEmployer, type Desk, gongshu, porter, shangcheng } from './desk-world.ts';

const samples = join(import.meta.dirname, '../../server/services/demo/data');
const sample = (name: string) => createReadStream(join(samples, name));
const bytes = async function* (...parts: (string | Uint8Array)[]) {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
};
const locale = 'zh-CN';

describeBothModes('intake', (house) => {
  let desk: Desk;
  const ready = async () => {
    desk ??= await buildDesk(house().ctx);
    return { ctx: house().ctx, li: desk.li, wang: desk.wang };
  };
  const never = new AbortController().signal;
  const file = (name: string) => ({ regionCode: shangcheng, fileName: name, body: sample(name) });

  it('keeps no phone number in the clear, neither in rows nor in the preview', async () => {
    const { ctx, li } = await ready();
    const { id } = await receiveText(ctx, li, {
      regionCode: shangcheng,
      text: '招:咖啡师(2) 薪:200元/天 址:四季青街区 有意者加微信同号138 0000 6367',
    });
    await readIntake(ctx, id, never);
    const [stored] = await ctx.db.select().from(intakeRows).where(eq(intakeRows.intakeId, id));
    expect(JSON.stringify(stored)).not.toMatch(/138\s?0000\s?6367/);
    const { rows } = await listIntakeRows(ctx, li, { intakeId: id, query: { show: 'all', limit: 10 }, locale });
    expect(rows[0]?.phonesMasked).toEqual(['138****6367']);
    expect(JSON.stringify(rows)).not.toMatch(/138\s?0000\s?6367/);
  });

  it('goes on behind the last stored row when it was stopped in the middle', async () => {
    const { ctx, li } = await ready();
    const lines = Array.from(
      { length: 1_200 },
      (_, at) => `搬运工,续读单位${at}服务部,${200 + (at % 50)}元/天,3,13800${String(10_000 + at).padStart(6, '0')},火车东站`,
    );
    const csv = ['岗位,单位名称,薪资,人数,电话,地址', ...lines].join('\n');
    const { id } = await receiveFile(ctx, li, { regionCode: shangcheng, fileName: 'long.csv', body: bytes(csv) });
    // Stopped as soon as something has been stored: what a death of the process leaves behind.
    const stop = new AbortController();
    const stopped = readIntake({ ...ctx, db: stoppingAfterFirstStore(ctx.db, stop) }, id, stop.signal);
    await expect(stopped).rejects.toThrow();
    const half = await ctx.db.select({ id: intakeRows.id }).from(intakeRows).where(eq(intakeRows.intakeId, id));
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(1_200);
    await readIntake(ctx, id, never);
    const intake = await getIntake(ctx, li, { intakeId: id, locale });
    expect(intake).toMatchObject({ state: 'preview', counts: { postings: 1_200, duplicates: 0 } });
  });

  it('becomes postings: clean rows handed on, rows in red drafts, and said again they renew', async () => {
    const { ctx, li, wang } = await ready();
    const post = (employer: string, more = '') => `招搬运工3名，${employer}，220元/天日结，地点火车东站西广场，电话13900001234${more}`;
    const first = await receiveText(ctx, li, {
      regionCode: shangcheng,
      text: `${post('迅达仓储物流')}\n\n${post('城东物业', '，要求入职押金300元')}`,
    });
    await readIntake(ctx, first.id, never);
    expect(await saveRows(ctx, li, first.id, { rows: 'all' })).toMatchObject({ submitted: 1, drafts: 1 });
    // Pressing twice saves nothing twice.
    expect(await saveRows(ctx, li, first.id, { rows: 'all' })).toMatchObject({ submitted: 0, drafts: 0 });
    const { rows } = await listIntakeRows(ctx, li, { intakeId: first.id, query: { show: 'all', limit: 10 }, locale });
    const saved = rows.find((row) => row.state === 'ready')?.postingId ?? '';
    await checkEveryEmployer(ctx, wang);
    await approvePosting(ctx, wang, { postingId: saved, version: 1 });
    expect((await getPosting(ctx, li, saved)).original).toContain('139');
    expect((await getPosting(ctx, li, saved)).original).not.toContain('13900001234');

    const again = await receiveText(ctx, li, { regionCode: shangcheng, text: post('迅达仓储物流') });
    await readIntake(ctx, again.id, never);
    const renewing = await listIntakeRows(ctx, li, { intakeId: again.id, query: { show: 'all', limit: 10 }, locale });
    expect(renewing.rows[0]).toMatchObject({ outcome: 'duplicate', renews: saved });
    expect(await saveRows(ctx, li, again.id, { rows: 'all' })).toMatchObject({ renewed: 1, submitted: 0 });
    const [posting] = await ctx.db.select().from(postings).where(eq(postings.id, saved));
    expect(posting).toMatchObject({ status: 'approved' });
    expect(posting?.confirmedAt).not.toBeNull();
  });

  it('is mended where it stands', async () => {
    const { ctx, li } = await ready();
    const { id } = await receiveText(ctx, li, {
      regionCode: shangcheng,
      text: '招:保洁员(2) 薪:19元/小时 址:湖滨 要求入职押金300元 单位:湖滨小馆餐饮店 电话13900005678',
    });
    await readIntake(ctx, id, never);
    const before = await listIntakeRows(ctx, li, { intakeId: id, query: { show: 'blocked', limit: 10 }, locale });
    const row = before.rows[0];
    if (!row?.facts) throw new Error('the row is in red and has facts');
    expect(row.findings.find((finding) => finding.severity === 'block')).toMatchObject({
      rule: 'FEE',
      span: { text: expect.stringContaining('押金') },
    });
    const mended = await mendRow(ctx, li, {
      intakeId: id,
      rowId: row.id,
      facts: porter({ ...row.facts, employer: '湖滨小馆餐饮店', employerKind: 'organisation', requirements: [], phones: [] }),
      locale,
    });
    expect(mended).toMatchObject({ state: 'ready', phonesMasked: ['139****5678'] });
    expect(await saveRows(ctx, li, id, { rows: [row.id] })).toMatchObject({ submitted: 1 });
    await expect(mendRow(ctx, li, { intakeId: id, rowId: row.id, facts: porter(), locale })).rejects.toMatchObject({
      problem: { code: 'INTAKE_STATE' },
    });
  });

  it('is read again when a clerk says what the columns mean, until a row was saved', async () => {
    const { ctx, li } = await ready();
    const csv = '岗位,备用,薪资,人数,电话\n帮厨,城站面馆二店,210元/天,2,13900008888\n';
    const { id } = await receiveFile(ctx, li, { regionCode: shangcheng, fileName: 'columns.csv', body: bytes(csv) });
    await readIntake(ctx, id, never);
    const before = await getIntake(ctx, li, { intakeId: id, locale });
    const [sheet, mapping] = Object.entries(before.mappings)[0] ?? [];
    if (!sheet || !mapping) throw new Error('the sheet has a mapping');
    const columns = mapping.columns.map((column) =>
      column.header === '备用' ? { ...column, field: 'employer' as const, confidence: 'chosen' as const } : column,
    );
    await remapIntake(ctx, li, id, { [sheet]: { ...mapping, columns } });
    await readIntake(ctx, id, never);
    const { rows } = await listIntakeRows(ctx, li, { intakeId: id, query: { show: 'all', limit: 10 }, locale });
    expect(rows[0]?.facts?.employer).toBe('城站面馆二店');
    await saveRows(ctx, li, id, { rows: 'all' });
    await expect(remapIntake(ctx, li, id, { [sheet]: mapping })).rejects.toMatchObject({ problem: { code: 'INTAKE_STATE' } });
  });

  describe('bad input gets a clear answer and loses nothing', () => {
    it.each<[string, string, () => AsyncIterable<Uint8Array>, RegExp]>([
      [
        'a truncated workbook',
        'weekly.xlsx',
        () => bytes(Buffer.from('PK\u0003\u0004 and then nothing')),
        /INTAKE_(TRUNCATED|DAMAGED|FORMAT_UNKNOWN)/,
      ],
      [
        'a picture sent as a table',
        'photo.xlsx',
        () => bytes(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4)),
        /INTAKE_PICTURE_OR_SOUND/,
      ],
    ])('%s', async (_, fileName, body, code) => {
      const { ctx, li } = await ready();
      const { id } = await receiveFile(ctx, li, { regionCode: shangcheng, fileName, body: body() });
      await readIntake(ctx, id, never);
      const intake = await getIntake(ctx, li, { intakeId: id, locale });
      expect(intake.state).toBe('failed');
      expect(intake.problem?.code).toMatch(code);
      expect(intake.problem?.message.length).toBeGreaterThan(8);
      const [kept] = await ctx.db.select().from(intakes).where(eq(intakes.id, id));
      expect((await readFile(join(evidenceDir(ctx), kept?.evidencePath ?? ''))).byteLength).toBe(kept?.bytes);
    });

    it('an empty file is refused at the door', async () => {
      const { ctx, li } = await ready();
      await expect(receiveFile(ctx, li, { regionCode: shangcheng, fileName: 'empty.xlsx', body: bytes() })).rejects.toMatchObject({
        problem: { code: 'INTAKE_EMPTY' },
      });
    });

    it.each([
      ['table', { code: 'INTAKE_TOO_LARGE', details: { limit: 100 } }],
      ['photo', { code: 'TOO_LARGE', details: { limit: '20 MB' } }],
    ] as const)('a %s beyond the limit is refused while it arrives, and leaves nothing behind', async (kind, problem) => {
      const { ctx } = await ready();
      const endless = (async function* () {
        const megabyte = new Uint8Array(1024 * 1024);
        for (;;) yield megabyte;
      })();
      await expect(keepFile(ctx, 'endless.bin', endless, kind)).rejects.toMatchObject({ problem });
      const left = await readdir(evidenceDir(ctx), { recursive: true });
      expect(left.filter((name) => name.includes('endless'))).toEqual([]);
    });

    it('an upload that breaks off leaves nothing that looks like evidence', async () => {
      const { ctx, li } = await ready();
      const torn = (async function* () {
        yield new Uint8Array(10);
        throw new Error('the line went dead');
      })();
      const before = await ctx.db.select({ id: intakes.id }).from(intakes);
      await expect(receiveFile(ctx, li, { regionCode: shangcheng, fileName: 'torn.xlsx', body: torn })).rejects.toThrow(
        'the line went dead',
      );
      expect(await ctx.db.select({ id: intakes.id }).from(intakes)).toHaveLength(before.length);
      expect((await readdir(evidenceDir(ctx), { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual([]);
    });

    it('formulas, markup and invisible marks are words like any other, or gone', async () => {
      const { ctx, li } = await ready();
      const csv =
        '岗位,单位名称,薪资,人数,电话,要求\n搬运工,"<img src=x onerror=alert(1)>物流",220元/天,3,13900004321,"=HYPERLINK(""http://x"",""点我"")"\n帮厨,城\u202e站面馆,210元/天,2,13900004322,=cmd|\' /C calc\'!A0\n';
      const { id } = await receiveFile(ctx, li, { regionCode: shangcheng, fileName: 'nasty.csv', body: bytes(csv) });
      await readIntake(ctx, id, never);
      const { rows } = await listIntakeRows(ctx, li, { intakeId: id, query: { show: 'all', limit: 10 }, locale });
      expect(rows).toHaveLength(2);
      expect(rows[0]?.facts?.employer).toBe('<img src=x onerror=alert(1)>物流');
      expect(rows[1]?.facts?.employer).toBe('城站面馆');
      expect(rows.flatMap((row) => row.findings).filter((finding) => finding.rule === 'FORMULA').length).toBeGreaterThan(0);
    });
  });

  it('a row named by a typed posting is one that its clerk may see, and becomes one posting', async () => {
    const { ctx, li } = await ready();
    const rowOf = async (regionCode: string) => {
      const { id } = await receiveText(ctx, desk.admin, {
        regionCode,
        text: '招:洗碗工(2) 薪:180元/天 址:湖滨 单位:湖滨小馆 电话13900007777',
      });
      await readIntake(ctx, id, never);
      const { rows } = await listIntakeRows(ctx, desk.admin, { intakeId: id, query: { show: 'all', limit: 10 }, locale });
      return rows[0]?.id ?? '';
    };
    const typed = (intakeRowId: string) => createPosting(ctx, li, { regionCode: shangcheng, facts: porter(), intakeRowId });
    await expect(typed(await rowOf(gongshu))).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    const own = await rowOf(shangcheng);
    await typed(own);
    await expect(typed(own)).rejects.toMatchObject({ problem: { code: 'INTAKE_STATE' } });
  });

  describe('a photo or recording', () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46);

    it('is kept beside the form and shown to those who may see it', async () => {
      const { ctx, li } = await ready();
      const { id } = await receiveEvidence(ctx, li, { regionCode: shangcheng, fileName: '群里的照片.jpg', body: bytes(jpeg) });
      expect(await getEvidence(ctx, li, id)).toMatchObject({ kind: 'photo', mediaType: 'image/jpeg', fileName: '群里的照片.jpg' });
      const stranger = { ...li, grants: [{ role: 'clerk' as const, regionPath: 'elsewhere/', employerId: null }] };
      await expect(getEvidence(ctx, stranger, id)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    });

    it('stands beside a posting only where its clerk may see it', async () => {
      const { ctx, li } = await ready();
      const elsewhere = await receiveEvidence(ctx, desk.admin, { regionCode: gongshu, fileName: 'wall.jpg', body: bytes(jpeg) });
      const typed = (evidenceId: string) => createPosting(ctx, li, { regionCode: shangcheng, facts: porter(), evidenceId });
      await expect(typed(elsewhere.id)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      await expect(typed(ctx.random.id())).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } });
      const own = await receiveEvidence(ctx, li, { regionCode: shangcheng, fileName: 'wall.jpg', body: bytes(jpeg) });
      const { id } = await typed(own.id);
      expect((await getPosting(ctx, li, id)).evidence).toMatchObject([{ id: own.id, kind: 'photo' }]);
    });

    it('that is something else is refused, whatever it calls itself', async () => {
      const { ctx, li } = await ready();
      const upload = { regionCode: shangcheng, fileName: 'voice.mp3', body: bytes('<svg onload=alert(1)>') };
      await expect(receiveEvidence(ctx, li, upload)).rejects.toMatchObject({ problem: { code: 'EVIDENCE_KIND' } });
    });
  });

  // Last, because from here on the queue reads whatever comes in.
  it('a table uploaded is read behind the desk’s back, by the queue', async () => {
    const { ctx, li } = await ready();
    await house().startBackground([intakeHandler]);
    const { id } = await receiveFile(ctx, li, file('weekly-workbook.xlsx'));
    await house().settle();
    const intake = await getIntake(ctx, li, { intakeId: id, locale });
    expect(intake).toMatchObject({ state: 'preview', fileName: 'weekly-workbook.xlsx', problem: null });
    expect(intake.counts.postings + intake.counts.duplicates + intake.counts.rejected).toBe(76);
    expect(intake.counts.blocked).toBeGreaterThan(0);
    expect(Object.values(intake.mappings)[0]?.columns.length).toBeGreaterThan(5);
  });
});

/** Lets one batch of rows be stored, then asks the reader to stop. */
function stoppingAfterFirstStore<Db extends { transaction: (work: never) => Promise<unknown> }>(db: Db, stop: AbortController): Db {
  return new Proxy(db, {
    get(target, name, receiver) {
      if (name !== 'transaction') return Reflect.get(target, name, receiver);
      return async (work: never) => {
        const done = await target.transaction(work);
        stop.abort();
        return done;
      };
    },
  });
}
