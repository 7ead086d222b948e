import { afterActivating, afterBoot, afterTaking, givenUp, proved, type Releases, type WorkerSays } from './releases.ts';

export interface KeptBuildsParts {
  caches: CacheStorage;
  /** The build whose worker this is. */
  release: string;
  /** Addresses of its scripts and styles. */
  shell: readonly string[];
  fetch(request: Request): Promise<Response>;
  /** A worker of another build is being installed, or waits. */
  isAnotherComing(): boolean;
}

const page = '/screen/';
const prefix = 'gangbo-player-';
const stateCache = 'gangbo-player-state';
const stateAddress = '/screen/releases.json';

/**
 * The builds of the player that a box has, each in a cache of its own, and which of them it opens (releases.ts). One object a worker; what they know of
 * each other lies in a cache, too.
 */
export class KeptBuilds {
  readonly #parts: KeptBuildsParts;
  readonly #own: string;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(parts: KeptBuildsParts) {
    this.#parts = parts;
    this.#own = `${prefix}${parts.release}`;
  }

  /** The page's own files are fetched at installation. Fonts are 119 cuts, of which a screen uses a dozen: kept when they are used. */
  async install(): Promise<void> {
    const cache = await this.#parts.caches.open(this.#own);
    await cache.addAll([new Request(page, { cache: 'reload' }), ...this.#parts.shell]);
  }

  /** Its worker begins to work. */
  async activate(): Promise<void> {
    await this.#change(async (before) => this.#clear(afterActivating(before, this.#own, await this.#builds())));
  }

  /** A page has rehearsed it, and asks for it; it opens when its worker works. */
  async ask(): Promise<void> {
    await this.#change((before) => ({ ...before, asked: this.#own }));
  }

  /** A page has rehearsed it, and its worker works already, because the browser began anew with it: it opens from now on. */
  async take(): Promise<void> {
    await this.#change(async (before) => this.#clear(afterTaking(before, this.#own, await this.#builds())));
  }

  /** That build has presented its slides on the glass. */
  async prove(release: string): Promise<void> {
    await this.#change(async (before) => {
      if (before.isProved || before.serves !== `${prefix}${release}`) return before;
      const { previous } = before;
      if (previous !== undefined) await this.#drop([previous]);
      return proved(before);
    });
  }

  async giveUp(): Promise<void> {
    await this.#change(givenUp);
  }

  /** As it is kept: what a full disk did not take is not so. */
  async says(): Promise<WorkerSays> {
    const { serves, refused } = await this.#read();
    return { release: this.#parts.release, serves: serves?.slice(prefix.length), refused: refused?.slice(prefix.length) };
  }

  /** The kept page, at once: a newer one comes by proving itself, never by a reload that happens to find it. */
  async open(request: Request, rehearsed: string | null): Promise<Response> {
    const { caches, fetch } = this.#parts;
    if (rehearsed !== null) return (await (await caches.open(`${prefix}${rehearsed}`)).match(page)) ?? Response.error();
    const { serves } = await this.#change(afterBoot);
    const kept = serves === undefined ? undefined : await (await caches.open(serves)).match(page);
    return kept ?? fetch(request);
  }

  async file(request: Request): Promise<Response> {
    const { caches, fetch } = this.#parts;
    const kept = await caches.match(request);
    if (kept) return kept;
    const response = await fetch(request);
    if (response.ok) await wherePossible((await caches.open(this.#own)).put(request, response.clone()));
    return response;
  }

  async #builds(): Promise<string[]> {
    return (await this.#parts.caches.keys()).filter((name) => name.startsWith(prefix) && name !== stateCache);
  }

  /** Another build that is just being fetched has its files in a cache that nobody names yet: then everything stays until next time. */
  async #clear({ releases, drop }: { releases: Releases; drop: string[] }): Promise<Releases> {
    if (!this.#parts.isAnotherComing()) await this.#drop(drop);
    return releases;
  }

  /** Fonts outlive a release: their names carry their hash. */
  async #drop(builds: readonly string[]): Promise<void> {
    const { caches } = this.#parts;
    const own = await caches.open(this.#own);
    for (const name of builds) {
      const before = await caches.open(name);
      for (const request of await before.keys()) {
        if (!request.url.endsWith('.woff2') || (await own.match(request))) continue;
        const response = await before.match(request);
        if (response) await wherePossible(own.put(request, response));
      }
      await caches.delete(name);
    }
  }

  /** Reads, changes and writes, one after the other: two walls of a box begin at the same moment. */
  #change(by: (before: Releases) => Releases | Promise<Releases>): Promise<Releases> {
    const next = this.#changing.then(async () => {
      const before = await this.#read();
      const after = await by(before);
      if (after !== before) await wherePossible(this.#write(after));
      return after;
    });
    this.#changing = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  }

  async #read(): Promise<Releases> {
    const kept = await (await this.#parts.caches.open(stateCache)).match(stateAddress);
    return kept ? ((await kept.json()) as Releases) : { boots: 0, isProved: true };
  }

  async #write(releases: Releases): Promise<void> {
    await (await this.#parts.caches.open(stateCache)).put(stateAddress, new Response(JSON.stringify(releases)));
  }
}

/** A disk that is full must not keep from the glass what is here. */
async function wherePossible(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
