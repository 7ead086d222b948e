import type { z } from 'zod';
import type { KioskGrabbed, kioskCodeRequest, kioskGrab } from '../../contract/kiosk.ts';
import type { Context } from '../context.ts';
import type { GrabOutcome } from '../grabs/decide-batch.ts';
import { grabPlace } from '../grabs/grab-place.ts';
import { checkCode } from '../seekers/check-code.ts';
import { holdPlace } from '../seekers/hold-place.ts';
import { consume } from '../seekers/limits.ts';
import { type CodeSent, requestCode } from '../seekers/request-code.ts';
import { endSession } from '../seekers/session.ts';
import { codeForJob } from './kiosk-code.ts';

const anyone = { kind: 'anyone' } as const;
type At = { screenId: string; clientAddress: string };

/**
 * A one-time code for somebody who stands at the kiosk.
 * @throws Refusal POSTING_CLOSED, POSTING_EXPIRED, SMS_UNAVAILABLE, CODE_LOCKED, TOO_MANY_REQUESTS
 */
export async function requestKioskCode(ctx: Context, at: At, { postingId, phone }: z.output<typeof kioskCodeRequest>): Promise<CodeSent> {
  const { code } = await codeForJob(ctx, at.screenId, postingId);
  await consume(ctx, { 'kiosk-phone': at.screenId });
  return requestCode(ctx, { phone, linkCode: code, clientAddress: at.clientAddress });
}

/**
 * A place for somebody who stands at the kiosk. Whatever session it takes is ended before the answer: the next person at this glass is
 * somebody else.
 * @throws Refusal as grabs and codes do
 */
export async function grabAtKiosk(ctx: Context, at: At, input: z.output<typeof kioskGrab>): Promise<KioskGrabbed> {
  const { screenId, clientAddress } = at;
  const { postingId, phone, code } = input;
  // First: a job that is gone must not cost a person the code that was sent.
  const link = await codeForJob(ctx, screenId, postingId);
  if (code === undefined) {
    await consume(ctx, { 'kiosk-phone': screenId });
    const { outcome, session } = await holdPlace(ctx, anyone, { postingId, phone, linkCode: link.code, clientAddress });
    if (session) await endSession(ctx, session.token);
    return answerOf(outcome);
  }
  const session = await checkCode(ctx, anyone, { phone, code, clientAddress });
  await endSession(ctx, session.token);
  return answerOf(await grabPlace(ctx, { postingId, seekerId: session.seekerId, linkCode: link.code }));
}

const answerOf = ({ state, waitingNumber, repeated }: GrabOutcome): KioskGrabbed => ({
  state,
  waitingNumber: waitingNumber ?? null,
  repeated,
});
