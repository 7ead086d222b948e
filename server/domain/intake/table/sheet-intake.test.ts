import { describe, expect, it } from 'vitest';
import type { ColumnMapping } from './columns.ts';
import { fieldOfHeader } from './columns.ts';
import { type CellValue, type Merge, parseMerge } from './grid.ts';
import { type RowOutcome, SheetIntake } from './sheet-intake.ts';

type Rows = (CellValue | undefined)[][];

function read(
  rows: Rows,
  options: { merges?: string[]; mapping?: ColumnMapping } = {},
): { outcomes: RowOutcome[]; mapping: ColumnMapping | undefined } {
  const merges = (options.merges ?? []).map((ref) => parseMerge(ref) as Merge);
  const sheet = new SheetIntake({ reference: '2026-11-21', merges, ...(options.mapping && { mapping: options.mapping }) });
  const outcomes = rows.flatMap((cells, index) => sheet.push({ row: index + 1, cells }));
  return { outcomes: [...outcomes, ...sheet.end()], mapping: sheet.mapping };
}

const shape = (outcomes: RowOutcome[]) =>
  outcomes.map(
    (outcome) =>
      `${outcome.row} ${outcome.kind === 'skipped' ? outcome.reason : outcome.reading.read ? outcome.reading.facts.trade : outcome.reading.problem.code}`,
  );
const factsOf = (outcomes: RowOutcome[]) =>
  outcomes.flatMap((outcome) => (outcome.kind === 'row' && outcome.reading.read ? [outcome.reading.facts] : []));
const header = ['岗位', '单位名称', '工资', '人数', '地址', '要求', '电话'];
const job = (trade: string, employer: string | undefined = '城东物业', phone = '13800009835'): (CellValue | undefined)[] => [
  trade,
  employer,
  '200元/天',
  3,
  '城站路',
  '有经验优先',
  phone,
];

describe('a header', () => {
  it.each([
    ['岗位名称', 'title'],
    ['工种', 'title'],
    ['招聘岗位', 'title'],
    ['职位', 'title'],
    ['工种类别', 'category'],
    ['所属行业', 'category'],
    ['岗位要求', 'requirements'],
    ['岗位职责', 'description'],
    ['用人单位', 'employer'],
    ['企业名称', 'employer'],
    ['单 位 名 称', 'employer'],
    ['公司', 'employer'],
    ['单位地址', 'place'],
    ['单位联系人', 'contact'],
    ['单位联系电话', 'phones'],
    ['招聘人数', 'headcount'],
    ['需求人数(人)', 'headcount'],
    ['岗位数量', 'headcount'],
    ['工资待遇', 'pay'],
    ['薪资福利', 'pay'],
    ['薪酬（元/月）', 'pay'],
    ['福利待遇', 'benefits'],
    ['待遇', 'pay'],
    ['最低工资', 'payMin'],
    ['最高薪资', 'payMax'],
    ['结算方式', 'settlement'],
    ['计薪方式', 'payUnit'],
    ['工作时间', 'shift'],
    ['上班班次', 'shift'],
    ['工作地点', 'place'],
    ['所在乡镇', 'place'],
    ['联系人', 'contact'],
    ['联系方式', 'phones'],
    ['手机号码', 'phones'],
    ['性别', 'sex'],
    ['性别要求', 'sex'],
    ['年龄要求', 'age'],
    ['学历要求', 'education'],
    ['截止日期', 'expiry'],
    ['有效期至', 'expiry'],
    ['发布日期', 'publishedOn'],
    ['到岗时间', 'startsOn'],
    ['序号', 'serial'],
    ['No.', 'serial'],
    ['备注', 'description'],
    ['*岗位名称', 'title'],
    ['招聘岗位：', 'title'],
    ['宏睿光电科技有限公司', undefined],
    ['上城区零工市场每周岗位信息(第11期)', undefined],
    ['', undefined],
  ])('%s means %s', (words, field) => {
    expect(fieldOfHeader(words)).toBe(field);
  });

  it('is found below titles, in any order of columns', () => {
    const { outcomes } = read([['某某街道岗位表'], [], ['电话', '工资', '工种', '企业'], ['13800009835', '180元/天', '保洁', '城东物业']]);
    expect(shape(outcomes)).toEqual(['1 title', '2 blank', '3 header', '4 保洁员']);
  });

  it('may take two rows, spread by merged cells', () => {
    const rows = [
      ['单位', '岗位', '工资待遇(元/月)', undefined, '联系方式', undefined],
      [undefined, undefined, '最低', '最高', '姓名', '电话'],
      ['城东物业', '保安员', 4500, 6000, '王女士', 13800009835],
    ];
    const { outcomes } = read(rows, { merges: ['A1:A2', 'B1:B2', 'C1:D1', 'E1:F1'] });
    expect(shape(outcomes)).toEqual(['1 header', '2 header', '3 保安员']);
    expect(factsOf(outcomes)[0]).toMatchObject({
      pay: { min: 4500, max: 6000, unit: 'month' },
      phones: ['13800009835'],
      employer: '城东物业',
    });
  });

  it('that repeats on every printed page is skipped', () => {
    expect(shape(read([header, job('保洁员'), header, job('保安员')]).outcomes)).toEqual([
      '1 header',
      '2 保洁员',
      '3 repeated-header',
      '4 保安员',
    ]);
  });

  it('of a second table below the first is taken with its own order', () => {
    const { outcomes } = read([
      header,
      job('保洁员'),
      ['联系电话', '用人单位', '岗位名称', '薪资'],
      ['13800009836', '城东物业', '保安员', '190元/天'],
    ]);
    expect(factsOf(outcomes)[1]).toMatchObject({
      trade: '保安员',
      employer: '城东物业',
      phones: ['13800009836'],
      pay: { min: 190, unit: 'day' },
    });
  });

  it('gives the unit that its cells leave out', () => {
    const { outcomes } = read([
      ['岗位', '单位', '日薪(元)', '电话'],
      ['保洁员', '城东物业', 180, '13800009835'],
    ]);
    expect(factsOf(outcomes)[0]?.pay).toEqual({ min: 180, max: 180, unit: 'day', negotiable: false });
  });

  it('may be missing: the columns are told by what stands in them', () => {
    const { outcomes, mapping } = read([
      ['保洁员', '城东物业', '180元/天', '2人', '13800009835'],
      ['保安员', '安居物业服务有限公司', '4500-5000元/月', '3人', '13800009836'],
    ]);
    expect(factsOf(outcomes).map(({ trade, employer }) => [trade, employer])).toEqual([
      ['保洁员', '城东物业'],
      ['保安员', '安居物业服务有限公司'],
    ]);
    expect(mapping?.columns.every(({ confidence }) => confidence === 'content')).toBe(true);
  });

  it('is never seen in a sheet that is no table', () => {
    expect(shape(read([['请勿修改表头'], [], ['填表人：张三']]).outcomes)).toEqual(['1 no-table', '2 blank', '3 no-table']);
  });

  it('far below a long notice is still found', () => {
    const notice = Array.from({ length: 40 }, (_, line) => [`第${line}条说明`]);
    const { outcomes } = read([...notice, header, job('保洁员')]);
    expect(factsOf(outcomes)).toHaveLength(1);
    expect(outcomes.map(({ row }) => row)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
  });
});

describe('rows that are no data', () => {
  it('are each told apart, and every row ends somewhere', () => {
    const { outcomes } = read(
      [
        header,
        ['一、物业类'],
        job('保洁员'),
        [],
        job('保安员'),
        ['合计', undefined, undefined, 6],
        ['备注：以上岗位均不收费'],
        ['咨询电话：0571-87000000'],
      ],
      { merges: ['A2:G2'] },
    );
    expect(shape(outcomes)).toEqual(['1 header', '2 section', '3 保洁员', '4 blank', '5 保安员', '6 total', '7 footer', '8 footer']);
  });

  it('a serial number alone is a blank row', () => {
    expect(shape(read([['序号', ...header], [1, ...job('保洁员')], [2], [3]]).outcomes)).toEqual([
      '1 header',
      '2 保洁员',
      '3 blank',
      '4 blank',
    ]);
  });

  it('rows that the file leaves out are blank, a long stretch as one', () => {
    const sheet = new SheetIntake({ reference: '2026-11-21', merges: [] });
    const outcomes = [
      ...sheet.push({ row: 1, cells: header }),
      ...sheet.push({ row: 2, cells: job('保洁员') }),
      ...sheet.push({ row: 10_000, cells: job('保安员') }),
      ...sheet.end(),
    ].filter((outcome) => outcome.kind === 'skipped' && outcome.reason === 'blank');
    expect(outcomes).toHaveLength(21);
    expect(outcomes.at(-1)).toMatchObject({ row: 23, toRow: 9_999 });
  });
});

describe('a data row', () => {
  it('takes what a merged cell above it says, and only that far', () => {
    const rows = [header, job('保洁员', '城东物业'), job('保安员', ''), job('搬运工', '')];
    const { outcomes } = read(rows, { merges: ['B2:B3'] });
    expect(factsOf(outcomes).map(({ employer }) => employer)).toEqual(['城东物业', '城东物业', undefined]);
  });

  it('without a job, or without anybody to ring or name, is rejected', () => {
    const { outcomes } = read([header, job(''), ['保洁员', undefined, '180元/天', 2, '城站路', undefined, undefined]]);
    expect(shape(outcomes)).toEqual(['1 header', '2 ROW_WITHOUT_TRADE', '3 ROW_WITHOUT_CONTACT']);
  });

  it('keeps what no column is for, and what could not be read', () => {
    const { outcomes } = read([
      [...header, '集合点', '截止日期'],
      [...job('保洁员'), '南门', '看情况'],
    ]);
    expect(factsOf(outcomes)[0]?.description).toBe('集合点：南门\n有效期：看情况');
  });

  it('is read with conditions that have columns of their own', () => {
    const { outcomes } = read([
      [...header, '性别', '年龄', '学历'],
      [...job('保洁员'), '女', '18-45', '不限'],
    ]);
    expect(factsOf(outcomes)[0]?.requirements).toEqual(['有经验优先', '性别：女', '年龄：18-45']);
  });

  it('takes days from date cells, and 明天 from the day the row was published', () => {
    const { outcomes } = read([
      [...header, '截止日期', '发布日期', '工作时间'],
      [...job('保洁员'), { day: '2026-12-05' }, { day: '2026-11-10' }, '明天8:00-12:00'],
    ]);
    expect(factsOf(outcomes)[0]).toMatchObject({
      expiry: { kind: 'date', on: '2026-12-05' },
      shift: { startsOn: '2026-11-11', start: '08:00', end: '12:00' },
    });
  });

  it('belongs to the one employer that the title names', () => {
    const { outcomes } = read([
      ['用人单位：城东物业', undefined, undefined],
      ['岗位', '工资', '电话'],
      ['保洁员', '180元/天', '13800009835'],
    ]);
    expect(factsOf(outcomes)[0]?.employer).toBe('城东物业');
  });

  it('says its headcount beside its title where no column does', () => {
    const { outcomes } = read([
      ['岗位', '单位', '电话'],
      ['保洁员3名', '城东物业', '13800009835'],
      ['安装工(10-15)', '城东物业', '13800009835'],
      ['叉车工', '城东物业', '13800009835'],
    ]);
    expect(factsOf(outcomes).map(({ trade, headcount }) => [trade, headcount.min, headcount.max, headcount.approximate])).toEqual([
      ['保洁员', 3, 3, false],
      ['安装工', 10, 15, false],
      ['叉车工', 1, 5, true],
    ]);
  });
});

it('a mapping that a clerk has mended is obeyed', () => {
  const rows = [
    ['甲', '乙', '丙'],
    ['城东物业', '保洁员', '13800009835'],
  ];
  expect(factsOf(read(rows).outcomes)).toEqual([]);
  const field = (column: number, name: 'employer' | 'title' | 'phones') => ({
    column,
    header: ['甲', '乙', '丙'][column] ?? '',
    field: name,
    confidence: 'chosen' as const,
  });
  const mapping: ColumnMapping = { headerFrom: 1, headerTo: 1, columns: [field(0, 'employer'), field(1, 'title'), field(2, 'phones')] };
  const { outcomes } = read(rows, { mapping });
  expect(shape(outcomes)).toEqual(['1 header', '2 保洁员']);
  expect(factsOf(outcomes)[0]).toMatchObject({ employer: '城东物业', phones: ['13800009835'] });
});
