import type { SignedManifest } from './manifest.ts';

type Stamp = Pick<SignedManifest, 'screenId' | 'version' | 'hash' | 'issuedAt' | 'keyId'>;

export type Succession = 'newer' | 'same' | 'REPLAYED' | 'OTHER_SCREEN';

/**
 * Whether a manifest with a sound seal may follow the one that is held. A recording of last week's is sound too, so neither
 * its version nor its day may lie before ours. Another key starts its own count of versions, but not its own time.
 */
export function succeeds(held: Stamp | undefined, next: Stamp, screenId: string): Succession {
  if (next.screenId !== screenId) return 'OTHER_SCREEN';
  if (held === undefined) return 'newer';
  if (held.hash === next.hash) return 'same';
  if (Date.parse(next.issuedAt) < Date.parse(held.issuedAt)) return 'REPLAYED';
  if (next.keyId === held.keyId && next.version <= held.version) return 'REPLAYED';
  return 'newer';
}
