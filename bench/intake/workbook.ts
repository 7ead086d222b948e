import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Zip, ZipDeflate } from 'fflate';

const trades = ['搬运工', '保洁员', '服务员', '普工', '叉车工', '快递分拣员', '保安员', '外卖骑手', '缝纫工', '护工'];
const pays = [
  '26元/小时',
  '202-289元/天',
  '4.5-6.2K',
  '２9０元／天',
  '日薪191',
  '底薪3500+提成',
  '计件,月入8000元左右',
  '面议',
  '248元/天,日结',
  '6000-9000元/月',
];
const shifts = ['22:00-次日6:00', '两班倒', '弹性', '8:00-17:00', '早班6:00-14:00', '周末', '4小时'];
const conditions = ['不限', '18-55周岁', '有经验优先', '限女性,35岁以下', '入职押金300元', '初中及以上', '需健康证'];
const dates = ['长期', '2026/12/5', '11月28日', '2026年12月1日'];
const headers = [
  '序号',
  '用人单位',
  '岗位名称',
  '招聘人数',
  '工资待遇',
  '任职要求',
  '工作时间',
  '工作地点',
  '联系人',
  '联系电话',
  '截止日期',
];

/**
 * Writes a workbook as offices send them: two title rows, employers merged over their jobs, shared strings (addresses and
 * phones differ in every row), numbers beside text. Streams to disk, so that the writer does not need the memory either.
 */
export async function writeWorkbook(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    file.write(chunk);
  });
  const part = (name: string) => {
    const entry = new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    return { write: (text: string) => entry.push(Buffer.from(text)), end: (text = '') => entry.push(Buffer.from(text), true) };
  };
  part('[Content_Types].xml').end(
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
  );
  part('_rels/.rels').end(relationships([['rId1', 'officeDocument', 'xl/workbook.xml']]));
  part('xl/workbook.xml').end(
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="第11期" sheetId="1" r:id="rId1"/></sheets></workbook>',
  );
  part('xl/_rels/workbook.xml.rels').end(
    relationships([
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', 'sharedStrings.xml'],
    ]),
  );
  const strings = new Map<string, number>();
  const merges = writeSheet(part('xl/worksheets/sheet1.xml'), rows, strings);
  if (merges === 0) throw new Error('the bench workbook should hold merges');
  const shared = part('xl/sharedStrings.xml');
  shared.write('<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">');
  for (const text of strings.keys()) shared.write(`<si><t>${text}</t></si>`);
  shared.end('</sst>');
  zip.end();
  file.end();
  await once(file, 'finish');
}

function writeSheet(sheet: { write(text: string): void; end(text?: string): void }, rows: number, strings: Map<string, number>): number {
  const text = (ref: string, value: string) => {
    const index = strings.get(value) ?? strings.size;
    strings.set(value, index);
    return `<c r="${ref}" t="s"><v>${index}</v></c>`;
  };
  const number = (ref: string, value: number) => `<c r="${ref}"><v>${value}</v></c>`;
  sheet.write('<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>');
  sheet.write(
    `<row r="1">${text('A1', '上城区零工市场每周岗位信息')}</row><row r="2">${text('A2', '发布日期:2026年11月16日 有效期:2026年11月22日')}</row>`,
  );
  sheet.write(`<row r="3">${headers.map((header, column) => text(`${'ABCDEFGHIJK'[column]}3`, header)).join('')}</row>`);
  const merges: string[] = [];
  for (let index = 0; index < rows; index++) {
    const row = index + 4;
    const pick = <T>(list: readonly T[], step: number) => list[(index * step) % list.length] as T;
    const employer = index % 4 === 0 ? text(`B${row}`, `第${Math.floor(index / 4) % 800}号电子有限公司`) : `<c r="B${row}"/>`;
    if (index % 4 === 0 && index + 3 < rows) merges.push(`<mergeCell ref="B${row}:B${row + 3}"/>`);
    sheet.write(
      `<row r="${row}">${number(`A${row}`, index + 1)}${employer}${text(`C${row}`, pick(trades, 3))}${index % 3 === 0 ? text(`D${row}`, '10-15') : number(`D${row}`, (index % 20) + 1)}${text(`E${row}`, pick(pays, 7))}${text(`F${row}`, pick(conditions, 5))}${text(`G${row}`, pick(shifts, 2))}${text(`H${row}`, `上城区城站路${index + 1}号`)}${text(`I${row}`, '王女士')}${text(`J${row}`, `138 ${String(1000 + (index % 9000))} ${String(1000 + Math.floor(index / 9))}`)}${text(`K${row}`, pick(dates, 1))}</row>`,
    );
  }
  sheet.end(`</sheetData><mergeCells count="${merges.length}">${merges.join('')}</mergeCells></worksheet>`);
  return merges.length;
}

function relationships(list: [id: string, type: string, target: string][]): string {
  const items = list.map(
    ([id, type, target]) =>
      `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
  );
  return `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}
