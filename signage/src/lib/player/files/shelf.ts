import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** A file as far as it is here. */
export interface StoredFile {
  sha256: string;
  bytes: number;
  /** Every byte is here and was counted by its hash. */
  isWhole: boolean;
  /** When a manifest last wanted it; device time, only compared with itself. */
  wantedAtMs: number;
}

/** Where a player keeps pictures and films. Small enough to be held in memory by a test. */
export interface FileShelf {
  list(): Promise<StoredFile[]>;
  put(file: StoredFile): Promise<void>;
  /** Pieces in order, without gaps: whatever lies behind a gap is not here. */
  pieces(sha256: string): Promise<Blob[]>;
  /** @throws DOMException QuotaExceededError: the device is full */
  append(sha256: string, at: number, piece: Uint8Array<ArrayBuffer>): Promise<void>;
  drop(sha256: string): Promise<void>;
}

interface Piece {
  sha256: string;
  at: number;
  data: Blob;
}

interface FilesDb extends DBSchema {
  files: { key: string; value: StoredFile };
  pieces: { key: [string, number]; value: Piece };
}

/** In a database of its own: what it holds can be fetched again, the identity beside it can't. Pieces are kept as they came, so that no file is ever copied. */
export async function openShelf(): Promise<FileShelf> {
  const db: IDBPDatabase<FilesDb> = await openDB<FilesDb>('gangbo-files', 1, {
    upgrade(made) {
      made.createObjectStore('files', { keyPath: 'sha256' });
      made.createObjectStore('pieces', { keyPath: ['sha256', 'at'] });
    },
  });
  const piecesOf = (sha256: string) => IDBKeyRange.bound([sha256, 0], [sha256, Number.MAX_SAFE_INTEGER]);
  return {
    list: () => db.getAll('files'),
    put: async (file) => void (await db.put('files', file)),
    async pieces(sha256) {
      const found: Blob[] = [];
      let next = 0;
      for (const { at, data } of await db.getAll('pieces', piecesOf(sha256))) {
        if (at !== next) break;
        found.push(data);
        next += data.size;
      }
      return found;
    },
    append: async (sha256, at, piece) => void (await db.put('pieces', { sha256, at, data: new Blob([piece]) })),
    async drop(sha256) {
      const tx = db.transaction(['files', 'pieces'], 'readwrite');
      await Promise.all([tx.objectStore('files').delete(sha256), tx.objectStore('pieces').delete(piecesOf(sha256)), tx.done]);
    },
  };
}
