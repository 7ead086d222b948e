import { createHash } from 'node:crypto';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Database, Tx } from '../../db/database.ts';
import { keptManifests } from '../../db/schema/proofs.ts';
import { manifests } from '../../db/schema/screens.ts';
import { shelvedVersion } from '../boards/manifest-shelf.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { packManifest, unpackManifest } from './pack-manifest.ts';

/** After so many differences stands a whole one again: reading the last asks for all of them. */
const deepest = 12;

interface Wanted {
  screenId: string;
  version: number;
  hash: string;
}

const keepers = new WeakMap<Database, (wanted: Wanted) => Promise<boolean>>();

/**
 * Keeps what a manifest said that was on a glass, once, packed against the one before. In embedded mode its bytes are in this process's memory, else
 * in the database; gone from both, only its hash is known, and whoever asks is told so.
 * @returns how many are kept that were not
 */
export async function keepManifests(ctx: Context, wanted: readonly Wanted[]): Promise<number> {
  let keeper = keepers.get(ctx.db);
  if (keeper === undefined) {
    const together = coalesce<Wanted, boolean>({ most: 200, restMs: 50, run: (_key, many) => keepMany(ctx, many) });
    keeper = (one) => together('kept manifests', one);
    keepers.set(ctx.db, keeper);
  }
  const kept = await Promise.all(wanted.map(keeper));
  return kept.filter(Boolean).length;
}

async function keepMany(ctx: Context, wanted: readonly Wanted[]): Promise<boolean[]> {
  const held = await ctx.db
    .select({ hash: keptManifests.hash })
    .from(keptManifests)
    .where(
      among(
        keptManifests.hash,
        wanted.map(({ hash }) => hash),
      ),
    );
  const done = new Set(held.map(({ hash }) => hash));
  const outcome: boolean[] = [];
  for (const one of wanted) {
    outcome.push(!done.has(one.hash) && (await keepOne(ctx, one)));
    done.add(one.hash);
  }
  return outcome;
}

async function keepOne(ctx: Context, { screenId, version, hash }: Wanted): Promise<boolean> {
  const body = await bodyOf(ctx, screenId, version);
  const text = body?.replace(seal, '}');
  // A device may say any hash: what is kept is what this server signed.
  if (text === undefined || createHash('sha256').update(text).digest('hex') !== hash) return false;
  const nowMs = ctx.clock.now().epochMilliseconds;
  const last = await lastOf(ctx.db, screenId, nowMs);
  const base = last !== undefined && last.depth < deepest ? last : undefined;
  const chain =
    base === undefined
      ? { baseHash: null, keyHash: hash, depth: 0 }
      : { baseHash: base.hash, keyHash: base.keyHash, depth: base.depth + 1 };
  await ctx.db
    .insert(keptManifests)
    .values({ hash, screenId, version, ...chain, packed: packManifest(text, base?.text), keptAt: ctx.clock.now() })
    .onConflictDoNothing();
  remember(ctx.db, screenId, { hash, keyHash: chain.keyHash, depth: chain.depth, text, atMs: nowMs });
  return true;
}

/** How `sealManifest` ends a body: without it the canonical text is left that was hashed and signed. */
const seal = /,"hash":"[0-9a-f]{64}","signature":"[\w-]+"\}$/;

interface LastKept {
  hash: string;
  keyHash: string;
  depth: number;
  text: string;
  atMs: number;
}

/** Texts of the screens that changed last: in a rush each is the next one's base a moment later. Some 14 KB each. */
const mostRemembered = 1_000;
const trustedMs = 86_400_000;
const remembered = new WeakMap<Database, Map<string, LastKept>>();

function remember(db: Database, screenId: string, last: LastKept): void {
  const texts = remembered.get(db) ?? new Map<string, LastKept>();
  remembered.set(db, texts);
  texts.delete(screenId);
  texts.set(screenId, last);
  for (const oldest of texts.keys()) {
    if (texts.size <= mostRemembered) return;
    texts.delete(oldest);
  }
}

async function lastOf(db: Database, screenId: string, nowMs: number): Promise<LastKept | undefined> {
  const known = remembered.get(db)?.get(screenId);
  // A base that the retention rule may have taken meanwhile is none.
  if (known !== undefined && nowMs - known.atMs < trustedMs) return known;
  const [last] = await db
    .select({ hash: keptManifests.hash, keyHash: keptManifests.keyHash, depth: keptManifests.depth })
    .from(keptManifests)
    .where(eq(keptManifests.screenId, screenId))
    .orderBy(desc(keptManifests.version))
    .limit(1);
  const text = last === undefined ? undefined : await readKeptText(db, last.hash);
  return last === undefined || text === undefined ? undefined : { ...last, text, atMs: nowMs };
}

async function bodyOf(ctx: Context, screenId: string, version: number): Promise<string | undefined> {
  const shelved = shelvedVersion(ctx, screenId, version);
  if (shelved !== undefined) return shelved.body.toString();
  const [stored] = await ctx.db
    .select({ body: manifests.body })
    .from(manifests)
    .where(and(eq(manifests.screenId, screenId), eq(manifests.version, version)));
  return stored?.body ?? undefined;
}

/** The signed text with this hash; undefined where it was not kept, or is kept no longer. */
export async function readKeptText(db: Database | Tx, hash: string): Promise<string | undefined> {
  const [wanted] = await db.select({ keyHash: keptManifests.keyHash }).from(keptManifests).where(eq(keptManifests.hash, hash));
  if (wanted === undefined) return undefined;
  const chain = await db
    .select()
    .from(keptManifests)
    .where(inArray(keptManifests.keyHash, [wanted.keyHash]));
  const byHash = new Map(chain.map((row) => [row.hash, row]));
  const path: typeof chain = [];
  for (let at = byHash.get(hash); at !== undefined; at = at.baseHash === null ? undefined : byHash.get(at.baseHash)) path.unshift(at);
  let text: string | undefined;
  for (const { packed } of path) text = unpackManifest(packed, text);
  return text;
}
