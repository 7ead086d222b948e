import { Temporal } from 'temporal-polyfill';
import { type Cell, makeWorkbook } from '#tests/fixtures/intake/office-files.ts';
import { type IntakeInput, runIntake } from '../run-intake.ts';

export const now = Temporal.Instant.from('2026-11-21T08:00:00+08:00');
export const header = ['岗位', '单位名称', '工资', '人数', '地址', '要求', '电话'];
export const row: Cell[] = ['搬运工', '东站货运服务部', '200元/天', 3, '火车东站西广场', '有经验优先', '13800009835'];
/** A workbook of one posting with nothing wrong. */
export const good = () => makeWorkbook([{ rows: [header, row] }]);
export const read = async (bytes: Uint8Array, fileName: string, more: Partial<IntakeInput> = {}) =>
  await runIntake({ bytes, fileName, now, ...more });
