import { gt, or } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import { screens } from '../../db/schema/screens.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';

export interface Credential {
  /** Raised with each device that becomes this screen, and when its credential is taken away. */
  version: number;
  holds: boolean;
}

/** What another process has changed is known here after this at most, ms: a stolen credential is worth nothing anywhere within seconds. */
const freshMs = 2_000;
/** A change may be committed some time after the moment it bears, and by a machine whose clock is behind. */
const lookBack = { minutes: 2 } as const;
const nobody: Credential = { version: -1, holds: false };

/**
 * Credentials of the screens that ask here. Thousands beat every few seconds: each is read once, and what has changed since is one statement every two
 * seconds, whatever their number. A process's own changes count at once (`forgetCredential`).
 */
class Credentials {
  readonly #ctx: Context;
  readonly #known = new Map<string, Credential>();
  #freshAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<void> | undefined;
  readonly #load: (screenId: string) => Promise<Credential>;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    const together = coalesce<string, Credential>({ most: 500, restMs: 20, run: async (_key, ids) => this.#read(ids) });
    this.#load = (screenId) => together('credentials', screenId);
  }

  async of(screenId: string): Promise<Credential> {
    if (performance.now() - this.#freshAt > freshMs) await this.#refresh();
    return this.#known.get(screenId) ?? (await this.#load(screenId));
  }

  forget(screenId: string): void {
    this.#known.delete(screenId);
  }

  #refresh(): Promise<void> {
    this.#refreshing ??= this.#readChanged().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #readChanged(): Promise<void> {
    const askedAt = performance.now();
    const since = this.#ctx.clock.now().subtract(lookBack);
    const rows = await this.#rows().where(or(gt(screens.pairedAt, since), gt(screens.revokedAt, since)));
    for (const { id, ...credential } of rows) if (this.#known.has(id)) this.#keep(id, credential);
    this.#freshAt = askedAt;
  }

  async #read(ids: readonly string[]): Promise<Credential[]> {
    for (const { id, ...credential } of await this.#rows().where(among(screens.id, ids))) this.#keep(id, credential);
    // Nobody's name is kept: whoever asks under thousands of them would fill the map.
    return ids.map((id) => this.#known.get(id) ?? nobody);
  }

  #rows() {
    return this.#ctx.db
      .select({ id: screens.id, version: screens.credentialVersion, revokedAt: screens.revokedAt })
      .from(screens)
      .$dynamic();
  }

  #keep(id: string, { version, revokedAt }: { version: number; revokedAt: unknown }): void {
    this.#known.set(id, { version, holds: revokedAt === null });
  }
}

const ofDatabase = new WeakMap<Context['db'], Credentials>();

function credentials(ctx: Context): Credentials {
  const known = ofDatabase.get(ctx.db) ?? new Credentials(ctx);
  ofDatabase.set(ctx.db, known);
  return known;
}

export const credentialOf = (ctx: Context, screenId: string): Promise<Credential> => credentials(ctx).of(screenId);

/** After the commit that changed it. */
export const forgetCredential = (ctx: Context, screenId: string): void => credentials(ctx).forget(screenId);
