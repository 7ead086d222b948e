import { hash } from 'node:crypto';
import { canonicalJson } from '../../domain/board/canonical.ts';
import type { Manifest } from '../../domain/board/manifest.ts';
import type { Context } from '../context.ts';

/** A manifest's content before it has a version: the same content is never published twice. */
export type ManifestContent = Omit<Manifest, 'version' | 'issuedAt'>;

export interface WrittenContent {
  /** Canonical, without `version` and `issuedAt`. */
  text: string;
  hash: string;
}

/** @param written rows and pages that other boards of the same round have written */
export function writeContent(content: ManifestContent, written?: WeakMap<object, string>): WrittenContent {
  const text = canonicalJson(content, written);
  return { text, hash: hash('sha256', text) };
}

export interface SealedManifest {
  hash: string;
  /** As sent: the signed manifest's JSON in UTF-8. */
  body: Buffer<ArrayBuffer>;
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
  const sha256 = hash('sha256', bytes);
  const signature = Buffer.from(ctx.vault.sign(bytes)).toString('base64url');
  const seal = Buffer.from(`,"hash":"${sha256}","signature":"${signature}"}`);
  return { hash: sha256, body: Buffer.concat([bytes.subarray(0, -1), seal]) };
}
