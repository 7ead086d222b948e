import { and, eq, lt, notExists, or, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { contentAssets, contents } from '../../db/schema/programme.ts';
import { auditEntries } from '../../db/schema/records.ts';
import type { Context } from '../context.ts';
import { onceNamed } from '../programme/once-named.ts';
import { record } from '../record.ts';

export interface FilesPort {
  /** Deletes a file by its hash; one that is gone already is fine. */
  forget(sha256: string): Promise<void>;
}

interface Before {
  /** For what no content has ever named. */
  unused: Temporal.Instant;
  /** For what some content once named, and none does any more. */
  replaced: Temporal.Instant;
}

/** Deletes pictures and films that nothing shows or is about to show. What a content names, in whatever state, stays with it. @returns how many */
export async function forgetFiles(ctx: Context, files: FilesPort, before: Before): Promise<number> {
  const due = await ctx.db.select({ sha256: contentAssets.sha256 }).from(contentAssets).where(isDue(ctx, before));
  let forgotten = 0;
  for (const { sha256 } of due) {
    forgotten += await ctx.db.transaction(async (tx) => {
      // Whoever writes a content that names it holds the row, too: asked again once it is ours alone.
      await tx.select({ sha256: contentAssets.sha256 }).from(contentAssets).where(eq(contentAssets.sha256, sha256)).for('update');
      const mine = and(eq(contentAssets.sha256, sha256), isDue(ctx, before));
      const [still] = await tx.select({ bytes: contentAssets.bytes }).from(contentAssets).where(mine);
      if (still === undefined) return 0;
      // The file first: after a death in between it is looked for again, and its absence is fine.
      await files.forget(sha256);
      await tx.delete(contentAssets).where(eq(contentAssets.sha256, sha256));
      const actor = { kind: 'system', name: 'retention' } as const;
      await record(tx, ctx, actor, { area: 'programme', action: 'file.deleted', subject: sha256, before: still });
      return 1;
    });
  }
  return forgotten;
}

function isDue({ db }: Pick<Context, 'db'>, before: Before) {
  const named = db
    .select({ one: sql`1` })
    .from(contents)
    .where(
      or(eq(sql`${contents.draft} ->> 'asset'`, contentAssets.sha256), eq(sql`${contents.approved} ->> 'asset'`, contentAssets.sha256)),
    );
  const wasNamed = db.select({ one: sql`1` }).from(auditEntries).where(onceNamed(contentAssets.sha256));
  return and(
    notExists(named),
    or(lt(contentAssets.uploadedAt, before.replaced), and(lt(contentAssets.uploadedAt, before.unused), notExists(wasNamed))),
  );
}
