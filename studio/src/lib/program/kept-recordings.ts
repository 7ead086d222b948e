import { LAPSES_AFTER_MS, recordingBegan } from './recording-name.ts';

/** What stands in the browser's own file system. Nobody else can read it: not another site, not another browser profile. */
export interface KeptRecording {
  readonly name: string;
  readonly beganMs: number;
  readonly bytes: number;
  readonly file: File;
}

/** TypeScript's DOM lacks the iterator. */
type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };

async function recordings(): Promise<Folder | undefined> {
  // Absent in insecure pages and in some private windows.
  if (!navigator.storage?.getDirectory) return undefined;
  const root = await navigator.storage.getDirectory();
  return (await root.getDirectoryHandle('recordings', { create: true })) as Folder;
}

/** The episode's recordings, the oldest first. */
export async function listRecordings(episodeId: string): Promise<KeptRecording[]> {
  const folder = await recordings();
  if (!folder) return [];
  const episode = (await folder.getDirectoryHandle(episodeId, { create: true })) as Folder;
  const kept: KeptRecording[] = [];
  for await (const handle of episode.values()) {
    const beganMs = recordingBegan(handle.name);
    if (handle.kind !== 'file' || beganMs === undefined) continue;
    const file = await (handle as FileSystemFileHandle).getFile();
    kept.push({ name: handle.name, beganMs, bytes: file.size, file });
  }
  return kept.sort((a, b) => a.beganMs - b.beganMs);
}

export async function removeRecording(episodeId: string, name: string): Promise<void> {
  const folder = await recordings();
  await (await folder?.getDirectoryHandle(episodeId))?.removeEntry(name);
  localStorage.removeItem(beganKey(episodeId, name));
}

/** Takes away what has lapsed, of every episode. One that is being written can't be removed, and is not that old. */
export async function sweepRecordings(nowMs: number): Promise<void> {
  const folder = await recordings();
  if (!folder) return;
  for await (const episode of folder.values()) {
    if (episode.kind !== 'directory') continue;
    let left = 0;
    for await (const handle of (episode as Folder).values()) {
      const beganMs = recordingBegan(handle.name);
      if (beganMs !== undefined && nowMs - beganMs > LAPSES_AFTER_MS) {
        await (episode as Folder).removeEntry(handle.name);
        localStorage.removeItem(beganKey(episode.name, handle.name));
      } else left += 1;
    }
    if (left === 0) await folder.removeEntry(episode.name);
  }
}

/** What the browser gives this site, in bytes. */
export async function spaceLeft(): Promise<number | undefined> {
  if (!navigator.storage?.estimate) return undefined;
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}

const beganKey = (episodeId: string, name: string): string => `recording-began:${episodeId}/${name}`;

/** Notes when a recording's first picture was taken: its name says only when it was asked for. */
export function noteBegan(episodeId: string, name: string, beganMs: number): void {
  localStorage.setItem(beganKey(episodeId, name), String(beganMs));
}

/** Undefined for one of which nothing was noted. */
export function notedBegan(episodeId: string, name: string): number | undefined {
  const noted = localStorage.getItem(beganKey(episodeId, name));
  return noted === null ? undefined : Number(noted);
}
