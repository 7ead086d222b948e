import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemKinds } from '#server/contract/problems.ts';
import { type Cell, makeCompoundFile, makeDocument, makeWorkbook, pack } from '#tests/fixtures/intake/office-files.ts';
import { good, header, now, read, row } from '#tests/fixtures/intake/reading.ts';
import { Refusal } from '../../refusal.ts';
import { runIntake } from './run-intake.ts';

async function refused(bytes: Uint8Array, fileName: string): Promise<Refusal['problem']> {
  const error = await read(bytes, fileName).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).problem;
}

describe('a file that cannot be read is refused with what to do', () => {
  it.each<[string, () => Uint8Array, string, string]>([
    ['empty', () => new Uint8Array(), 'a.xlsx', 'INTAKE_EMPTY'],
    ['only blanks', () => Buffer.from(' \r\n\r\n '), 'a.csv', 'INTAKE_EMPTY'],
    ['truncated', () => good().subarray(0, 600), 'a.xlsx', 'INTAKE_TRUNCATED'],
    ['truncated by its last bytes', () => good().subarray(0, good().length - 30), 'a.xlsx', 'INTAKE_TRUNCATED'],
    ['protected by a password', () => makeCompoundFile('EncryptedPackage'), 'a.xlsx', 'INTAKE_PASSWORD_PROTECTED'],
    ['an old .xls', () => makeCompoundFile('Workbook'), 'a.xls', 'INTAKE_LEGACY_FORMAT'],
    ['a WPS .et', () => makeCompoundFile('Workbook'), 'a.et', 'INTAKE_LEGACY_FORMAT'],
    ['HTML called .xls', () => Buffer.from('<html><table><tr><td>岗位</td></tr></table>'), 'a.xls', 'INTAKE_LEGACY_FORMAT'],
    ['an .xlsb', () => pack({ '[Content_Types].xml': '<Types/>', 'xl/workbook.bin': 'x' }), 'a.xlsb', 'INTAKE_LEGACY_FORMAT'],
    ['an .ods', () => pack({ mimetype: 'application/vnd.oasis', 'content.xml': '<x/>' }), 'a.ods', 'INTAKE_LEGACY_FORMAT'],
    ['files in a .zip', () => pack({ 'a.xlsx': good() }), 'a.zip', 'INTAKE_ARCHIVE'],
    ['a .rar', () => Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), 'a.rar', 'INTAKE_ARCHIVE'],
    ['an old .doc', () => makeCompoundFile('WordDocument'), 'a.doc', 'INTAKE_LEGACY_DOCUMENT'],
    ['an .rtf', () => Buffer.from('{\\rtf1\\ansi}'), 'a.rtf', 'INTAKE_LEGACY_DOCUMENT'],
    ['an .odt', () => pack({ mimetype: 'application/vnd.oasis', 'content.xml': '<x/>' }), 'a.odt', 'INTAKE_LEGACY_DOCUMENT'],
    ['a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'a.pdf', 'INTAKE_PDF'],
    ['a photo', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(400, 7)]), 'a.jpg', 'INTAKE_PICTURE_OR_SOUND'],
    ['a voice message', () => Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(400, 7)]), 'a.amr', 'INTAKE_PICTURE_OR_SOUND'],
    ['a program', () => Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(400)]), 'a.bin', 'INTAKE_FORMAT_UNKNOWN'],
    ['a zip of something else', () => pack({ 'readme.md': 'hello' }), 'a.zip', 'INTAKE_FORMAT_UNKNOWN'],
    [
      'a workbook with a broken part',
      () => makeWorkbook([{ rows: [header, row] }], { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c r="A1' }),
      'a.xlsx',
      'INTAKE_TRUNCATED',
    ],
    ['a workbook without its workbook', () => pack({ '[Content_Types].xml': '<Types/>' }), 'a.xlsx', 'INTAKE_DAMAGED'],
    [
      'a workbook with an entity bomb',
      () => makeWorkbook([{ rows: [] }], { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>' }),
      'a.xlsx',
      'INTAKE_DAMAGED',
    ],
    ['garbled before it came', () => Buffer.from('岗位,电话\n锟斤拷锟斤拷,13800009835\n'), 'a.csv', 'INTAKE_MOJIBAKE'],
    [
      'UTF-8 once read as Latin-1',
      () => Buffer.from(Buffer.from('岗位,单位名称,工资,电话\n').toString('latin1')),
      'a.csv',
      'INTAKE_MOJIBAKE',
    ],
  ])('%s', async (_, bytes, name, code) => {
    const problem = await refused(bytes(), name);
    expect(problem.code).toBe(code);
    expect(problemKinds[problem.code].zh).toMatch(/请|可以|从/);
  });

  it('a ZIP whose entries are encrypted', async () => {
    const bytes = Buffer.from(good());
    // General purpose bit 0 of each central directory entry (APPNOTE 4.4.4).
    for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1'))
      bytes[at + 8] = (bytes[at + 8] ?? 0) | 1;
    expect((await refused(bytes, 'a.xlsx')).code).toBe('INTAKE_PASSWORD_PROTECTED');
  });

  describe('on disk', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'gangbo-intake-'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true });
    });

    it('200 MB are refused at once, without being read', async () => {
      const path = join(folder, 'huge.xlsx');
      const file = await open(path, 'w');
      await file.truncate(200 * 1024 * 1024);
      await file.close();
      const started = performance.now();
      await expect(runIntake({ path, fileName: 'huge.xlsx', now })).rejects.toMatchObject({
        problem: { code: 'INTAKE_TOO_LARGE', details: { limit: 100 } },
      });
      expect(performance.now() - started).toBeLessThan(1_000);
    });

    it('a zip bomb is refused before it is unpacked', async () => {
      const path = join(folder, 'bomb.xlsx');
      const nothing = Buffer.alloc(64 * 1024 * 1024);
      await writeFile(path, makeWorkbook([{ rows: [header, row] }], { 'xl/worksheets/sheet2.xml': nothing }));
      await expect(runIntake({ path, fileName: 'bomb.xlsx', now })).rejects.toMatchObject({ problem: { code: 'INTAKE_ZIP_BOMB' } });
    });

    it('a bomb that lies about its size is refused where it exceeds it', async () => {
      const bytes = Buffer.from(lyingZip('xl/workbook.xml', Buffer.alloc(32 * 1024 * 1024, 0x20), 1_000));
      const problem = await refused(bytes, 'a.xlsx');
      expect(['INTAKE_DAMAGED', 'INTAKE_TRUNCATED', 'INTAKE_ZIP_BOMB']).toContain(problem.code);
    });
  });
});

describe('macros', () => {
  it('are never run: the table is read, and the clerk is told', async () => {
    const { notices, postings } = await read(makeWorkbook([{ rows: [header, row] }], { 'xl/vbaProject.bin': 'Sub AutoOpen()' }), 'a.xlsm');
    expect(notices).toContainEqual({ code: 'MACROS_IGNORED' });
    expect(postings).toHaveLength(1);
  });
});

describe('formulas', () => {
  it('are text: shown, marked, never evaluated', async () => {
    const link: Cell = { f: 'HYPERLINK("http://evil.example","点我")', v: '点我' };
    const command: Cell = { f: "cmd|'/c calc'!A1", v: 0 };
    const { postings } = await read(
      makeWorkbook([{ rows: [header, ['保洁员', link, ...row.slice(2)], [command, ...row.slice(1)]] }]),
      'a.xlsx',
    );
    expect(postings[0]?.facts.employer).toBe('=HYPERLINK("http://evil.example","点我")');
    expect(postings[0]?.findings.map(({ rule }) => rule)).toContain('FORMULA');
    expect(postings[1]?.original.岗位).toBe("=cmd|'/c calc'!A1");
    expect(postings[1]?.findings.map(({ rule }) => rule)).toContain('FORMULA');
  });

  it('in a CSV are text as well', async () => {
    const { postings } = await read(
      Buffer.from(`${header.join(',')}\n"=cmd|'/c calc'!A1",东站货运服务部,200元/天,3,火车东站西广场,,13800009835\n`),
      'a.csv',
    );
    expect(postings[0]?.original.岗位).toBe("=cmd|'/c calc'!A1");
    expect(postings[0]?.findings.map(({ rule }) => rule)).toContain('FORMULA');
  });

  it('that only add up give the number the office saw', async () => {
    const { postings } = await read(
      makeWorkbook([{ rows: [header, [...row.slice(0, 3), { f: 'D1+D2', v: 12 }, ...row.slice(4)]] }]),
      'a.xlsx',
    );
    expect(postings[0]?.facts.headcount).toEqual({ min: 12, max: 12, approximate: false });
  });
});

describe('hostile and careless text', () => {
  it('a cell of 100,000 characters rejects its row, by name and with the limit; the others are read', async () => {
    const long = '加'.repeat(100_000);
    const { rows, postings, rejected } = await read(makeWorkbook([{ rows: [header, [...row.slice(0, 5), long, row[6]], row] }]), 'a.xlsx');
    expect(rows).toBe(2);
    expect(postings).toHaveLength(1);
    expect(rejected).toMatchObject([{ row: 2, problem: { code: 'ROW_CELL_TOO_LONG', column: '要求', length: 100_000, limit: 5_000 } }]);
    expect(JSON.stringify(rejected).length).toBeLessThan(2_000);
  });

  it('control characters, bidi marks and zero-width characters never reach a fact', async () => {
    const dirty: Cell[] = [
      '搬\u200b运\u202e工',
      '东\u0000站\u0007货运服务部',
      '２00元／天\u2066',
      3,
      '火车\u00a0东站\u2029西广场',
      '有\ufeff经验\u200f优先',
      '138\u200b0000\u200b9835',
    ];
    const { postings } = await read(makeWorkbook([{ rows: [header, dirty] }]), 'a.xlsx');
    expect(postings[0]?.facts).toMatchObject({
      trade: '搬运工',
      employer: '东站货运服务部',
      pay: { min: 200 },
      requirements: ['有经验优先'],
      phones: ['13800009835'],
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the assertion
    expect(JSON.stringify(postings[0])).not.toMatch(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\\u00/);
  });

  it('HTML is text', async () => {
    const { postings } = await read(
      makeWorkbook([{ rows: [header, ['搬运工', '<b onclick=alert(1)>东站</b>服务部', ...row.slice(2)]] }]),
      'a.xlsx',
    );
    expect(postings[0]?.facts.employer).toBe('<b onclick=alert(1)>东站</b>服务部');
  });

  it('a deposit hidden by spaces or zero-width characters is still found', async () => {
    const { postings } = await read(makeWorkbook([{ rows: [header, [...row.slice(0, 5), '入职押\u200b 金 300元', row[6]]] }]), 'a.xlsx');
    expect(postings[0]).toMatchObject({ state: 'blocked' });
    expect(postings[0]?.findings[0]?.rule).toBe('FEE');
  });
});

describe('encodings', () => {
  const text = `${header.join(',')}\r\n搬运工,东站货运服务部,200元/天,3,火车东站西广场,有经验优先,13800009835\r\n`;
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['gb18030', iconv.encode(text, 'gb18030')],
    ['utf-16le', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['utf-16le', iconv.encode(text, 'utf-16le')],
    ['utf-16be', iconv.encode(text, 'utf-16be')],
    // A mark of UTF-8 put before GB18030 by a hasty export.
    ['gb18030', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), iconv.encode(text, 'gb18030')])],
  ])('%s is told', async (encoding, bytes) => {
    const { notices, postings } = await read(bytes, 'a.csv');
    expect(notices).toContainEqual({ code: 'ENCODING', encoding });
    expect(postings[0]?.facts).toMatchObject({ trade: '搬运工', employer: '东站货运服务部', place: '火车东站西广场' });
  });

  it.each([[';'], ['\t'], ['|']])('a delimiter %j is told', async (delimiter) => {
    const { postings } = await read(Buffer.from(text.replaceAll(',', delimiter)), 'a.csv');
    expect(postings[0]?.facts).toMatchObject({ trade: '搬运工', phones: ['13800009835'] });
  });

  it('an unclosed quote does not swallow the rest of the file', async () => {
    const { rows, notices } = await read(
      Buffer.from(`${text}保洁员,"城东物业,180元/天,2,城站路,,13800009836\r\n保安员,城东物业,190元/天,1,城站路,,13800009837\r\n`),
      'a.csv',
    );
    expect(notices).toContainEqual({ code: 'QUOTES_REPAIRED' });
    expect(rows).toBe(3);
  });
});

describe('a Word table', () => {
  it('is read with its merged cells', async () => {
    const bytes = makeDocument([
      '零工市场岗位表',
      [
        ['用人单位', '岗位', '人数', '工资', '电话'],
        [{ v: '城东物业', down: 'restart' }, '保洁员', '2人', '180元/天', '13800009836'],
        [{ down: 'continue' }, '保安员', '1人', '190元/天', '13800009837'],
        [{ v: '咨询电话：0571-87000000', span: 5 }],
      ],
    ]);
    const { postings, skipped } = await read(bytes, 'a.docx');
    expect(postings.map(({ facts }) => [facts.employer, facts.trade])).toEqual([
      ['城东物业', '保洁员'],
      ['城东物业', '保安员'],
    ]);
    expect(skipped.map(({ reason }) => reason)).toEqual(['header', 'footer']);
  });

  it('without one, its paragraphs are read as posts', async () => {
    const { postings } = await read(
      makeDocument([
        '【急招】城东物业招保洁员2名,180元/天,地点城站路,电话13800009836',
        '',
        '【急招】城东物业招保安员1名,190元/天,地点城站路,电话13800009837',
      ]),
      'a.docx',
    );
    expect(postings.map(({ facts }) => facts.trade)).toEqual(['保洁员', '保安员']);
  });
});

/** One deflated entry whose headers declare fewer bytes than it unpacks to. */
function lyingZip(name: string, content: Buffer, declared: number): Uint8Array {
  const data = deflateRawSync(content);
  const fields = (signature: number, head: number[]) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(signature);
    return Buffer.concat([bytes, Buffer.from(head)]);
  };
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(createHash('md5').update(content).digest().readUInt32LE(), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(declared, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([fields(0x04034b50, []), common, Buffer.from(name), data]);
  const central = Buffer.concat([fields(0x02014b50, [20, 0]), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
