import { and, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { LintFinding } from '../../contract/posting.ts';
import type { Database, Tx } from '../../db/database.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';

export interface Version {
  version: number;
  facts: PostingFacts;
  original: string;
  findings: LintFinding[];
  authorId: string;
}

type VersionRow = typeof postingVersions.$inferSelect;

export function openVersion(ctx: Pick<Context, 'vault'>, row: VersionRow): Version {
  return {
    version: row.version,
    facts: { ...row.facts, phones: openPhones(ctx, row.phonesSealed) },
    original: ctx.vault.open(row.originalSealed),
    findings: row.findings as LintFinding[],
    authorId: row.authorId,
  };
}

export const openPhones = (ctx: Pick<Context, 'vault'>, sealed: string): string[] => JSON.parse(ctx.vault.open(sealed)) as string[];

/** @throws Refusal POSTING_NOT_FOUND */
export async function readVersion(ctx: Pick<Context, 'vault'>, db: Database | Tx, postingId: string, version: number): Promise<Version> {
  const [row] = await db
    .select()
    .from(postingVersions)
    .where(and(eq(postingVersions.postingId, postingId), eq(postingVersions.version, version)));
  if (!row) throw new Refusal('POSTING_NOT_FOUND');
  return openVersion(ctx, row);
}

/** The newest version of each of these postings, by posting. */
export async function readNewest(
  ctx: Pick<Context, 'vault'>,
  db: Database | Tx,
  postingIds: readonly string[],
): Promise<Map<string, Version>> {
  if (postingIds.length === 0) return new Map();
  const rows = await db
    .select(getTableColumns(postingVersions))
    .from(postingVersions)
    .innerJoin(postings, and(eq(postings.id, postingVersions.postingId), eq(postings.version, postingVersions.version)))
    .where(inArray(postings.id, [...postingIds]));
  return new Map(rows.map((row) => [row.postingId, openVersion(ctx, row)]));
}

export interface NewVersion {
  postingId: string;
  version: number;
  facts: PostingFacts;
  original: string;
  findings: LintFinding[];
  intakeRowId?: string | undefined;
  authorId: string;
}

/** Corrections are versions: nothing that was once on a wall is overwritten. */
export async function writeVersion(tx: Tx, ctx: Context, version: NewVersion): Promise<void> {
  await writeVersions(tx, ctx, [version]);
}

export async function writeVersions(tx: Tx, ctx: Context, versions: readonly NewVersion[]): Promise<void> {
  if (versions.length === 0) return;
  const createdAt = ctx.clock.now();
  await tx.insert(postingVersions).values(
    versions.map(({ facts: { phones, ...facts }, original, ...version }) => ({
      postingId: version.postingId,
      version: version.version,
      facts,
      phonesSealed: ctx.vault.seal(JSON.stringify(phones)),
      originalSealed: ctx.vault.seal(original),
      findings: version.findings,
      intakeRowId: version.intakeRowId,
      authorId: version.authorId,
      createdAt,
    })),
  );
}
