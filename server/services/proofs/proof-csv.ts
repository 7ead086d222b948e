import { sql } from 'drizzle-orm';
import Papa from 'papaparse';
import { Temporal } from 'temporal-polyfill';
import type { Locale } from '../../contract/problems.ts';
import type { ProofQuery } from '../../contract/proofs.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { employers, postings, postingVersions } from '../../db/schema/postings.ts';
import { contents } from '../../db/schema/programme.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { proofScope } from './proof-report.ts';

const headings: Record<Locale, string[]> = {
  'zh-CN': ['日期', '时段', '驿站', '屏幕', '类别', '岗位号', '岗位或内容', '用工方', '播放次数', '播放秒数', '岗位编号或内容编号'],
  en: ['Day', 'Hour', 'Station', 'Screen', 'What', 'Number', 'Job or content', 'Employer', 'Plays', 'Seconds', 'Id'],
};
const kinds: Record<Locale, Record<string, string>> = {
  'zh-CN': { posting: '岗位', content: '内容', station: '驿站页', show: '直播', takeover: '接管' },
  en: { posting: 'job', content: 'content', station: 'station’s slide', show: 'show', takeover: 'takeover' },
};

/** Rows a question: a file of a year is written while it is read. */
const page = 500;

/**
 * Every sum there is, an hour, screen and thing shown a row: for WPS and Excel, UTF-8 with its mark, CRLF (RFC 4180), and no cell that a
 * spreadsheet would reckon (`=`, `+`, `-`, `@` in what employers wrote). The right to it is asked before the first byte.
 * @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, PROOF_RANGE
 */
export async function proofCsv(ctx: Context, actor: Actor, query: ProofQuery, locale: Locale): Promise<AsyncGenerator<string>> {
  const { path } = await proofScope(ctx, actor, query);
  return linesOf(ctx, query, path, locale);
}

async function* linesOf(ctx: Context, query: ProofQuery, path: string, locale: Locale): AsyncGenerator<string> {
  const written = (rows: (string | number)[][]) => `${Papa.unparse(rows, { newline: '\r\n', escapeFormulae: true })}\r\n`;
  yield `\ufeff${written([headings[locale]])}`;
  const last = Temporal.PlainDate.from(query.to);
  for (let day = Temporal.PlainDate.from(query.from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    for (let after = ['', '', '', '']; ; ) {
      const rows = await dayRows(ctx, query, path, { day: day.toString(), after });
      const lines = rows.flatMap((row) =>
        row.plays.flatMap((plays, hour) => {
          const ms = row.ms[hour] ?? 0;
          if (plays === 0 && ms === 0) return [];
          const what = kinds[locale][row.kind] ?? row.kind;
          const slot = `${String(hour).padStart(2, '0')}:00`;
          return [
            [
              row.day,
              slot,
              row.station,
              row.screen,
              what,
              row.number ?? '',
              row.trade ?? '',
              row.employer ?? '',
              plays,
              Math.round(ms / 100) / 10,
              row.subject,
            ],
          ];
        }),
      );
      if (lines.length > 0) yield written(lines);
      const end = rows.at(-1);
      if (end === undefined || rows.length < page) break;
      after = [end.screen_id, end.station_id, end.kind, end.subject];
    }
  }
}

interface DayRow extends Record<string, unknown> {
  day: string;
  screen_id: string;
  station_id: string;
  kind: string;
  subject: string;
  station: string;
  screen: string;
  number: number | null;
  trade: string | null;
  employer: string | null;
  plays: number[];
  ms: number[];
}

async function dayRows(ctx: Context, query: ProofQuery, path: string, { day, after }: { day: string; after: string[] }): Promise<DayRow[]> {
  const { posting, employer, screen, station } = query;
  const wanted = [
    ...(posting === undefined ? [] : [sql`and play_days.subject = ${posting}`]),
    ...(employer === undefined ? [] : [sql`and ${postings.employerId} = ${employer}`]),
    ...(screen === undefined ? [] : [sql`and play_days.screen_id = ${screen}`]),
    ...(station === undefined ? [] : [sql`and play_days.station_id = ${station}`]),
  ];
  const { rows } = await ctx.db.execute<DayRow>(sql`
    select play_days.day::text as day, play_days.screen_id, play_days.station_id, play_days.kind, play_days.subject, ${stations.name} as station, ${screens.name} as screen,
      ${postings.number} as number, coalesce(${postingVersions.facts} ->> 'trade', ${contents.approved} ->> 'title') as trade,
      coalesce(${employers.name}, ${postingVersions.facts} ->> 'employer') as employer, play_days.plays, play_days.ms
    from play_days
    join ${screens} on ${screens.id} = play_days.screen_id
    join ${stations} on ${stations.id} = play_days.station_id
    join ${regions} on ${regions.code} = ${stations.regionCode}
    left join ${postings} on play_days.kind = 'posting' and ${postings.id} = play_days.subject
    left join ${postingVersions} on ${postingVersions.postingId} = ${postings.id}
      and ${postingVersions.version} = coalesce(${postings.approvedVersion}, ${postings.version})
    left join ${employers} on ${employers.id} = ${postings.employerId}
    left join ${contents} on play_days.kind = 'content' and ${contents.id} = play_days.subject
    where play_days.day = ${day}::date and play_days.kind not in ('screen', 'jobs') and starts_with(${regions.path}, ${path})
      and (play_days.screen_id, play_days.station_id, play_days.kind, play_days.subject) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]}) ${sql.join(wanted, sql` `)}
    order by play_days.screen_id, play_days.station_id, play_days.kind, play_days.subject limit ${page}`);
  return rows;
}
