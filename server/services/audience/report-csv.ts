import Papa from 'papaparse';
import { Temporal } from 'temporal-polyfill';
import type { EpisodeReport } from '../../contract/episode-report.ts';
import type { Locale } from '../../contract/problems.ts';
import { type ReportWords, reportWords } from '../../contract/report-words.ts';

/**
 * One table under the other, for WPS and Excel: UTF-8 with its mark, CRLF (RFC 4180), and no cell that a spreadsheet would reckon — what viewers
 * and employers wrote stands in it.
 */
export function reportAsCsv(report: EpisodeReport, locale: Locale): string {
  const words = reportWords[locale];
  const moment = (iso: string | null) => (iso === null ? '' : wallClock(iso, report.timeZone));
  const rows: (string | number)[][] = [
    [words.title, report.title],
    [words.host, report.hostName, report.organiser],
    [words.begun, moment(report.startedAt), report.timeZone],
    [words.ended, moment(report.endedAt), report.timeZone],
    [],
    [words.figure, words.value, words.definition],
    ...figures(report).map(([name, value]) => [words.figures[name].name, value, words.figures[name].means]),
    [],
    words.jobs.map(({ name }) => name),
    ...report.jobs.map((job) => [
      job.number ?? '',
      job.trade,
      job.employer ?? '',
      job.headcount,
      job.pitchedSeconds,
      job.mostViewers,
      job.scans,
      job.views,
      job.grabs,
      job.confirmed,
    ]),
    words.jobs.map(({ means }) => means),
    [],
    [words.question, words.votes, words.answered],
    ...report.questions.map(({ text, votes, answered }) => [text, votes, answered ? words.yes : words.no]),
    [],
    [words.moment, words.watching],
    ...report.curve.map(({ at, viewers }) => [moment(at), viewers]),
  ];
  return `\ufeff${Papa.unparse(rows, { newline: '\r\n', escapeFormulae: true })}\r\n`;
}

/** 2026-11-27 19:00:10, where the show is: what a spreadsheet takes for a time. */
const wallClock = (iso: string, timeZone: string): string =>
  Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');

const figures = (report: EpisodeReport): [keyof ReportWords['figures'], number][] => [
  ['employers', report.employers],
  ['postings', report.postings],
  ['headcount', report.headcount],
  ['views', report.views],
  ['peak', report.peak],
  ['watchMinutes', Math.round(report.watchSeconds / 60)],
  ['messages', report.messages],
  ['askedToBeRung', report.askedToBeRung],
];
