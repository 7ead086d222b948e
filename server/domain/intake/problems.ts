/** Why a row did not become a posting, or what in it could not be read. Worded in wordings.ts. */
export type RowProblem =
  | { code: 'ROW_WITHOUT_TRADE' }
  | { code: 'ROW_WITHOUT_CONTACT' }
  | { code: 'ROW_CELL_TOO_LONG'; column: string; length: number; limit: number }
  | { code: 'ROW_TEXT_TOO_LONG'; length: number; limit: number };

/** What a row was, when it was no data. */
export const skipReasons = [
  'title',
  'header',
  'repeated-header',
  'blank',
  'section',
  'total',
  'footer',
  'no-table',
  'hidden-sheet',
  'empty-sheet',
  'small-talk',
  'already-read',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Something read with a doubt: the row is a posting all the same, and the words stand in its description. */
export interface Notice {
  code: 'PAY_UNREAD' | 'HEADCOUNT_UNREAD' | 'EXPIRY_UNREAD' | 'PHONE_INVALID' | 'TRADE_UNKNOWN' | 'TEXT_SHORTENED';
  text: string;
}

/** A fact without which a posting goes to the call-back list. */
export type MissingFact = 'employer' | 'phone';

const rowWordings: Record<RowProblem['code'], { zh: string; en: string }> = {
  ROW_WITHOUT_TRADE: { zh: '没有写招什么岗位。补上岗位名称再导入。', en: 'No job is named. Add the job title.' },
  ROW_WITHOUT_CONTACT: {
    zh: '既没有单位名称也没有能打的电话，没法核实。',
    en: 'Neither an employer nor a phone number, so nothing can be checked.',
  },
  ROW_CELL_TOO_LONG: {
    zh: '「{column}」里有 {length} 个字，超过 {limit} 个字的上限。请删到只剩岗位信息再导入，原文件仍在。',
    en: '"{column}" holds {length} characters, over the limit of {limit}. Shorten it; the file itself is kept.',
  },
  ROW_TEXT_TOO_LONG: {
    zh: '这一条有 {length} 个字，超过 {limit} 个字的上限。请拆开再粘贴。',
    en: 'This one holds {length} characters, over the limit of {limit}. Split it and paste again.',
  },
};

export function wordRowProblem(problem: RowProblem, locale: 'zh-CN' | 'en'): string {
  const wording = rowWordings[problem.code][locale === 'en' ? 'en' : 'zh'];
  const details: Record<string, unknown> = { ...problem };
  return wording.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}
