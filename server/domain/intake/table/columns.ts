import { fold } from '../text/clean-text.ts';

/** What a column can mean. `ignore` is a clerk's (or our) decision that it means nothing for a posting. */
export const columnFields = [
  'title',
  'category',
  'employer',
  'headcount',
  'pay',
  'payMin',
  'payMax',
  'payUnit',
  'settlement',
  'shift',
  'startsOn',
  'place',
  'phones',
  'contact',
  'requirements',
  'sex',
  'age',
  'education',
  'benefits',
  'expiry',
  'publishedOn',
  'description',
  'serial',
  'ignore',
] as const;
export type ColumnField = (typeof columnFields)[number];

export interface MappedColumn {
  /** From 0. */
  column: number;
  /** As the table heads it; empty when the meaning was taken from the content. */
  header: string;
  field: ColumnField;
  /** How sure we are: shown in the preview, where a clerk may choose another field. */
  confidence: 'header' | 'content' | 'chosen';
}

/** An explicit value: shown in a preview, edited there, and passed back in. */
export interface ColumnMapping {
  /** First and last header row, from 1; 0 and 0 where the table has none. */
  headerFrom: number;
  headerTo: number;
  columns: MappedColumn[];
}

// The first that fits wins: 单位联系电话 is a phone before it is an employer, 岗位要求 a condition before it is a title.
const meanings: [ColumnField, RegExp][] = [
  ['serial', /^(?:序号?|编号|行号|no\.?|#|id)$/],
  ['phones', /电话|手机|联系方式|联系号码|号码|^(?:tel|phone|mobile)|微信/],
  ['contact', /联系人|经办人|负责人|招聘专员|^(?:contact|姓名|联络人|对接人|联系)$/],
  ['startsOn', /到岗|上岗(?:日期|时间)|用工日期|开工|工作日期|入职时间|^日期$/],
  ['expiry', /截止|有效|到期|失效|结束日期|(?:招聘|发布)期限|^期限|expir|deadline/],
  ['publishedOn', /(?:发布|登记|填报|采集|更新|录入|招聘)(?:日期|时间)/],
  ['payMin', /最低(?:工资|薪|月薪)|(?:工资|薪|酬|待遇).*(?:下限|最低|起|从)$|起薪/],
  ['payMax', /最高(?:工资|薪|月薪)|(?:工资|薪|酬|待遇).*(?:上限|最高|止|至)$/],
  ['payUnit', /计薪|计酬|(?:薪资|工资)(?:单位|类型)/],
  ['settlement', /结算|结薪|发薪|支付方式|结款/],
  ['sex', /性别/],
  ['age', /年龄/],
  ['education', /学历|文化程度|文化要求/],
  ['headcount', /人数|名额|数量|缺工数|需求数|招[聘工]数|空缺|人次|headcount|vacanc|^(?:人|几人|需要几人)$/],
  ['requirements', /要求|条件|资格|requirement/],
  ['pay', /工资|薪|酬|报价|单价|salary|^pay$|wage/],
  ['benefits', /福利|食宿|吃住|补贴|保险|benefit/],
  ['pay', /待遇/],
  ['description', /职责|工作内容|岗位描述|岗位内容|^内容|描述|备注|说明|remark|note|工作性质|用工形式|单位性质|企业性质/],
  ['shift', /(?:工作|上班|用工|作业|上岗)?(?:时间|时段)|班次|工时|作息|shift|hours/],
  ['place', /地[点址]|地区|区域|所在地|位置|place|address|location|乡镇|街道/],
  ['category', /类别|分类|行业|类型|category/],
  [
    'employer',
    /^(?:用人|招聘|用工|企业|需求)?(?:单位|企业|公司|雇主|商家|店名|主体|商户|用工方|招聘方|employer|company)(?:全称|名称|名)?$/,
  ],
  ['title', /^(?:招聘|招工|用工|需求|空缺|零工)?(?:岗位|职位|工种|职务|工作|job|position|title|trade)(?:名称|名|需求)?$/],
];
// A field that may stand in several columns; of the others only the first column counts, the rest goes to the description.
const several = new Set<ColumnField>(['phones', 'contact', 'place', 'requirements', 'benefits', 'description', 'ignore']);

/** What a header cell names, by its words alone. */
export function fieldOfHeader(header: string): ColumnField | undefined {
  const plain = fold(header)
    .toLowerCase()
    .replace(/[\s*＊:：]+/g, '');
  const bare = plain.replace(/[(（[【].*?[)）\]】]/g, '') || plain;
  if (bare === '' || bare.length > 14) return undefined;
  return meanings.find(([, pattern]) => pattern.test(bare))?.[0];
}

/** Maps the cells of a header. Undefined when they do not read like one. */
export function mapHeader(headers: string[]): MappedColumn[] | undefined {
  const columns: MappedColumn[] = [];
  const taken = new Set<ColumnField>();
  let known = 0;
  let filled = 0;
  headers.forEach((header, column) => {
    const words = header.trim();
    if (words === '') return;
    filled++;
    const field = fieldOfHeader(words);
    if (field) known++;
    columns.push({ column, header: words, field: settle(field, taken), confidence: 'header' });
  });
  const core = ['title', 'employer', 'pay', 'payMin', 'headcount', 'phones'].filter((field) => taken.has(field as ColumnField)).length;
  const enough = taken.has('title') || taken.has('employer') || taken.has('phones');
  if (!enough || core < 2 || known < 2 || known * 2 < filled) return undefined;
  return columns;
}

/** A second column of one meaning, and a column of none, still says something: it joins the description. */
function settle(field: ColumnField | undefined, taken: Set<ColumnField>): ColumnField {
  if (field === undefined) return 'description';
  if (several.has(field)) {
    taken.add(field);
    return field;
  }
  if (!taken.has(field)) {
    taken.add(field);
    return field;
  }
  if (field === 'title' && !taken.has('category')) {
    taken.add('category');
    return 'category';
  }
  return 'description';
}
