import { eq } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { grabs, oneTimeCodes, seekerSessions, seekers } from '#server/db/schema/grabs.ts';
import { callBacks, intakeRows, intakes } from '#server/db/schema/postings.ts';
import { auditEntries } from '#server/db/schema/records.ts';
import { keepDays } from '#server/domain/retention/rules.ts';
import { applyRetention } from '#server/services/retention/apply-retention.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';

describeBothModes(
  'personal data that may not be kept',
  (house) => {
    const daysAgo = (days: number): Temporal.Instant =>
      house()
        .clock.now()
        .subtract({ hours: days * 24 });

    async function seeker(name: string, given: { since: number; grabbed?: number }): Promise<string> {
      const { db, vault } = house().ctx;
      const id = `seeker ${name}`;
      const phone = `138000000${name.length}${name.charCodeAt(0) % 10}`;
      await db.insert(seekers).values({
        id,
        name,
        phoneHash: vault.fingerprint(`${name} ${phone}`),
        contactHash: vault.fingerprint(phone),
        phoneSealed: vault.seal(phone),
        createdAt: daysAgo(given.since),
      });
      await db.insert(seekerSessions).values({ tokenHash: id, seekerId: id, createdAt: daysAgo(given.since), expiresAt: daysAgo(-30) });
      if (given.grabbed !== undefined)
        await db.insert(grabs).values({
          id: `grab of ${name}`,
          postingId: 'p',
          seekerId: id,
          state: 'confirmed',
          channel: 'phone',
          createdAt: daysAgo(given.grabbed),
        });
      return id;
    }
    const find = async (id: string) => (await house().ctx.db.select().from(seekers).where(eq(seekers.id, id)))[0];

    test('a seeker is forgotten half a year after the last grab; the grab stays, and the audit says so', async () => {
      const { ctx } = house();
      await house().startBackground();
      const gone = await seeker('老张', { since: 400, grabbed: keepDays.seekerPhone + 1 });
      const active = await seeker('小王', { since: 400, grabbed: keepDays.seekerPhone - 1 });
      const recent = await seeker('小李子', { since: 10 });

      expect(await applyRetention(ctx)).toEqual({ seekersForgotten: 1 });
      expect(await find(gone)).toMatchObject({ name: null, phoneSealed: null, phoneHash: null, contactHash: null });
      expect((await find(gone))?.forgottenAt?.toString()).toBe(house().clock.now().toString());
      for (const id of [active, recent]) expect((await find(id))?.phoneSealed).toMatch(/^v1\./);
      expect(await ctx.db.select().from(grabs).where(eq(grabs.seekerId, gone))).toHaveLength(1);
      expect((await ctx.db.select().from(seekerSessions)).map((session) => session.seekerId).sort()).toEqual([active, recent].sort());

      await house().settle();
      const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.action, 'seeker.forgotten'));
      expect(entries.map((entry) => entry.subject)).toEqual([gone]);
      expect(await applyRetention(ctx)).toEqual({ seekersForgotten: 0 });
    });

    test('codes, ended sessions, call-back phones, reports’ notes and rows read long ago go; those still needed stay', async () => {
      const { ctx } = house();
      const { db, vault } = ctx;
      for (const [id, expired] of [
        ['old', 2],
        ['new', 0],
      ] as const)
        await db.insert(oneTimeCodes).values({ id, phoneHash: 'h', codeHash: 'c', createdAt: daysAgo(3), expiresAt: daysAgo(expired) });
      for (const [id, done] of [
        ['done long ago', keepDays.callBackPhone + 1],
        ['done lately', 1],
        ['open', undefined],
      ] as const)
        await db.insert(callBacks).values({
          id,
          kind: 'grab',
          regionCode: '3301',
          facts: [],
          phoneSealed: vault.seal('13800000009'),
          createdAt: daysAgo(100),
          doneAt: done === undefined ? null : daysAgo(done),
        });
      for (const [id, written] of [
        ['written long ago', keepDays.chat + 1],
        ['written lately', keepDays.chat - 1],
      ] as const) {
        const report = { kind: 'report' as const, regionCode: '3301', facts: ['show', 'show-fake'] };
        await db.insert(callBacks).values({ id, ...report, noteSealed: vault.seal('主播说谎'), createdAt: daysAgo(written) });
        // As a server of the release before has put it down, beside this one.
        const inClear = [...report.facts, 'episode:e1', '主播说谎'];
        await db.insert(callBacks).values({ id: `${id}, in clear`, ...report, facts: inClear, createdAt: daysAgo(written) });
      }
      for (const [id, received] of [
        ['ancient', keepDays.intake + 1],
        ['kept', 300],
      ] as const) {
        const at = daysAgo(received);
        await db
          .insert(intakes)
          .values({ id, kind: 'table', state: 'saved', regionCode: '3301', authorId: 'a', receivedAt: at, updatedAt: at });
        await db
          .insert(intakeRows)
          .values({ id: `row of ${id}`, intakeId: id, sheet: '岗位', row: 2, outcome: 'skipped', sealed: vault.seal('原文') });
      }

      await applyRetention(ctx);
      expect((await db.select().from(oneTimeCodes)).map((code) => code.id)).toEqual(['new']);
      const withPhone = (await db.select().from(callBacks)).filter((callBack) => callBack.phoneSealed !== null);
      expect(withPhone.map((callBack) => callBack.id).sort()).toEqual(['done lately', 'open']);
      const withNote = (await db.select().from(callBacks)).filter((callBack) => callBack.noteSealed !== null);
      expect(withNote.map((callBack) => callBack.id).sort()).toEqual(['written lately', 'written lately, in clear']);
      expect(JSON.stringify(await db.select().from(callBacks))).not.toContain('主播说谎');
      expect((await db.select().from(intakeRows)).map((row) => row.id)).toEqual(['row of kept']);
    });
  },
  { deterministic: true },
);
