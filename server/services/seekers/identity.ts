import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { seekers } from '../../db/schema/grabs.ts';
import type { Context } from '../context.ts';

export type SeekerRow = typeof seekers.$inferSelect;

/** How a phone is found again without being stored in clear. */
export const contactHash = (ctx: Pick<Context, 'vault'>, phone: string): string => ctx.vault.fingerprint(`phone:${phone}`);

/** The person behind a phone that is proved, entered at its first proof. */
export async function provenSeeker(
  tx: Tx,
  ctx: Context,
  { phone, name }: { phone: string; name?: string | undefined },
): Promise<SeekerRow> {
  const hash = contactHash(ctx, phone);
  await tx
    .insert(seekers)
    .values({
      id: ctx.random.id(),
      phoneHash: hash,
      contactHash: hash,
      phoneSealed: ctx.vault.seal(phone),
      name: name ?? null,
      createdAt: ctx.clock.now(),
    })
    .onConflictDoNothing({ target: seekers.phoneHash });
  const [seeker] = await tx.select().from(seekers).where(eq(seekers.phoneHash, hash));
  if (!seeker) throw new Error('a seeker vanished between two statements');
  if (name === undefined || seeker.name === name) return seeker;
  await tx.update(seekers).set({ name }).where(eq(seekers.id, seeker.id));
  return { ...seeker, name };
}

/** Somebody whom nobody has verified yet, or who has no phone at all: a new person each time. */
export async function newSeeker(
  tx: Tx,
  ctx: Context,
  { phone, name }: { phone?: string | undefined; name?: string | undefined },
): Promise<SeekerRow> {
  const seeker: SeekerRow = {
    id: ctx.random.id(),
    phoneHash: null,
    contactHash: phone === undefined ? null : contactHash(ctx, phone),
    phoneSealed: phone === undefined ? null : ctx.vault.seal(phone),
    name: name ?? null,
    createdAt: ctx.clock.now(),
    forgottenAt: null,
  };
  await tx.insert(seekers).values(seeker);
  return seeker;
}
