import { Refusal } from '../../refusal.ts';
import { delimiterOf, openCsv } from './csv.ts';
import { decodeText } from './decode-text.ts';
import { readDocument } from './docx.ts';
import { limits } from './limits.ts';
import { readAll, sniff } from './sniff.ts';
import type { TableFile } from './table-file.ts';
import { openWorkbook } from './workbook/workbook.ts';
import { type FileBytes, ZipPackage } from './zip-package.ts';

/** What came in, opened: tables, or a text of chat posts. */
export type OpenedFile = { kind: 'table'; table: TableFile } | { kind: 'chat'; text: string };

/** Opens a file of any kind. @throws Refusal with what to do, for everything that cannot be read */
export async function openFile(file: FileBytes, fileName: string): Promise<OpenedFile> {
  switch (await sniff(file, fileName)) {
    case 'zip':
      return await openZip(file, fileName);
    case 'text':
      return openText(await readAll(file), fileName);
  }
}

async function openZip(file: FileBytes, fileName: string): Promise<OpenedFile> {
  const zip = await ZipPackage.open(file);
  try {
    const names = zip.names();
    if (names.some((name) => /(?:^|\/)workbook\.xml$/.test(name))) return { kind: 'table', table: await openWorkbook(zip) };
    if (zip.has('word/document.xml')) {
      const { tables, hasTables, text } = await readDocument(zip);
      if (hasTables) return { kind: 'table', table: tables };
      zip.close();
      return { kind: 'chat', text };
    }
    if (names.some((name) => /workbook\.bin$/.test(name))) throw new Refusal('INTAKE_LEGACY_FORMAT', { format: '.xlsb' });
    if (names.includes('content.xml'))
      throw /\.odt$/i.test(fileName)
        ? new Refusal('INTAKE_LEGACY_DOCUMENT', { format: '.odt' })
        : new Refusal('INTAKE_LEGACY_FORMAT', { format: '.ods' });
    if (names.some((name) => /\.(?:xlsx?|csv|et|docx?)$/.test(name))) throw new Refusal('INTAKE_ARCHIVE', { format: '.zip' });
    // An Office file that lost its main part, or no Office file at all.
    throw names.includes('[content_types].xml')
      ? new Refusal('INTAKE_DAMAGED', { part: 'workbook.xml' })
      : new Refusal('INTAKE_FORMAT_UNKNOWN');
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** .csv and .tsv are tables. Other text is one when its lines split evenly by tabs, as pasted cells do; else it is chat. */
function openText(bytes: Uint8Array, fileName: string): OpenedFile {
  if (/\.(?:csv|tsv|tab|xlsx?|et)$/i.test(fileName)) return { kind: 'table', table: openCsv(bytes, fileName) };
  const { text } = decodeText(bytes);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > 1 && delimiterOf(text) === '\t' && lines.filter((line) => line.split('\t').length > 2).length * 2 > lines.length) {
    return { kind: 'table', table: openCsv(bytes, fileName) };
  }
  if (bytes.byteLength > limits.chatBytes) {
    throw new Refusal('INTAKE_TOO_LARGE', { limit: limits.chatBytes / 1024 / 1024 });
  }
  return { kind: 'chat', text };
}
