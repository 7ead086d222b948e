import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/board/canonical.ts';
import type { Manifest } from '../../domain/board/manifest.ts';
import type { Context } from '../context.ts';

/** A manifest's content before it has a version: the same content is never published twice. */
export type ManifestContent = Omit<Manifest, 'version' | 'issuedAt'>;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export interface WrittenContent {
  /** Canonical, without `version` and `issuedAt`. */
  text: string;
  hash: string;
}

export function writeContent(content: ManifestContent): WrittenContent {
  const text = canonicalJson(content);
  return { text, hash: hashOf(text) };
}

export interface SealedManifest {
  hash: string;
  /** As sent: the signed manifest's JSON. */
  body: string;
}

/**
 * Signs with Node's own crypto. Writing the canonical text is what costs when a thousand boards change at once, so it is
 * written once: the two missing members are put where sorting would put them (`issuedAt` before `keyId`, `version`
 * last). A test holds this to `canonicalJson`.
 */
export function sealManifest(
  ctx: Pick<Context, 'vault'>,
  content: WrittenContent,
  stamp: Pick<Manifest, 'version' | 'issuedAt'>,
): SealedManifest {
  const text = `${content.text.replace('"keyId":', `"issuedAt":${JSON.stringify(stamp.issuedAt)},"keyId":`).slice(0, -1)},"version":${stamp.version}}`;
  const bytes = Buffer.from(text);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const signature = Buffer.from(ctx.vault.sign(bytes)).toString('base64url');
  return { hash, body: `${text.slice(0, -1)},"hash":"${hash}","signature":"${signature}"}` };
}
