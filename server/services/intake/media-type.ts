/** What a photo or recording is, by its own first bytes: a name and a declared type are only what somebody says. */
export interface MediaKind {
  kind: 'photo' | 'voice';
  mediaType: string;
  extension: string;
}

const text = (head: Uint8Array, from: number, to: number) => String.fromCharCode(...head.subarray(from, to));

export function mediaKindOf(head: Uint8Array): MediaKind | undefined {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return { kind: 'photo', mediaType: 'image/jpeg', extension: 'jpg' };
  if (text(head, 1, 4) === 'PNG' && head[0] === 0x89) return { kind: 'photo', mediaType: 'image/png', extension: 'png' };
  if (text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP') return { kind: 'photo', mediaType: 'image/webp', extension: 'webp' };
  if (text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WAVE') return { kind: 'voice', mediaType: 'audio/wav', extension: 'wav' };
  if (text(head, 0, 4) === 'OggS') return { kind: 'voice', mediaType: 'audio/ogg', extension: 'ogg' };
  if (text(head, 0, 5) === '#!AMR') return { kind: 'voice', mediaType: 'audio/amr', extension: 'amr' };
  if (text(head, 4, 8) === 'ftyp') return { kind: 'voice', mediaType: 'audio/mp4', extension: 'm4a' };
  // ID3v2, or a bare MPEG audio frame: eleven sync bits, and a layer that is not reserved.
  if (text(head, 0, 3) === 'ID3') return { kind: 'voice', mediaType: 'audio/mpeg', extension: 'mp3' };
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ((head[1] ?? 0) & 0x06) !== 0)
    return { kind: 'voice', mediaType: 'audio/mpeg', extension: 'mp3' };
  return undefined;
}
