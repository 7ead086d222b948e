import { asc, eq } from 'drizzle-orm';
import type { DomainProofForStaff } from '../../contract/outside.ts';
import { domainProofs } from '../../db/schema/outside.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { proofContent, proofName } from '../../domain/outside/address.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';

/** Each domain of the fleet has its own; old ones stay until somebody removes them. */
const mostProofs = 40;

/** MP_verify_*.txt, as it came from WeChat's platform. @throws Refusal NOT_ALLOWED unless administrator everywhere, DOMAIN_PROOF */
export async function putDomainProof(
  ctx: Context,
  actor: Actor,
  { fileName, content }: { fileName: string; content: string },
): Promise<void> {
  requireIn(actor, 'admin', '');
  const text = content.trim();
  if (!proofName.test(fileName) || !proofContent.test(text)) throw new Refusal('DOMAIN_PROOF');
  await ctx.db.transaction(async (tx) => {
    const known = await tx.select({ fileName: domainProofs.fileName }).from(domainProofs);
    if (known.length >= mostProofs && !known.some((proof) => proof.fileName === fileName)) throw new Refusal('DOMAIN_PROOF');
    const proof = { content: text, uploadedBy: personOf(actor), uploadedAt: ctx.clock.now() };
    await tx
      .insert(domainProofs)
      .values({ fileName, ...proof })
      .onConflictDoUpdate({ target: domainProofs.fileName, set: proof });
    await record(tx, ctx, actor, { area: 'settings', action: 'domain-proof.put', subject: fileName });
  });
}

/** @throws Refusal NOT_ALLOWED, NOT_FOUND */
export async function removeDomainProof(ctx: Context, actor: Actor, fileName: string): Promise<void> {
  requireIn(actor, 'admin', '');
  await ctx.db.transaction(async (tx) => {
    const gone = await tx.delete(domainProofs).where(eq(domainProofs.fileName, fileName)).returning({ fileName: domainProofs.fileName });
    if (gone.length === 0) throw new Refusal('NOT_FOUND');
    await record(tx, ctx, actor, { area: 'settings', action: 'domain-proof.removed', subject: fileName });
  });
}

export async function listDomainProofs(ctx: Context): Promise<DomainProofForStaff[]> {
  const rows = await ctx.db
    .select({ fileName: domainProofs.fileName, uploadedAt: domainProofs.uploadedAt })
    .from(domainProofs)
    .orderBy(asc(domainProofs.fileName));
  return rows.map(({ fileName, uploadedAt }) => ({ fileName, uploadedAt: uploadedAt.toString() }));
}

/** @throws Refusal NOT_FOUND */
export async function readDomainProof(ctx: Context, fileName: string): Promise<string> {
  const [proof] = proofName.test(fileName)
    ? await ctx.db.select({ content: domainProofs.content }).from(domainProofs).where(eq(domainProofs.fileName, fileName))
    : [];
  if (!proof) throw new Refusal('NOT_FOUND');
  return proof.content;
}
