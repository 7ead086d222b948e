import { and, eq, gt, inArray, isNotNull, isNull, lt, notExists, or } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { grabs, seekerSessions, seekers } from '../../db/schema/grabs.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';

const batch = 200;

/** Takes phone and name from seekers who have done nothing since `before`. What they grabbed stays for the figures. @returns how many */
export async function forgetSeekers(ctx: Context, before: Temporal.Instant): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const done = await ctx.db.transaction(async (tx) => {
      const later = tx
        .select({ id: grabs.id })
        .from(grabs)
        .where(and(eq(grabs.seekerId, seekers.id), gt(grabs.createdAt, before)));
      const due = await tx
        .select({ id: seekers.id })
        .from(seekers)
        .where(
          and(
            isNull(seekers.forgottenAt),
            or(isNotNull(seekers.phoneSealed), isNotNull(seekers.name)),
            lt(seekers.createdAt, before),
            notExists(later),
          ),
        )
        .limit(batch)
        .for('update', { skipLocked: true });
      const ids = due.map((seeker) => seeker.id);
      if (ids.length === 0) return 0;
      await tx
        .update(seekers)
        .set({ phoneHash: null, contactHash: null, phoneSealed: null, name: null, forgottenAt: ctx.clock.now() })
        .where(inArray(seekers.id, ids));
      await tx.delete(seekerSessions).where(inArray(seekerSessions.seekerId, ids));
      for (const subject of ids)
        await record(tx, ctx, { kind: 'system', name: 'retention' }, { area: 'personal-data', action: 'seeker.forgotten', subject });
      return ids.length;
    });
    forgotten += done;
    if (done < batch) return forgotten;
  }
}
