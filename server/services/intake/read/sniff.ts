import { open, stat } from 'node:fs/promises';
import { Refusal } from '../../refusal.ts';
import { limits, tooLarge } from './limits.ts';
import type { FileBytes } from './zip-package.ts';

export type FileKind = 'zip' | 'text';

const headBytes = 8_192;
// [MS-CFB] §2.2: the container of .xls, .et, .doc, .wps and of every password-protected Office file.
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/**
 * What a file is by its content; its name only helps to word the refusal.
 * @throws Refusal for whatever cannot be read, saying what to do
 */
export async function sniff(file: FileBytes, fileName: string): Promise<FileKind> {
  const size = await sizeOf(file);
  if (size === 0) throw new Refusal('INTAKE_EMPTY');
  if (size > limits.fileBytes) throw tooLarge();
  const head = await readRange(file, 0, headBytes);
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) return 'zip';
  if (startsWith(head, compoundFile)) throw await refuseCompoundFile(file, size, fileName);
  const ascii = Buffer.from(head).toString('latin1');
  if (/^\s*%PDF-/.test(ascii)) throw new Refusal('INTAKE_PDF');
  if (isMedia(head, ascii)) throw new Refusal('INTAKE_PICTURE_OR_SOUND');
  if (['Rar!', '7z\xbc\xaf', '\x1f\x8b'].some((mark) => ascii.startsWith(mark)))
    throw new Refusal('INTAKE_ARCHIVE', { format: extensionOf(fileName, '.zip') });
  const start = ascii
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 400)
    .toLowerCase();
  // Exports of web systems, and of Excel 2003, that are called .xls and are none.
  if (/^<(?:!doctype html|html|table|meta)/.test(start)) throw new Refusal('INTAKE_LEGACY_FORMAT', { format: 'HTML (.xls)' });
  if (start.startsWith('<?xml')) throw new Refusal('INTAKE_LEGACY_FORMAT', { format: 'XML 2003' });
  if (start.startsWith('{\\rtf')) throw new Refusal('INTAKE_LEGACY_DOCUMENT', { format: '.rtf' });
  if (looksBinary(head))
    throw new Refusal(/\.(?:xlsx|xlsm|docx)$/i.test(fileName) ? 'INTAKE_DAMAGED' : 'INTAKE_FORMAT_UNKNOWN', { part: 'zip' });
  if (Buffer.from(head).every((byte) => byte <= 0x20) && size <= headBytes) throw new Refusal('INTAKE_EMPTY');
  return 'text';
}

export async function readAll(file: FileBytes): Promise<Uint8Array> {
  return 'bytes' in file ? file.bytes : await readRange(file, 0, await sizeOf(file));
}

async function sizeOf(file: FileBytes): Promise<number> {
  return 'bytes' in file ? file.bytes.byteLength : (await stat(file.path)).size;
}

async function readRange(file: FileBytes, start: number, length: number): Promise<Uint8Array> {
  if ('bytes' in file) return file.bytes.subarray(start, start + length);
  const handle = await open(file.path);
  try {
    const buffer = new Uint8Array(length);
    const { bytesRead } = await handle.read(buffer, 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Stream names in a compound file are UTF-16LE in its directory; finding them needs no parser. */
async function refuseCompoundFile(file: FileBytes, size: number, fileName: string): Promise<Refusal> {
  const chunk = 1024 * 1024;
  const encrypted = Buffer.from('EncryptedPackage', 'utf16le');
  const encryption = Buffer.from('EncryptionInfo', 'utf16le');
  for (let start = 0; start < size; start += chunk - 64) {
    const bytes = Buffer.from(await readRange(file, start, chunk));
    if (bytes.includes(encrypted) || bytes.includes(encryption)) return new Refusal('INTAKE_PASSWORD_PROTECTED');
  }
  const format = extensionOf(fileName, '.xls');
  return new Refusal(/^\.(?:doc|dot|wps|wpt)$/.test(format) ? 'INTAKE_LEGACY_DOCUMENT' : 'INTAKE_LEGACY_FORMAT', { format });
}

function extensionOf(fileName: string, otherwise: string): string {
  return /\.[a-z0-9]{1,5}$/i.exec(fileName)?.[0].toLowerCase() ?? otherwise;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

// First bytes of pictures, sound and video, as Latin-1; the rest are told below.
const mediaMarks = ['\x89PNG', 'GIF8', 'RIFF', 'OggS', 'ID3', '#!AMR', '#!SILK', '\x02#!SILK', 'fLaC', '\x1aE\xdf\xa3', 'II*\0', 'MM\0*'];

function isMedia(head: Uint8Array, ascii: string): boolean {
  const jpeg = startsWith(head, [0xff, 0xd8, 0xff]);
  const bitmap = ascii.startsWith('BM') && ascii.slice(6, 10) === '\0\0\0\0';
  // MPEG audio frames begin with eleven set bits; FF FE and FF FF are a byte order mark and nothing.
  const mpegAudio = head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && head[1] !== 0xfe && head[1] !== 0xff;
  return jpeg || bitmap || mpegAudio || ascii.slice(4, 8) === 'ftyp' || mediaMarks.some((mark) => ascii.startsWith(mark));
}

/** Zeros or many control characters, without the evenness of UTF-16. */
function looksBinary(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) return false;
  let even = 0;
  let odd = 0;
  let control = 0;
  head.forEach((byte, index) => {
    if (byte === 0) index % 2 === 0 ? even++ : odd++;
    else if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) control++;
  });
  const half = head.length / 2;
  const utf16 = (even / half > 0.1 && odd / half < 0.02) || (odd / half > 0.1 && even / half < 0.02);
  return !utf16 && (even + odd > 0 ? (even + odd + control) / head.length > 0.01 : control / head.length > 0.05);
}
