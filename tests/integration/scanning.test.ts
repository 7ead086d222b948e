import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { setLinkDomains as setLinkDomainsBody } from '#server/contract/links.ts';
import { reports } from '#server/db/schema/grabs.ts';
import { links, scans } from '#server/db/schema/links.ts';
import { settings } from '#server/db/schema/org.ts';
import { callBacks, postings } from '#server/db/schema/postings.ts';
import type { Actor } from '#server/domain/access/actor.ts';
import { browseJobs } from '#server/services/browse/browse-jobs.ts';
import { openJobPage } from '#server/services/browse/job-page.ts';
import { openScannedPage } from '#server/services/browse/scanned-page.ts';
import { listCallBacks } from '#server/services/callbacks/callbacks.ts';
import { answerGrab, startGrab } from '#server/services/grabs/answer-grab.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { ensureLinks, type LinkWant, linkUrl } from '#server/services/links/ensure-links.ts';
import { readFunnel } from '#server/services/links/funnel.ts';
import { linkDomainsKey, readLinkDomains } from '#server/services/links/link-base.ts';
import { setLinkDomains } from '#server/services/links/set-link-domains.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { handleReport, listReports } from '#server/services/reports/desk-reports.ts';
import { reportPosting } from '#server/services/reports/report-posting.ts';
import { newSeeker } from '#server/services/seekers/identity.ts';
import { isWithin } from '#server/services/seekers/limits.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { gongshu, person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const anyone = { kind: 'anyone' } as const;
const seekerActor = (seekerId: string) => ({ kind: 'seeker', seekerId }) as const;

describeBothModes(
  'scanning',
  (house) => {
    let world: PhoneWorld;
    let sets = 0;
    let visitors = 0;
    beforeAll(async () => {
      world = await phoneWorld(house());
    });
    /** Somebody who has not been here before. */
    const newVisitor = (address = `203.0.113.${++visitors % 250}`) => ({ address, browser: `phone ${++visitors}` });
    const ensure = (wants: LinkWant[]) => world.ctx.db.transaction((tx) => ensureLinks(tx, world.ctx, wants));
    const screenLink = async (postingIds: string[], setKey = `set-${++sets}`) => {
      const codes = await ensure([{ origin: 'screen', setKey, stationId: world.stationId, postingIds, page: 2 }]);
      return codes.get(setKey) ?? '';
    };

    it('gives each set one code, by thousands, also to two processes at once', async () => {
      const wants: LinkWant[] = Array.from({ length: 2_500 }, (_, index) => ({
        origin: 'screen',
        setKey: `many-${index}`,
        postingIds: [`p${index}`],
      }));
      const [one, two] = await Promise.all([ensure(wants), ensure(wants)]);
      expect(one.size).toBe(2_500);
      expect([...two]).toEqual([...one]);
      expect(new Set(one.values()).size).toBe(2_500);
      expect([...(await ensure(wants))]).toEqual([...one]);
    });

    it('keeps a code alive as long as it is shown, and a day longer than any player is offline', async () => {
      const code = await screenLink([], 'shown for long');
      house().clock.advance({ days: 40 });
      expect(await screenLink([], 'shown for long')).toBe(code);
      house().clock.advance({ days: 40 });
      expect((await openScannedPage(world.ctx, code, newVisitor())).expired).toBe(false);
      house().clock.advance({ days: 10 });
      expect((await openScannedPage(world.ctx, code, newVisitor())).expired).toBe(true);
    });

    it('opens the slide’s jobs in the order of the glass and names the station', async () => {
      const [a, b, c] = [await world.post(1), await world.post(2), await world.post(3)];
      const code = await screenLink([b, a, c]);
      const page = await openScannedPage(world.ctx, code.toLowerCase(), newVisitor());
      expect(page).toMatchObject({
        origin: 'screen',
        page: 2,
        gone: 0,
        expired: false,
        station: { name: '城站火车站星工驿站', phone: '0000-8700000' },
      });
      expect(page.jobs.map((job) => job.id)).toEqual([b, a, c]);
      expect(JSON.stringify(page)).not.toMatch(/138\d{8}/);
      await withdrawPosting(world.ctx, world.desk.li, a, {});
      const later = await openScannedPage(world.ctx, code, newVisitor());
      expect(later.jobs.map((job) => job.id)).toEqual([b, c]);
      expect(later.gone).toBe(1);
      await expect(openJobPage(world.ctx, a, { link: code }, newVisitor())).rejects.toMatchObject({ problem: { code: 'POSTING_CLOSED' } });
    });

    it('refuses a code that was tampered with, or never given out', async () => {
      const code = await screenLink([]);
      const tampered = code.slice(0, 7) + (code.endsWith('0') ? '1' : '0');
      for (const wrong of [tampered, '00000000', 'x', '../../etc', `${code}0`]) {
        await expect(openScannedPage(world.ctx, wrong, newVisitor())).rejects.toMatchObject({ problem: { code: 'LINK_UNKNOWN' } });
      }
    });

    it('shows a job the same without its code, and with one that is wrong', async () => {
      const postingId = await world.post(1);
      const plain = await openJobPage(world.ctx, postingId, {}, newVisitor());
      expect(plain).toMatchObject({
        scanned: null,
        station: { name: '城站火车站星工驿站' },
        job: { employerChecked: true, employerCheckedHow: 'licence' },
      });
      expect(await openJobPage(world.ctx, postingId, { link: 'WRONG000' }, newVisitor())).toMatchObject({ scanned: null });
      expect(JSON.stringify(plain)).not.toMatch(/138\d{8}/);
      await expect(openJobPage(world.ctx, 'none', {}, newVisitor())).rejects.toMatchObject({ problem: { code: 'POSTING_NOT_FOUND' } });
    });

    it('counts the funnel from scan to start, for those in reach', async () => {
      const postingId = await world.post(2);
      const code = await screenLink([postingId]);
      const clerk = world.desk.li;
      house().clock.advance({ minutes: 1 });
      const since = house().clock.now().toString();
      await Promise.all(Array.from({ length: 30 }, () => openScannedPage(world.ctx, code, newVisitor())));
      await Promise.all(Array.from({ length: 12 }, () => openJobPage(world.ctx, postingId, { link: code }, newVisitor())));
      const people = await world.people(3);
      const outcomes = await Promise.all(people.map((seekerId) => grabPlace(world.ctx, { postingId, seekerId, linkCode: code })));
      const [first, second] = outcomes.filter((outcome) => outcome.state === 'grabbed');
      await answerGrab(world.ctx, clerk, { grabId: first?.grabId ?? '', answer: 'confirm' });
      await answerGrab(world.ctx, clerk, { grabId: second?.grabId ?? '', answer: 'confirm' });
      await startGrab(world.ctx, clerk, first?.grabId ?? '');
      house().clock.advance({ minutes: 1 });
      const counted = { scans: 30, views: 12, verifies: 0, grabs: 3, confirmed: 2, started: 1 };
      expect(await readFunnel(world.ctx, clerk, { since, station: world.stationId })).toEqual(counted);
      expect(await readFunnel(world.ctx, clerk, { since })).toEqual(counted);
      const elsewhere = await person(world.ctx, '外区', 'clerk', `3301/${gongshu}/`);
      expect(await readFunnel(world.ctx, elsewhere, { since })).toMatchObject({ scans: 0, grabs: 0 });
      await expect(readFunnel(world.ctx, elsewhere, { since, station: world.stationId })).rejects.toMatchObject({
        problem: { code: 'NOT_ALLOWED' },
      });
    });

    it('counts a reload once, two phones behind one address twice, and the form of a job not at all', async () => {
      const postingId = await world.post(2);
      const code = await screenLink([postingId]);
      const counted = async () => {
        const found = await world.ctx.db.select().from(scans).where(eq(scans.code, code));
        return found.map((scan) => scan.step).toSorted();
      };
      const [one, other] = [newVisitor('198.51.100.9'), newVisitor('198.51.100.9')];
      for (const visitor of [one, one, other, one]) {
        await openScannedPage(world.ctx, code, visitor);
        await openJobPage(world.ctx, postingId, { link: code }, visitor);
      }
      // The form for the phone and the report's are the same visit going on.
      for (const page of ['grab', 'report'] as const) await openJobPage(world.ctx, postingId, { link: code, page }, newVisitor());
      expect(await counted()).toEqual(['scan', 'scan', 'view', 'view']);
    });

    it('writes no more of one address than people can be there, and shows it the page all the same', async () => {
      const code = await screenLink([]);
      const { address } = newVisitor('198.51.100.10');
      // So many have scanned there in the last ten minutes, at other codes.
      for (let before = 0; before < 1_180; before += 1) await isWithin(world.ctx, { 'scan-address': address });
      const flood = await Promise.all(Array.from({ length: 60 }, () => openScannedPage(world.ctx, code, newVisitor('198.51.100.10'))));
      expect(flood.every((page) => page.code === code)).toBe(true);
      expect(await world.ctx.db.select().from(scans).where(eq(scans.code, code))).toHaveLength(20);
      await openScannedPage(world.ctx, code, newVisitor('198.51.100.11'));
      expect(await world.ctx.db.select().from(scans).where(eq(scans.code, code))).toHaveLength(21);
    });

    it('points all codes at another domain at once, and composes every board anew', async () => {
      const admin = world.desk.admin;
      expect(linkUrl(world.ctx, 'ABCDEFGH')).toBe(`${world.ctx.config.http.publicUrl}/j/ABCDEFGH`);
      const all = ['https://a.example.cn', 'https://b.example.cn'];
      await expect(setLinkDomains(world.ctx, admin, { active: 'https://c.example.cn', all })).rejects.toMatchObject({
        problem: { code: 'BAD_INPUT' },
      });
      await setLinkDomains(world.ctx, admin, { active: 'https://b.example.cn', all, anyway: true });
      expect(linkUrl(world.ctx, 'ABCDEFGH')).toBe('https://b.example.cn/j/ABCDEFGH');
      expect(await readLinkDomains(world.ctx.db, world.ctx)).toEqual({ active: 'https://b.example.cn', all });
      expect((await world.ctx.queues.counts()).boards.waiting).toBeGreaterThan(0);
    });

    it('reads of a domain that was written with a path the domain alone, which it takes back', async () => {
      const { ctx, desk } = world;
      const written = {
        active: 'https://b.example.cn/zhan/',
        all: ['https://a.example.cn/', 'https://b.example.cn', 'https://b.example.cn/zhan/'],
      };
      await ctx.db.update(settings).set({ value: written }).where(eq(settings.key, linkDomainsKey));
      const read = await readLinkDomains(ctx.db, ctx);
      expect(read).toEqual({ active: 'https://b.example.cn', all: ['https://a.example.cn', 'https://b.example.cn'] });
      await setLinkDomains(ctx, desk.admin, setLinkDomainsBody.parse(read));
      expect(linkUrl(ctx, 'ABCDEFGH')).toBe('https://b.example.cn/j/ABCDEFGH');
    });

    it('finds jobs by Chinese, pinyin, initials, number, trade and station, and nothing that is not offered', async () => {
      const postingId = await world.post(1, { trade: '钢琴调律师', employer: '琴声琴行', place: '湖滨路' });
      const { number } = (await openJobPage(world.ctx, postingId, {}, newVisitor())).job;
      const found = async (q: string) => (await browseJobs(world.ctx, { q, page: 1 })).jobs.map((job) => job.id);
      for (const q of ['钢琴', '调律', 'gangqin', 'gqtl', 'GANGQINTIAO', '琴声', 'hubin', String(number)])
        expect(await found(q)).toEqual([postingId]);
      expect(await found('小提琴')).toEqual([]);
      expect((await browseJobs(world.ctx, { trade: '钢琴调律师', page: 1 })).jobs).toHaveLength(1);
      expect((await browseJobs(world.ctx, { station: world.stationId, q: '钢琴', page: 1 })).jobs).toHaveLength(1);
      expect(await found("' or 1=1 --")).not.toContain(undefined);
      await withdrawPosting(world.ctx, world.desk.li, postingId, {});
      expect(await found('钢琴')).toEqual([]);
    });

    it('pages through, and orders by pay across units', async () => {
      const pays = [
        { min: 30, max: 30, unit: 'hour' as const },
        { min: 200, max: 200, unit: 'day' as const },
        { min: 6_000, max: 6_000, unit: 'month' as const },
      ];
      const ids: string[] = [];
      for (const pay of pays) ids.push(await world.post(1, { trade: '花艺师', pay: { ...pay, negotiable: false } }));
      const [hour, day, month] = ids;
      const { jobs, total } = await browseJobs(world.ctx, { trade: '花艺师', sort: 'pay', page: 1 });
      expect(total).toBe(3);
      expect(jobs.map((job) => job.id)).toEqual([month, hour, day]);
      expect((await browseJobs(world.ctx, { trade: '花艺师', page: 99 })).page).toBe(1);
    });

    it('takes a posting off at once when somebody who scanned it is asked for money, and lists every report for the clerk', async () => {
      const [asked, rung] = [await world.post(2), await world.post(2)];
      const link = await screenLink([rung, asked]);
      await world.news();
      const clientAddress = '198.51.100.77';
      expect(await reportPosting(world.ctx, anyone, { postingId: rung, reason: 'unreachable', clientAddress })).toMatchObject({
        hidden: false,
      });
      expect((await world.place(rung)).status).toBe('approved');
      const { reportId } = await reportPosting(world.ctx, anyone, {
        postingId: asked,
        reason: 'fee',
        detail: '要 300 元押金',
        link,
        clientAddress,
      });
      expect((await world.place(asked)).status).toBe('closed');
      expect((await world.news()).find((event) => event.type === 'posting.closed')?.payload).toMatchObject({
        postingId: asked,
        reason: 'fee-report',
      });
      const listed = await listReports(world.ctx, world.desk.li);
      expect(listed.map((report) => [report.postingId, report.reason, report.hidden])).toEqual([
        [asked, 'fee', true],
        [rung, 'unreachable', false],
      ]);
      const [stored] = await world.ctx.db.select().from(reports).where(eq(reports.id, reportId));
      expect(stored?.sourceHash).not.toContain(clientAddress);
      await handleReport(world.ctx, world.desk.li, reportId, { outcome: 'upheld' });
      expect((await listReports(world.ctx, world.desk.li)).map((report) => report.postingId)).toEqual([rung]);
      const [call] = await world.ctx.db.select().from(callBacks).where(eq(callBacks.reportId, reportId));
      expect(call?.outcome).toBe('upheld');
      const elsewhere = await person(world.ctx, '外区二', 'clerk', `3301/${gongshu}/`);
      expect(await listReports(world.ctx, elsewhere)).toEqual([]);
    });

    it('puts a fee report of a stranger who scanned nothing at the top of the clerk’s list, and leaves the posting on the wall', async () => {
      const [wanted, other] = [await world.post(2), await world.post(2)];
      const report = (more: { actor?: Actor; link?: string | undefined } = {}) =>
        reportPosting(world.ctx, more.actor ?? anyone, {
          postingId: wanted,
          reason: 'fee',
          link: more.link,
          clientAddress: '198.51.100.79',
        });
      const elsewhere = await screenLink([other]);
      const old = await screenLink([wanted], 'long ago');
      house().clock.advance({ days: 60 });
      await world.ctx.db.update(postings).set({ expiresAt: null }).where(eq(postings.id, wanted));
      const unproved = await world.ctx.db.transaction((tx) => newSeeker(tx, world.ctx, { phone: '13700000777' }));
      const strangers = [{}, { link: elsewhere }, { link: old }, { link: '00000000' }, { actor: seekerActor(unproved.id) }];
      for (const stranger of strangers) expect(await report(stranger)).toMatchObject({ hidden: false });
      expect((await world.place(wanted)).status).toBe('approved');
      const listed = await listReports(world.ctx, world.desk.li);
      expect(listed.slice(0, strangers.length).map((each) => [each.postingId, each.reason, each.hidden])).toEqual(
        strangers.map(() => [wanted, 'fee', false]),
      );
      const [first] = await listCallBacks(world.ctx, world.desk.li, shangcheng);
      expect(first).toMatchObject({ kind: 'report', postingId: wanted });

      const [proved = ''] = await world.people(1);
      expect(await report({ actor: seekerActor(proved) })).toMatchObject({ hidden: true });
      expect((await world.place(wanted)).status).toBe('closed');
      for (const { id } of await listReports(world.ctx, world.desk.li))
        await handleReport(world.ctx, world.desk.li, id, { outcome: 'upheld' });
    });

    it('keeps a flood of reports from one address bounded', async () => {
      const postingId = await world.post(1);
      const clientAddress = '198.51.100.78';
      const sent = await Promise.allSettled(
        Array.from({ length: 25 }, () => reportPosting(world.ctx, anyone, { postingId, reason: 'false', clientAddress })),
      );
      expect(sent.filter((each) => each.status === 'fulfilled')).toHaveLength(20);
    });

    it('leaves nothing in the links table but codes, sets and where they hang', async () => {
      const [link] = await world.ctx.db.select().from(links).limit(1);
      expect(Object.keys(link ?? {}).toSorted()).toEqual(
        ['code', 'createdAt', 'episodeId', 'expiresAt', 'origin', 'page', 'postingIds', 'screenId', 'setKey', 'stationId'].toSorted(),
      );
    });
  },
  { deterministic: true },
);
