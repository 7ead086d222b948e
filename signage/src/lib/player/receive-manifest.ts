import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { succeeds } from '#server/domain/board/replay.ts';
import { checkSeal, type TrustedKeys } from '#server/domain/board/seal.ts';

export type Received =
  | { kind: 'new'; manifest: SignedManifest }
  /** The one that is held. */
  | { kind: 'same' }
  /** Kept off the glass, with what was held before; `why` is told to the studio. */
  | { kind: 'refused'; version: number | undefined; why: string };

export interface ReceiveManifest {
  held: SignedManifest | undefined;
  screenId: string;
  trusted: TrustedKeys;
  /** What the first page needs. A file that is wrong or long keeps its own slide off the glass, and nothing else. */
  preload(manifest: SignedManifest): Promise<void>;
}

/** Verify, then preload: whatever fails on the way leaves everything as it was. */
export async function receiveManifest(text: string, { held, screenId, trusted, preload }: ReceiveManifest): Promise<Received> {
  const next = read(text);
  if (next === undefined) return { kind: 'refused', version: undefined, why: 'UNREADABLE' };
  const refused = (why: string): Received => ({ kind: 'refused', version: next.version, why });
  const verdict = checkSeal(next, trusted);
  if (!verdict.sound) return refused(verdict.reason);
  const succession = succeeds(held, next, screenId);
  if (succession === 'same') return { kind: 'same' };
  if (succession !== 'newer') return refused(succession);
  await preload(next);
  return { kind: 'new', manifest: next };
}

/** What was kept, at the next start. Checked again: what lies in a store may have been changed there. */
export async function recallManifest(
  text: string,
  { screenId, trusted, preload }: Omit<ReceiveManifest, 'held'>,
): Promise<SignedManifest | undefined> {
  const kept = read(text);
  if (kept === undefined || !checkSeal(kept, trusted).sound || kept.screenId !== screenId) return undefined;
  await preload(kept);
  return kept;
}

function read(text: string): SignedManifest | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as SignedManifest) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
