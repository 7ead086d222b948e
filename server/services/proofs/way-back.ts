import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { TracedRow } from '../../contract/proofs.ts';
import { among } from '../../db/among.ts';
import type { Database, Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { intakeRows, intakes, postings, postingVersions } from '../../db/schema/postings.ts';
import { auditEntries } from '../../db/schema/records.ts';

export type WayBack = Pick<TracedRow, 'writtenBy' | 'approvedBy' | 'source' | 'status'>;

/**
 * Who wrote this version of each posting, who approved it, and what it was read from: versions and intakes as they stand, approvals from the audit
 * chain. By posting.
 */
export async function waysBack(
  db: Database | Tx,
  shown: readonly { postingId: string; version: number | undefined }[],
): Promise<Map<string, WayBack>> {
  if (shown.length === 0) return new Map();
  const ids = shown.map(({ postingId }) => postingId);
  const versions = await db
    .select({
      postingId: postingVersions.postingId,
      version: postingVersions.version,
      authorId: postingVersions.authorId,
      authorName: user.name,
      createdAt: postingVersions.createdAt,
      intakeRowId: postingVersions.intakeRowId,
      status: postings.status,
      approvedVersion: postings.approvedVersion,
      evidenceId: postings.evidenceId,
    })
    .from(postingVersions)
    .innerJoin(postings, eq(postings.id, postingVersions.postingId))
    .leftJoin(user, eq(user.id, postingVersions.authorId))
    .where(among(postingVersions.postingId, ids));
  const approvals = await approvalsOf(db, ids);
  const sources = await sourcesOf(db, versions);
  return new Map(
    shown.flatMap(({ postingId, version }) => {
      const all = versions.filter((one) => one.postingId === postingId).sort((a, b) => b.version - a.version);
      // A manifest of an older release names no version: then it is the approved one.
      const read = all.find((one) => one.version === (version ?? one.approvedVersion));
      if (read === undefined) return [];
      const approval = approvals
        .filter((one) => one.postingId === postingId && one.version <= read.version)
        .sort((a, b) => b.version - a.version || b.at.epochMilliseconds - a.at.epochMilliseconds)[0];
      // Words that came by a file, and were corrected by hand, still came by that file.
      const row = all.find((one) => one.version <= read.version && one.intakeRowId !== null)?.intakeRowId ?? null;
      return [
        [
          postingId,
          {
            writtenBy: { name: read.authorName ?? read.authorId, at: read.createdAt.toString() },
            approvedBy:
              approval === undefined
                ? null
                : {
                    name: approval.name,
                    at: approval.at.toString(),
                    version: approval.version,
                    repeat: approval.actor === `staff:${read.authorId}`,
                  },
            source: sources.get(row ?? '') ?? sources.get(read.evidenceId ?? '') ?? null,
            status: read.status,
          },
        ],
      ];
    }),
  );
}

async function approvalsOf(db: Database | Tx, postingIds: readonly string[]) {
  const entries = await db
    .select({ subject: auditEntries.subject, actor: auditEntries.actor, at: auditEntries.at, after: auditEntries.after, name: user.name })
    .from(auditEntries)
    .leftJoin(user, sql`${auditEntries.actor} = 'staff:' || ${user.id}`)
    .where(and(eq(auditEntries.area, 'postings'), eq(auditEntries.action, 'posting.approved'), among(auditEntries.subject, postingIds)))
    .orderBy(asc(auditEntries.at));
  return entries.map(({ subject, actor, at, after, name }) => ({
    postingId: subject,
    actor,
    at,
    name: name ?? actor,
    version: (after as { approvedVersion?: number } | null)?.approvedVersion ?? 0,
  }));
}

async function sourcesOf(db: Database | Tx, versions: readonly { intakeRowId: string | null; evidenceId: string | null }[]) {
  const sources = new Map<string, NonNullable<TracedRow['source']>>();
  const rowIds = versions.flatMap(({ intakeRowId }) => intakeRowId ?? []);
  const evidenceIds = versions.flatMap(({ evidenceId }) => evidenceId ?? []);
  const columns = { kind: intakes.kind, intakeId: intakes.id, fileName: intakes.fileName, receivedAt: intakes.receivedAt };
  if (rowIds.length > 0) {
    const rows = await db
      .select({ id: intakeRows.id, sheet: intakeRows.sheet, row: intakeRows.row, ...columns })
      .from(intakeRows)
      .innerJoin(intakes, eq(intakes.id, intakeRows.intakeId))
      .where(inArray(intakeRows.id, rowIds));
    for (const { id, receivedAt, ...row } of rows) sources.set(id, { ...row, receivedAt: receivedAt.toString() });
  }
  if (evidenceIds.length > 0) {
    const files = await db.select(columns).from(intakes).where(inArray(intakes.id, evidenceIds));
    for (const { receivedAt, ...file } of files)
      sources.set(file.intakeId, { ...file, sheet: null, row: null, receivedAt: receivedAt.toString() });
  }
  return sources;
}
