import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config.ts';
import { BrokenStretch, DiskNearlyFull, type MissedGap, type MissedPort, type StretchOf } from '../../services/recordings/missed-port.ts';
import { missedKey } from '../../services/recordings/recordings-port.ts';
import { gapsOf } from './fill-gaps.ts';
import { writeFill } from './fill-writer.ts';
import { list } from './folders.ts';
import { Recorder } from './recorder.ts';
import { fillName } from './run-files.ts';
import { RecordingShelf, type ShelfLog, SPARE_BYTES } from './shelf.ts';
import { diskStore } from './store.ts';

const piecePattern = /^p\d{1,5}$/;

/** Pieces of what the server missed, as hosts send them, and what becomes of them. They lie beside the recordings until their gap is filled. */
export class MissedShelf implements MissedPort {
  readonly #shelf: RecordingShelf;
  readonly #disk: ReturnType<typeof diskStore>;
  readonly #spareBytes: number;

  constructor(input: { shelf: RecordingShelf; dir: string; spareBytes?: number }) {
    this.#shelf = input.shelf;
    this.#disk = diskStore(input.dir);
    this.#spareBytes = input.spareBytes ?? SPARE_BYTES;
  }

  static open({ media }: Pick<Config, 'media'>, log: ShelfLog): MissedShelf {
    return new MissedShelf({ shelf: RecordingShelf.open({ media }, log), dir: media.dir });
  }

  async gaps(episodeId: string, endedMs: number | undefined): Promise<MissedGap[]> {
    return gapsOf(await this.#shelf.recorded(episodeId), endedMs);
  }

  async keepPiece(stretch: StretchOf, piece: number, bytes: Buffer): Promise<void> {
    const file = this.#pieceOf(stretch, piece);
    await mkdir(dirname(file), { recursive: true });
    await this.#assertRoom(dirname(file), bytes.length);
    try {
      await writeFile(`${file}.part`, bytes, { flush: true });
    } catch (error) {
      await rm(`${file}.part`, { force: true });
      throw isFull(error) ? new DiskNearlyFull('the disk is full') : error;
    }
    await rename(`${file}.part`, file);
  }

  async pieces(stretch: StretchOf): Promise<number[]> {
    const names = (await list(this.#disk.pathOf(keyOf(stretch)))).filter((name) => piecePattern.test(name));
    return names.map((name) => Number(name.slice(1))).toSorted((a, b) => a - b);
  }

  dropPieces(stretch: StretchOf): Promise<void> {
    return this.#disk.removeFolder(keyOf(stretch));
  }

  async fill({ stretch, progress, signal }: Parameters<MissedPort['fill']>[0]): Promise<void> {
    const { episodeId, id, fromMs, toMs, zeroMs } = stretch;
    const epochMs = await this.#epochAt(episodeId, fromMs);
    const name = fillName(fromMs, id);
    const { making, placed } = this.#shelf.fillFolder(episodeId, name);
    // What a death left of the last try.
    await rm(making, { recursive: true, force: true });
    const file = await this.#together(stretch);
    let trouble: unknown;
    const recorder = new Recorder({
      dir: making,
      name,
      epochMs: () => epochMs,
      spareBytes: this.#spareBytes,
      now: () => performance.now(),
      onState: () => {},
      onProblem: (error) => {
        trouble ??= error;
      },
    });
    const settled = async () => {
      await recorder.settled();
      if (trouble) throw isFull(trouble) ? new DiskNearlyFull('the disk is full') : trouble;
    };
    try {
      const sink = { part: recorder.part.bind(recorder), end: recorder.end.bind(recorder), settled };
      await writeFill({ file, fromMs, toMs, zeroMs, sink, progress, signal });
    } catch (error) {
      recorder.end();
      await recorder.settled();
      await rm(making, { recursive: true, force: true });
      throw error;
    } finally {
      await rm(file, { force: true });
    }
    await placed();
  }

  /** The program's clock as it stood there. */
  async #epochAt(episodeId: string, fromMs: number): Promise<number> {
    const runs = await this.#shelf.recorded(episodeId);
    const before = runs.findLast(({ segments }) => (segments[0]?.timeMs ?? Number.POSITIVE_INFINITY) <= fromMs) ?? runs[0];
    if (!before) throw new BrokenStretch('nothing was recorded');
    return before.epochMs;
  }

  /** All pieces as the one file that they are of. */
  async #together(stretch: StretchOf & { pieces: number }): Promise<string> {
    const file = join(this.#disk.pathOf(keyOf(stretch)), 'whole.webm');
    const read = async function* (pieceOf: (piece: number) => string) {
      for (let piece = 0; piece < stretch.pieces; piece += 1) yield await readFile(pieceOf(piece));
    };
    try {
      await pipeline(
        read((piece) => this.#pieceOf(stretch, piece)),
        createWriteStream(file),
      );
    } catch (error) {
      await rm(file, { force: true });
      if (isFull(error)) throw new DiskNearlyFull('the disk is full');
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new BrokenStretch('a piece is gone');
      throw error;
    }
    return file;
  }

  #pieceOf(stretch: StretchOf, piece: number): string {
    return join(this.#disk.pathOf(keyOf(stretch)), `p${piece}`);
  }

  async #assertRoom(dir: string, bytes: number): Promise<void> {
    if (this.#spareBytes === 0) return;
    const { bavail, bsize } = await statfs(dir);
    if (bavail * bsize < this.#spareBytes + bytes) throw new DiskNearlyFull('the disk is nearly full');
  }
}

const keyOf = ({ episodeId, id }: StretchOf): string => `${missedKey(episodeId)}/${id}`;

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG');
