import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { seekerSessions } from '#server/db/schema/grabs.ts';
import { kioskUses } from '#server/db/schema/kiosk.ts';
import { screens } from '#server/db/schema/screens.ts';
import { noUses } from '#server/domain/kiosk/uses.ts';
import { openScannedPage } from '#server/services/browse/scanned-page.ts';
import { listGrabs } from '#server/services/grabs/desk-grabs.ts';
import { approveGuidance, rejectGuidance, removeGuidance, saveGuidance } from '#server/services/guidance/change-guidance.ts';
import { guidanceFor, guidanceHistory, listGuidance } from '#server/services/guidance/guidance.ts';
import { codeForJob } from '#server/services/kiosk/kiosk-code.ts';
import { grabAtKiosk, requestKioskCode } from '#server/services/kiosk/kiosk-grab.ts';
import { kioskDeskOf, listKioskJobs, openKioskJob } from '#server/services/kiosk/kiosk-jobs.ts';
import { readKioskFigures, recordKioskUses } from '#server/services/kiosk/kiosk-uses.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp, visitor } from '#tests/support/http-app.ts';
import { city, gongshu, person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describeBothModes('a kiosk', (house) => {
  let world: PhoneWorld;
  let screenId: string;
  const query = { sort: 'near', page: 1, per: 12 } as const;
  const numbersOf = async (change: object) => (await listKioskJobs(world.ctx, screenId, { ...query, ...change })).jobs.map(({ id }) => id);
  const at = () => ({ screenId, clientAddress: '203.0.113.9' });

  beforeAll(async () => {
    world = await phoneWorld(house());
    screenId = world.ctx.random.id();
    await world.ctx.db.insert(screens).values({
      ...{ id: screenId, stationId: world.stationId, name: '自助机', kind: 'kiosk', touch: true, createdAt: world.ctx.clock.now() },
      ...{ widthMm: 400, heightMm: 710, widthPx: 1080, heightPx: 1920, viewingDistanceM: 0.8, mountHeightM: 1.1 },
    });
  });

  it('finds its station’s jobs by trade, Chinese, pinyin, initials and number, and starts with what begins today', async () => {
    const today = world.ctx.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
    const porter = await world.post(2);
    const cleaner = await world.post(1, { trade: '保洁员', shift: { kind: 'fixed', startsOn: today, text: '今天' } });
    for (const q of ['保洁', 'baojie', 'bjy']) expect(await numbersOf({ q }), q).toEqual([cleaner]);
    const { number } = await openKioskJob(world.ctx, screenId, porter);
    expect(await numbersOf({ q: String(number) })).toEqual([porter]);
    expect((await numbersOf({ sort: 'today' }))[0]).toBe(cleaner);
    expect(await numbersOf({ today: true })).toEqual([cleaner]);
    expect(await numbersOf({ trade: '保洁员' })).toEqual([cleaner]);
    expect(JSON.stringify(await listKioskJobs(world.ctx, screenId, query))).not.toMatch(/138\d{8}/);
    const { words } = await kioskDeskOf(world.ctx, screenId);
    expect(words).toContainEqual({ text: '保洁员', pinyin: 'baojieyuan', initials: 'bjy' });
  });

  it('shows no job that was withdrawn, nor makes a code for it', async () => {
    const postingId = await world.post(1, { trade: '分拣员' });
    await withdrawPosting(world.ctx, world.desk.li, postingId, {});
    expect(await numbersOf({ trade: '分拣员' })).toEqual([]);
    for (const ask of [openKioskJob, codeForJob])
      await expect(ask(world.ctx, screenId, postingId)).rejects.toMatchObject({ problem: { code: 'POSTING_CLOSED' } });
  });

  it('hands a job to a phone by a code of its own, which the figures tell from a scan of the board', async () => {
    const postingId = await world.post(1);
    const { code } = await codeForJob(world.ctx, screenId, postingId);
    expect(await codeForJob(world.ctx, screenId, postingId)).toMatchObject({ code });
    const page = await openScannedPage(world.ctx, code, { address: '203.0.113.77', browser: 'a phone' });
    expect(page).toMatchObject({ screenName: '自助机', origin: 'screen' });
    expect(page.jobs.map(({ id }) => id)).toEqual([postingId]);
    const day = world.ctx.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
    const run = world.ctx.random.id();
    await recordKioskUses(world.ctx, screenId, { runs: [{ ...noUses(), run, day, sessions: 2, jobs: 3 }] });
    await recordKioskUses(world.ctx, screenId, { runs: [{ ...noUses(), run, day, sessions: 5, jobs: 8 }] });
    // An answer that was lost: the older total comes again.
    await recordKioskUses(world.ctx, screenId, { runs: [{ ...noUses(), run, day, sessions: 2, jobs: 3 }] });
    await recordKioskUses(world.ctx, screenId, { runs: [{ ...noUses(), run: world.ctx.random.id(), day, sessions: 1 }] });
    await recordKioskUses(world.ctx, screenId, { runs: [{ ...noUses(), run: world.ctx.random.id(), day: '1970-01-01', sessions: 9 }] });
    const [figure] = await readKioskFigures(world.ctx, world.desk.li, {});
    expect(figure).toMatchObject({ screenId, day, sessions: 6, jobs: 8, scans: 1, stationName: '城站火车站星工驿站' });
    const stranger = await person(world.ctx, '外区专员', 'clerk', `${city}/${gongshu}/`);
    expect(await readKioskFigures(world.ctx, stranger, {})).toEqual([]);
    expect(await world.ctx.db.select().from(kioskUses)).toHaveLength(2);
  });

  it('takes a place by one-time code or has one held, and leaves no session behind', async () => {
    const postingId = await world.post(2);
    const phone = '13900000777';
    await requestKioskCode(world.ctx, at(), { postingId, phone });
    const code = house().sms.codeFor(phone) ?? '';
    await expect(grabAtKiosk(world.ctx, at(), { postingId, phone, code: code === '000000' ? '111111' : '000000' })).rejects.toMatchObject({
      problem: { code: 'CODE_WRONG' },
    });
    expect(await grabAtKiosk(world.ctx, at(), { postingId, phone, code })).toMatchObject({ state: 'grabbed', repeated: false });
    expect(await grabAtKiosk(world.ctx, at(), { postingId, phone: '13900000778' })).toMatchObject({ waitingNumber: null });
    const sessions = await world.ctx.db.select().from(seekerSessions);
    expect(sessions).toHaveLength(2);
    expect(sessions.every(({ endedAt }) => endedAt !== null)).toBe(true);
    const grabs = await listGrabs(world.ctx, world.desk.li, { posting: postingId, view: 'open', limit: 10 });
    expect(grabs.map(({ screenName }) => screenName)).toEqual(['自助机', '自助机']);
  });

  it('is asked by a paired kiosk alone', async () => {
    const { app, close } = httpApp(house());
    const stranger = visitor(app);
    for (const path of ['desk', 'jobs'])
      expect((await stranger.call('GET', `/api/screen/kiosk/${path}?screen=${screenId}`)).status).toBe(401);
    close();
    const [wall] = await world.ctx.db.select({ id: screens.id }).from(screens).where(eq(screens.kind, 'lcd'));
    await expect(listKioskJobs(world.ctx, wall?.id ?? '', query)).rejects.toMatchObject({ problem: { code: 'NOT_A_KIOSK' } });
  });

  it('says what its region’s administrator has entered before what holds everywhere', async () => {
    const { ctx, desk } = world;
    const local = {
      ...({
        kind: 'hotline',
        title: '上城区零工驿站投诉',
        body: '',
        titleEn: null,
        bodyEn: null,
        phone: '0571-8888',
        regionCode: shangcheng,
      } as const),
      ...{ source: '上城区人社局', sourceDate: null, checkedOn: '2026-11-01', hidden: false, place: 10 },
    };
    const here = await person(ctx, '区管理员', 'admin', `${city}/${shangcheng}/`);
    const { id } = await saveGuidance(ctx, here, local);
    const lines = async (region: string) =>
      (await guidanceFor(ctx, region)).filter(({ kind }) => kind === 'hotline').map(({ phone }) => phone);
    const country = ['12333', '12348', '12345', '12351'];
    // One person's word stands on no glass; a second one's, in that region, puts it there.
    expect(await lines(shangcheng)).toEqual(country);
    await expect(approveGuidance(ctx, here, { id, version: 1 })).rejects.toMatchObject({ problem: { code: 'CONTENT_SAME_PERSON' } });
    await expect(approveGuidance(ctx, desk.li, { id, version: 1 })).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await approveGuidance(ctx, desk.wang, { id, version: 1 });
    expect(await lines(shangcheng)).toEqual(['0571-8888', ...country]);
    expect(await lines(gongshu)).not.toContain('0571-8888');

    // A correction waits while what was approved stays, and a rejected one never came.
    await saveGuidance(ctx, here, { ...local, phone: '0571-9999' }, id);
    expect(await lines(shangcheng)).toContain('0571-8888');
    await expect(approveGuidance(ctx, desk.wang, { id, version: 1 })).rejects.toMatchObject({ problem: { code: 'CONTENT_CHANGED' } });
    await rejectGuidance(ctx, desk.wang, { id, version: 2, reason: '号码打不通' });
    expect(await lines(shangcheng)).toContain('0571-8888');
    expect((await listGuidance(ctx, here)).find((entry) => entry.id === id)).toMatchObject({
      state: 'rejected',
      onKiosk: 'earlier',
      rejectedReason: '号码打不通',
      approvedBy: '老王',
    });
    await house().startBackground();
    await house().settle();
    expect((await guidanceHistory(ctx, desk.li, id)).entries.map(({ action, by }) => `${action} ${by}`)).toEqual([
      'guidance.entered 区管理员',
      'guidance.approved 老王',
      'guidance.edited 区管理员',
      'guidance.rejected 老王',
    ]);

    // What holds everywhere is not a county's to change. Hiding holds at once; to be seen again takes two.
    const hideUnion = { ...local, regionCode: null, phone: '12351', hidden: true };
    await expect(saveGuidance(ctx, here, hideUnion, 'line-12351')).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await expect(removeGuidance(ctx, desk.li, id)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    await saveGuidance(ctx, desk.admin, hideUnion, 'line-12351');
    expect(await lines(gongshu)).toEqual(['12333', '12348', '12345']);
    await removeGuidance(ctx, desk.admin, 'line-12351');
    expect(await lines(gongshu)).not.toContain('12351');
    await approveGuidance(ctx, desk.zhao, { id: 'line-12351', version: 2 });
    expect(await lines(gongshu)).toEqual(country);
    await removeGuidance(ctx, here, id);
    expect((await listGuidance(ctx, here)).every(({ builtIn }) => builtIn)).toBe(true);
  });
});
