import Papa from 'papaparse';
import type { Insight } from '../../contract/figures.ts';
import type { Locale } from '../../contract/problems.ts';
import { figureDefinitions } from '../../domain/figures/definitions.ts';
import { wordUnit } from '../../domain/figures/word-figure.ts';

const words = {
  'zh-CN': {
    title: '数据',
    everywhere: '全部区域',
    period: '日期',
    asOf: '计算于',
    figure: ['指标', '数值', '单位', '样本', '95% 区间', '定义'],
    otherPay: '未计入平均日薪的岗位（按小时、按件、按月或面议）',
    trade: ['工种', '新上岗位', '招工人数', '平均日薪（元/天）', '抢单', '已约定', '上岗'],
    region: ['区域', '新上岗位', '招工人数', '扫码', '抢单', '已约定', '上岗'],
    station: ['驿站', '扫码', '抢单', '已约定', '上岗'],
    hour: ['钟点', '新上岗位', '招工人数', '扫码', '看岗位', '抢单', '已约定'],
    day: ['日期', '新上岗位', '招工人数', '扫码', '看岗位', '抢单', '已约定', '上岗', '待双方确认'],
  },
  en: {
    title: 'Figures',
    everywhere: 'All regions',
    period: 'Days',
    asOf: 'Reckoned at',
    figure: ['Figure', 'Value', 'Unit', 'Sample', '95% interval', 'Definition'],
    otherPay: 'Postings left out of the average day pay (by hour, piece, month, or not said)',
    trade: ['Trade', 'New postings', 'Places', 'Average day pay (yuan)', 'Grabs', 'Agreed', 'At work'],
    region: ['Region', 'New postings', 'Places', 'Scans', 'Grabs', 'Agreed', 'At work'],
    station: ['Station', 'Scans', 'Grabs', 'Agreed', 'At work'],
    hour: ['Hour', 'New postings', 'Places', 'Scans', 'Views', 'Grabs', 'Agreed'],
    day: ['Day', 'New postings', 'Places', 'Scans', 'Views', 'Grabs', 'Agreed', 'At work', 'Unconfirmed'],
  },
} as const satisfies Record<Locale, unknown>;

/** For WPS and Excel: UTF-8 with its mark, CRLF (RFC 4180), and no cell that a spreadsheet would reckon — names of trades and stations stand in it. */
export function insightAsCsv(report: Insight, locale: Locale): string {
  const w = words[locale];
  const cell = (value: number | null | undefined): number | string => value ?? '';
  const rows: (string | number)[][] = [
    [w.title, report.scope.name || w.everywhere],
    [w.period, report.from, report.to, report.timeZone],
    [w.asOf, report.asOf ?? ''],
    [],
    [...w.figure],
    ...report.figures.map(({ key, value, unit, of, low, high }) => [
      figureDefinitions[key][locale].name,
      cell(value),
      wordUnit(unit, locale),
      cell(of),
      low === undefined || high === undefined ? '' : `${low}–${high}%`,
      figureDefinitions[key][locale].definition,
    ]),
    [w.otherPay, report.otherPay],
    [],
    [...w.trade],
    ...report.byTrade.map((row) => [row.trade, row.postings, row.headcount, cell(row.dayPay), row.grabs, row.confirmed, row.atWork]),
    [],
    [...w.region],
    ...report.byRegion.map((row) => [row.name, row.postings, row.headcount, row.scans, row.grabs, row.confirmed, row.atWork]),
    [],
    [...w.station],
    ...report.byStation.map((row) => [row.name, row.scans, row.grabs, row.confirmed, row.atWork]),
    [],
    [...w.hour],
    ...report.byHour.map((row) => [`${row.hour}:00`, row.postings, row.headcount, row.scans, row.views, row.grabs, row.confirmed]),
    [],
    [...w.day],
    ...report.byDay.map((row) => [
      row.day,
      row.postings,
      row.headcount,
      row.scans,
      row.views,
      row.grabs,
      row.confirmed,
      row.atWork,
      row.unconfirmed,
    ]),
  ];
  return `\ufeff${Papa.unparse(rows, { newline: '\r\n', escapeFormulae: true })}\r\n`;
}
