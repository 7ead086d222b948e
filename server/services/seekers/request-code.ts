import { desc, eq } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { oneTimeCodes } from '../../db/schema/grabs.ts';
import { type CodeState, codeRules, lockedMinutes } from '../../domain/seeker/one-time-code.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { SmsFailure } from '../sms/port.ts';
import { contactHash } from './identity.ts';
import { consume } from './limits.ts';

export interface CodeRequest {
  phone: string;
  linkCode?: string | undefined;
  clientAddress: string;
}

export interface CodeSent {
  resendSeconds: number;
  minutes: number;
}

/**
 * Texts a one-time code. The answer is the same whether the phone is known or not.
 * @throws Refusal SMS_UNAVAILABLE, CODE_LOCKED, TOO_MANY_REQUESTS
 */
export async function requestCode(ctx: Context, { phone, linkCode, clientAddress }: CodeRequest): Promise<CodeSent> {
  if (!ctx.sms.available) throw new Refusal('SMS_UNAVAILABLE');
  const phoneHash = contactHash(ctx, phone);
  const now = ctx.clock.now();
  const minutes = lockedMinutes(await newestCode(ctx.db, phoneHash), now);
  if (minutes > 0) throw new Refusal('CODE_LOCKED', { minutes });
  await consume(ctx, {
    'code-address': clientAddress,
    'code-link': linkCode,
    'code-phone-pause': phone,
    'code-phone-hour': phone,
    'code-phone-day': phone,
  });
  const id = ctx.random.id();
  const code = ctx.random.digits(codeRules.digits);
  await ctx.db.insert(oneTimeCodes).values({
    id,
    phoneHash,
    codeHash: codeHash(ctx, id, code),
    createdAt: now,
    expiresAt: now.add({ minutes: codeRules.minutes }),
  });
  try {
    await ctx.sms.send({ phone, template: 'one-time-code', code, minutes: codeRules.minutes });
  } catch (error) {
    if (!(error instanceof SmsFailure)) throw error;
    ctx.log.warn({ reason: error.reason }, 'a one-time code was not sent');
    throw new Refusal('SMS_UNAVAILABLE');
  }
  return { resendSeconds: codeRules.resendSeconds, minutes: codeRules.minutes };
}

/** Bound to its row: the same six digits hash differently each time. */
export const codeHash = (ctx: Pick<Context, 'vault'>, id: string, code: string): string => ctx.vault.fingerprint(`code:${id}:${code}`);

export type StoredCode = CodeState & { id: string; codeHash: string };

/** Only the newest code of a phone counts. `hold` keeps parallel tries in a queue. */
export async function newestCode(db: Database | Tx, phoneHash: string, { hold = false } = {}): Promise<StoredCode | undefined> {
  const newest = db
    .select()
    .from(oneTimeCodes)
    .where(eq(oneTimeCodes.phoneHash, phoneHash))
    .orderBy(desc(oneTimeCodes.createdAt), desc(oneTimeCodes.id))
    .limit(1);
  const [row] = await (hold ? newest.for('update') : newest);
  return row && { ...row, usedAt: row.usedAt ?? undefined };
}
