import type { Asset } from '#server/domain/board/manifest.ts';
import { type DownloadWindow, hasRoomFor, mayDownload, smallFileBytes, staggerMs } from '#server/domain/screen/downloads.ts';
import { download, FileWrong } from './download.ts';
import type { FileShelf, StoredFile } from './shelf.ts';

export interface StorageSaid {
  usedBytes: number;
  quotaBytes: number;
}

export interface FilesParts {
  shelf: FileShelf;
  /** What the browser says of its store; `undefined` where it says nothing. */
  storage(): Promise<StorageSaid | undefined>;
  /** The player's time, and the time of day (HH:MM) in the station's zone. A server may set it back by years. */
  nowMs(): number;
  /** Only counts: what has to wait waits by this. */
  monoMs(): number;
  timeOfDay(): string;
  /** A rehearsal plays what is here. */
  mayFetch?: boolean;
  /** As this screen asks for it. */
  fetchable?: (url: string) => string;
  /** Does something with a file while no other wall of this browser does: they have one shelf. */
  alone?(sha256: string, work: () => Promise<void>): Promise<void>;
  /** Something that the studio should hear of. */
  report(sha256: string, why: string): void;
  random?: () => number;
}

/** A manifest waits a little for pictures that are on their way, and never for a film. */
const worthWaitingMs = 8_000;
/** After a failure of the network the next try is so much later. */
const againAfterMs = 15_000;
/** What was refused for want of room, or was wrong, is tried again after this: room may have been made, a server mended. */
const refusedForMs = 10 * 60_000;
/** Another wall of this browser may want what this one does not, and says so this often. */
const unwantedForMs = 24 * 3_600_000;
const touchEveryMs = 3_600_000;
/** After a start, and after a clock that was set, every wall of this browser says first what it wants before anything is cleared. */
const settlesInMs = 10 * 60_000;

/**
 * 素材: pictures and films of the manifest held. Fetched one at a time, apart from other walls, in the station's hours for large ones, whole and verified
 * before a slide may use them; what nobody wants any more is cleared.
 */
export class Files {
  /** Whole and verified, by their SHA-256. */
  ready = $state.raw<ReadonlySet<string>>(new Set());
  readonly #parts: FilesParts;
  #wanted = new Map<string, Asset>();
  #window: DownloadWindow | undefined;
  /** Not before this reading of the monotonic clock; for a stagger, a failure, or a refusal. */
  readonly #notBefore = new Map<string, number>();
  readonly #urls = new Map<string, string>();
  #working: Promise<void> | undefined;
  #touchAtMono = 0;
  /** The player's time less the monotonic one. */
  #offsetMs = Number.NaN;
  #clearsFromMono = 0;
  #waiting: (() => void)[] = [];

  constructor(parts: FilesParts) {
    this.#parts = parts;
  }

  /** The files of the manifest that is coming or held. */
  want(assets: readonly Asset[], window: DownloadWindow | undefined): void {
    const { monoMs, random = Math.random } = this.#parts;
    for (const asset of assets)
      if (!this.#wanted.has(asset.sha256)) this.#notBefore.set(asset.sha256, monoMs() + staggerMs(asset.bytes, random()));
    this.#wanted = new Map(assets.map((asset) => [asset.sha256, asset]));
    this.#window = window;
    this.work();
  }

  /** At a start: what the shelf holds already, by its size; its hash was counted when it came. */
  async recall(assets: readonly Asset[]): Promise<void> {
    this.#wanted = new Map(assets.map((asset) => [asset.sha256, asset]));
    const stored = await this.#parts.shelf.list();
    const ready = new Set<string>();
    for (const { sha256, bytes, isWhole } of stored) {
      if (!isWhole) continue;
      if (!this.#wanted.has(sha256)) continue;
      if ((await this.#sizeOf(sha256)) === bytes) ready.add(sha256);
      else await this.#lost(sha256);
    }
    this.ready = ready;
  }

  /** Until what is small is here, or a few seconds have passed: jobs don't wait for a film. */
  async bring(assets: readonly Asset[], window: DownloadWindow | undefined): Promise<void> {
    const first = assets.filter((asset) => !this.#wanted.has(asset.sha256) && !this.ready.has(asset.sha256));
    const missing = assets.filter((asset) => !this.ready.has(asset.sha256));
    this.want(assets, window);
    const bytes = missing.reduce((sum, asset) => sum + asset.bytes, 0);
    // Waited for once, when it is new; a manifest that comes after it has other news.
    if (first.length === 0 || bytes > smallFileBytes) return;
    const isHere = () => missing.every((asset) => this.ready.has(asset.sha256) || this.#isRefused(asset.sha256));
    const give = new Promise<void>((resolve) => setTimeout(resolve, worthWaitingMs));
    const here = new Promise<void>((resolve) => {
      const look = () => (isHere() ? resolve() : void this.#waiting.push(look));
      look();
    });
    await Promise.race([here, give]);
  }

  /** What stands in the way of the slide that needs a file; it stays out of the rotation meanwhile. */
  async urlOf(sha256: string): Promise<string | undefined> {
    const known = this.#urls.get(sha256);
    if (known !== undefined) return known;
    const asset = this.#wanted.get(sha256);
    // Of a manifest that is not held any more.
    if (asset === undefined) return undefined;
    const pieces = await this.#parts.shelf.pieces(sha256);
    const bytes = pieces.reduce((sum, piece) => sum + piece.size, 0);
    if (bytes !== asset.bytes) {
      // 清掉了: a browser short of space has taken it, without a word.
      await this.#lost(sha256);
      this.work();
      return undefined;
    }
    const url = URL.createObjectURL(new Blob(pieces, { type: asset.mediaType }));
    this.#urls.set(sha256, url);
    return url;
  }

  /** Looks for something to do; called with each of the player's ticks, and cheap where there is nothing. */
  work(): void {
    const { mayFetch, monoMs, report } = this.#parts;
    if (this.#working || mayFetch === false) return;
    this.#lookAtClock();
    if (this.#next() === undefined && (this.#wanted.size === 0 || monoMs() < this.#touchAtMono)) return;
    this.#working = this.#workOff()
      // A store that can't be written at all: what plays goes on, and it is tried again later.
      .catch((error: unknown) => {
        for (const sha256 of this.#wanted.keys()) if (!this.ready.has(sha256)) this.#notBefore.set(sha256, monoMs() + refusedForMs);
        report('store', isFull(error) ? 'DISK_FULL' : `STORE ${String(error)}`);
      })
      .finally(() => {
        this.#working = undefined;
      });
  }

  #lookAtClock(): void {
    const { nowMs, monoMs } = this.#parts;
    const offsetMs = nowMs() - monoMs();
    if (Math.abs(offsetMs - this.#offsetMs) < touchEveryMs) return;
    this.#offsetMs = offsetMs;
    this.#touchAtMono = 0;
    this.#clearsFromMono = monoMs() + settlesInMs;
  }

  #next(): Asset | undefined {
    const { monoMs, timeOfDay } = this.#parts;
    const now = monoMs();
    return [...this.#wanted.values()]
      .filter((asset) => !this.ready.has(asset.sha256) && (this.#notBefore.get(asset.sha256) ?? 0) <= now)
      .filter((asset) => mayDownload(asset, this.#window, timeOfDay()))
      .sort((a, b) => a.bytes - b.bytes)[0];
  }

  async #workOff(): Promise<void> {
    this.#touchAtMono = this.#parts.monoMs() + touchEveryMs;
    await this.#clear();
    for (let asset = this.#next(); asset !== undefined; asset = this.#next()) {
      await this.#fetch(asset);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const look of waiting) look();
    }
  }

  async #fetch(asset: Asset): Promise<void> {
    const { alone = (_, work) => work() } = this.#parts;
    await alone(asset.sha256, async () => {
      // Another wall of this browser has brought it meanwhile.
      if (await this.#isWhole(asset)) this.#arrived(asset);
      else await this.#bringIn(asset);
    });
  }

  async #isWhole({ sha256, bytes }: Asset): Promise<boolean> {
    const stored = (await this.#parts.shelf.list()).find((file) => file.sha256 === sha256);
    return stored?.isWhole === true && (await this.#sizeOf(sha256)) === bytes;
  }

  #arrived({ sha256 }: Asset): void {
    if (this.#wanted.has(sha256)) this.ready = new Set([...this.ready, sha256]);
  }

  async #bringIn(asset: Asset): Promise<void> {
    const { shelf, storage, nowMs, monoMs, report, fetchable = (url) => url } = this.#parts;
    const later = (ms: number) => this.#notBefore.set(asset.sha256, monoMs() + ms);
    const missingBytes = asset.bytes - (await this.#sizeOf(asset.sha256));
    if (!hasRoomFor(missingBytes, await storage())) {
      later(refusedForMs);
      report(asset.sha256, `TOO_BIG ${asset.bytes}`);
      return;
    }
    try {
      await download({ ...asset, url: fetchable(asset.url) }, { shelf, nowMs });
      this.#arrived(asset);
    } catch (error) {
      if (error instanceof FileWrong) {
        later(refusedForMs);
        report(asset.sha256, `ASSET_WRONG ${error.message}`);
      } else if (isFull(error)) {
        later(refusedForMs);
        report(asset.sha256, 'DISK_FULL');
        // What plays is left alone; what came of this one makes room again.
        await shelf.drop(asset.sha256);
      } else later(againAfterMs);
    }
  }

  #isRefused(sha256: string): boolean {
    return (this.#notBefore.get(sha256) ?? 0) - this.#parts.monoMs() > againAfterMs;
  }

  async #lost(sha256: string): Promise<void> {
    await this.#parts.shelf.drop(sha256);
    this.ready = new Set([...this.ready].filter((one) => one !== sha256));
    this.#notBefore.delete(sha256);
    this.#parts.report(sha256, 'EVICTED');
  }

  async #clear(): Promise<void> {
    const { shelf, nowMs, monoMs } = this.#parts;
    const now = nowMs();
    const mayDrop = monoMs() >= this.#clearsFromMono;
    for (const file of await shelf.list()) {
      if (this.#wanted.has(file.sha256)) await this.#touch(file, now);
      // One that is wanted in years to come was put down by a clock that was wrong.
      else if (mayDrop && Math.abs(now - file.wantedAtMs) > unwantedForMs) await shelf.drop(file.sha256);
    }
    for (const [sha256, url] of this.#urls) {
      if (this.#wanted.has(sha256)) continue;
      URL.revokeObjectURL(url);
      this.#urls.delete(sha256);
    }
  }

  async #touch(file: StoredFile, now: number): Promise<void> {
    if (Math.abs(now - file.wantedAtMs) >= touchEveryMs) await this.#parts.shelf.put({ ...file, wantedAtMs: now });
  }

  async #sizeOf(sha256: string): Promise<number> {
    return (await this.#parts.shelf.pieces(sha256)).reduce((sum, piece) => sum + piece.size, 0);
  }
}

const isFull = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError';
