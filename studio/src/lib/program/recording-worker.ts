/**
 * Writes one recording into the browser's own file system. In a worker, because only here a file can be written piece by piece and flushed: what was
 * written stands after a crash.
 */
export type ToRecording =
  | { readonly type: 'open'; readonly folder: string; readonly name: string }
  | { readonly type: 'piece'; readonly bytes: ArrayBuffer }
  | { readonly type: 'read'; readonly id: number; readonly from: number; readonly to: number }
  | { readonly type: 'close' };
export type FromRecording =
  | { readonly type: 'written'; readonly bytes: number }
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
      if (data.type === 'piece') write(data.bytes);
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

function write(bytes: ArrayBuffer): void {
  if (!file) return;
  at += file.write(bytes, { at });
  file.flush();
  tell({ type: 'written', bytes: at });
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
