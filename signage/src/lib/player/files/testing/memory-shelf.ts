import type { FileShelf, StoredFile } from '../shelf.ts';

/** A device's store that a test can fill, empty and look into. */
export class MemoryShelf implements FileShelf {
  readonly files = new Map<string, StoredFile>();
  readonly stored = new Map<string, Uint8Array<ArrayBuffer>[]>();
  /** Bytes that this device holds at most. */
  capacity = Number.POSITIVE_INFINITY;

  get size(): number {
    return [...this.stored.values()].flat().reduce((sum, piece) => sum + piece.length, 0);
  }

  async list(): Promise<StoredFile[]> {
    return [...this.files.values()];
  }

  async put(file: StoredFile): Promise<void> {
    this.files.set(file.sha256, file);
  }

  async pieces(sha256: string): Promise<Blob[]> {
    return (this.stored.get(sha256) ?? []).map((piece) => new Blob([piece]));
  }

  async append(sha256: string, _at: number, piece: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.size + piece.length > this.capacity) throw new DOMException('full', 'QuotaExceededError');
    this.stored.set(sha256, [...(this.stored.get(sha256) ?? []), piece]);
  }

  async drop(sha256: string): Promise<void> {
    this.files.delete(sha256);
    this.stored.delete(sha256);
  }
}
