import { posix } from 'node:path';
import { Refusal } from '../../../refusal.ts';
import { limits } from '../limits.ts';
import type { FileNotice, SheetSource, TableFile } from '../table-file.ts';
import { attribute } from '../xml-scanner.ts';
import type { ZipPackage } from '../zip-package.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheetRows, surveySheet, type WorkbookParts } from './sheet-rows.ts';
import { readNumberStyles } from './styles.ts';

interface SheetEntry {
  name: string;
  part: string;
  hidden: boolean;
}

/** Opens an .xlsx (or .xlsm: its macros are never touched) that has been unpacked within limits. Closes the package with itself. */
export async function openWorkbook(zip: ZipPackage): Promise<TableFile> {
  const main = zip.names().find((name) => /(?:^|\/)workbook\.xml$/.test(name));
  if (!main) throw new Refusal('INTAKE_DAMAGED', { part: 'workbook.xml' });
  const folder = posix.dirname(main);
  const targets = await readTargets(zip, `${folder}/_rels/${posix.basename(main)}.rels`, folder);
  const { entries, date1904 } = await readEntries(zip, main, targets.byId);
  const notices: FileNotice[] = zip.names().some((name) => name.endsWith('vbaproject.bin')) ? [{ code: 'MACROS_IGNORED' }] : [];
  return { notices, sheets: () => readSheets(zip, entries, targets, date1904), close: () => zip.close() };
}

async function* readSheets(zip: ZipPackage, entries: SheetEntry[], targets: Targets, date1904: boolean): AsyncGenerator<SheetSource> {
  const parts: WorkbookParts = {
    strings: await readSharedStrings(zip, targets.sharedStrings),
    styles: await readNumberStyles(zip, targets.styles),
    date1904,
  };
  for (const { name, part, hidden } of entries) {
    // A chart sheet, or a part that a careless writer left out, holds no rows.
    const survey = zip.has(part) ? await surveySheet(zip, part) : { merges: [], rowCount: 0 };
    yield { name, hidden, ...survey, rows: () => readSheetRows(zip, part, parts) };
  }
}

interface Targets {
  byId: Map<string, string>;
  sharedStrings: string;
  styles: string;
}

async function readTargets(zip: ZipPackage, part: string, folder: string): Promise<Targets> {
  const targets: Targets = { byId: new Map(), sharedStrings: `${folder}/sharedstrings.xml`, styles: `${folder}/styles.xml` };
  if (!zip.has(part)) return targets;
  await zip.scan(part, {
    open(name, attributes) {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return;
      const raw = attribute(attributes, 'Target') ?? '';
      const target = raw.startsWith('/') ? raw.slice(1) : posix.normalize(posix.join(folder, raw));
      const type = attribute(attributes, 'Type') ?? '';
      targets.byId.set(attribute(attributes, 'Id') ?? '', target);
      if (type.endsWith('/sharedStrings')) targets.sharedStrings = target;
      else if (type.endsWith('/styles')) targets.styles = target;
    },
  });
  return targets;
}

async function readEntries(
  zip: ZipPackage,
  main: string,
  byId: Map<string, string>,
): Promise<{ entries: SheetEntry[]; date1904: boolean }> {
  const entries: SheetEntry[] = [];
  let date1904 = false;
  await zip.scan(main, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = /^(?:1|true)$/.test(attribute(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const id = /\s(?:\w+:)?id=["']([^"']+)["']/.exec(attributes)?.[1] ?? '';
      const part = byId.get(id) ?? `${posix.dirname(main)}/worksheets/sheet${entries.length + 1}.xml`;
      const state = attribute(attributes, 'state');
      entries.push({
        name: attribute(attributes, 'name') ?? `Sheet${entries.length + 1}`,
        part,
        hidden: state === 'hidden' || state === 'veryHidden',
      });
    },
  });
  if (entries.length > limits.sheets) throw new Refusal('INTAKE_ZIP_BOMB', { limit: `${limits.sheets} 个工作表` });
  return { entries, date1904 };
}
