import type { Temporal } from 'temporal-polyfill';
import { healthWords } from '../../contract/health-words.ts';
import type { Locale } from '../../contract/problems.ts';
import type { AlertFact, AlertKind } from '../../domain/alerts/kinds.ts';
import { readReasons } from '../fleet/load-fleet.ts';

export interface ToWord {
  kind: AlertKind;
  fact: AlertFact;
  reasons: readonly string[];
  screens: number;
  facts: Record<string, string | number>;
  startedAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  timeZone: string;
  /** The studio's page about it. */
  url: string;
}

export interface WordedAlert {
  title: string;
  text: string;
}

const marks = {
  'zh-CN': { stop: '。', since: '自', until: '至', minutes: '分钟', screens: '块屏', dot: ' · ' },
  en: { stop: '. ', since: 'since', until: 'until', minutes: 'min', screens: 'screens', dot: ' · ' },
};

/** Names the place first: who reads it on a phone at night must know where, what and since when before anything else. */
export function wordAlert(alert: ToWord, now: Temporal.Instant, locale: Locale): WordedAlert {
  const words = healthWords[locale];
  const mark = marks[locale];
  const kind = words.kinds[alert.kind];
  const at = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(alert.timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
  const place = placeOf(alert);
  const title = [`${words.facts[alert.fact]}${locale === 'en' ? ':' : '：'}`, place, kind.what].filter((part) => part !== '').join(' ');
  const reasons = readReasons(alert.reasons).map((reason) => words.reasons[reason]);
  const [first] = reasons;
  const end = alert.endedAt ?? now;
  const minutes = Math.max(0, Math.round((end.epochMilliseconds - alert.startedAt.epochMilliseconds) / 60_000));
  const lines = [
    title,
    reasons.map(({ what }) => what).join(mark.dot),
    alert.screens > 1 ? `${alert.screens} ${mark.screens}` : '',
    `${mark.since} ${at(alert.startedAt)}${alert.endedAt ? ` ${mark.until} ${at(alert.endedAt)}` : ''} (${minutes} ${mark.minutes})`,
    alert.fact === 'ended' ? '' : alert.screens === 1 && first ? first.todo : kind.todo,
    typeof alert.facts.phone === 'string' && alert.fact !== 'ended' ? `☎ ${alert.facts.phone}` : '',
    alert.url,
  ];
  return { title, text: lines.filter((line) => line !== '').join('\n') };
}

/** 城站驿站 大屏; empty for what is the installation's own. */
export const placeOf = ({ facts }: Pick<ToWord, 'facts'>): string =>
  [facts.station, facts.screen, facts.playlist].filter((part) => typeof part === 'string').join(' ');
