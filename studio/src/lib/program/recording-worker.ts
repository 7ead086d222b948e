import { lengthOfWebm } from '../missed/webm-cut.ts';

/**
 * Writes one recording into the browser's own file system. In a worker, because only here a file can be written piece by piece and flushed: what was
 * written stands after a crash.
 */
export type ToRecording =
  | { readonly type: 'open'; readonly folder: string; readonly name: string }
  /** `arrivedMs`: when the recorder gave it, ms since the Unix epoch. */
  | { readonly type: 'piece'; readonly bytes: ArrayBuffer; readonly arrivedMs: number }
  | { readonly type: 'read'; readonly id: number; readonly from: number; readonly to: number }
  | { readonly type: 'close' };
export type FromRecording =
  | { readonly type: 'written'; readonly bytes: number }
  /** Time 0 of what is in the file was no later than this, ms since the Unix epoch. */
  | { readonly type: 'began'; readonly beganMs: number }
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly isFull: boolean; readonly message: string };

/** TypeScript knows it in its worker library only. */
interface SyncHandle {
  write(data: ArrayBuffer, options: { at: number }): number;
  read(into: ArrayBuffer, options: { at: number }): number;
  flush(): void;
  close(): void;
}
interface SyncFile {
  createSyncAccessHandle(): Promise<SyncHandle>;
}

let file: SyncHandle | undefined;
let at = 0;
let opened: Promise<void> | undefined;
let pieces = 0;
let placed = Promise.resolve();
let lastCluster = 0;
let beganMs = Number.POSITIVE_INFINITY;
/** Pieces of two seconds: the first minute, and then twice a minute. */
const OFTEN_AT_FIRST = 30;
const SELDOM = 15;

const tell = (message: FromRecording) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToRecording>) => {
  if (data.type === 'open') {
    opened = open(data.folder, data.name);
    opened.catch(failed);
    return;
  }
  // Pieces that come while the file is being opened wait for it, in their order.
  opened
    ?.then(() => {
      if (data.type === 'piece') write(data.bytes, data.arrivedMs);
      else if (data.type === 'read') read(data);
      else finish();
    })
    .catch(failed);
});

async function open(folder: string, name: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const recordings = await root.getDirectoryHandle('recordings', { create: true });
  const directory = await recordings.getDirectoryHandle(folder, { create: true });
  const handle = (await directory.getFileHandle(name, { create: true })) as FileSystemFileHandle & SyncFile;
  file = await handle.createSyncAccessHandle();
}

function write(bytes: ArrayBuffer, arrivedMs: number): void {
  if (!file) return;
  at += file.write(bytes, { at });
  file.flush();
  tell({ type: 'written', bytes: at });
  pieces += 1;
  if (pieces <= OFTEN_AT_FIRST || pieces % SELDOM === 0) placed = placed.then(() => place(arrivedMs)).catch(failed);
}

/**
 * A recorder says neither when its first picture was taken nor how long its encoder needed to begin. But a piece holds what was taken before it came: the
 * shortest time between its last picture and its coming is what the encoder takes, and says where time 0 is.
 */
async function place(arrivedMs: number): Promise<void> {
  const written = file;
  if (!written) return;
  const size = at;
  const read = async (from: number, to: number) => {
    const bytes = new ArrayBuffer(Math.max(0, to - from));
    written.read(bytes, { at: from });
    return bytes;
  };
  const length = await lengthOfWebm({ size, read }, lastCluster);
  if (!length) return;
  lastCluster = length.lastCluster;
  const latest = arrivedMs - length.ms;
  if (latest >= beganMs) return;
  beganMs = latest;
  tell({ type: 'began', beganMs });
}

/** A file that is being written can be read here alone. */
function read({ id, from, to }: { id: number; from: number; to: number }): void {
  const bytes = new ArrayBuffer(Math.max(0, Math.min(to, at) - from));
  file?.read(bytes, { at: from });
  postMessage({ type: 'bytes', id, bytes } satisfies FromRecording, { transfer: [bytes] });
}

function finish(): void {
  close();
  tell({ type: 'closed' });
}

function close(): void {
  file?.close();
  file = undefined;
}

function failed(error: unknown): void {
  close();
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  tell({ type: 'failed', isFull, message: error instanceof Error ? error.message : String(error) });
}
