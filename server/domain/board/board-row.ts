import { distanceBetween } from '../geo.ts';
import type { PostingFacts } from '../posting/facts.ts';
import type { BoardRow } from './manifest.ts';

/** An approved posting as a board needs it. Times are ISO 8601 in UTC. */
export interface PublicPosting {
  id: string;
  /** The approved one. */
  version?: number | undefined;
  number: number;
  facts: Pick<PostingFacts, 'trade' | 'title' | 'employer' | 'pay' | 'shift' | 'place' | 'benefits'>;
  placesLeft: number;
  filled: boolean;
  lat: number | null;
  lon: number | null;
  confirmedAt: string | null;
  expiresAt: string | null;
}

/**
 * 日工: work that is handed out for a day. Yesterday's is worthless today, so it leaves a glass that has heard nothing for a day.
 */
export function isDayJob({ pay, shift }: PublicPosting['facts']): boolean {
  return shift.startsOn !== undefined || pay.settlement === 'daily' || pay.unit === 'day' || pay.unit === 'hour' || pay.unit === 'order';
}

/** One posting as this station's glass says it. `today`: the day in the station's zone. */
export function boardRow(posting: PublicPosting, station: { lat: number | null; lon: number | null }, today: string): BoardRow {
  const { facts } = posting;
  const metres = distanceBetween(station, posting);
  return {
    postingId: posting.id,
    ...(posting.version === undefined ? {} : { version: posting.version }),
    number: posting.number,
    trade: facts.trade,
    ...(facts.title === undefined ? {} : { title: facts.title }),
    ...(facts.employer === undefined ? {} : { employer: facts.employer }),
    pay: facts.pay,
    shift: facts.shift,
    ...(facts.place === undefined ? {} : { place: facts.place }),
    distanceM: metres === null ? null : Math.round(metres),
    benefits: facts.benefits.slice(0, 3),
    placesLeft: posting.placesLeft,
    filled: posting.filled,
    startsToday: facts.shift.startsOn === today,
    confirmedAt: posting.confirmedAt,
    expiresAt: posting.expiresAt,
    dayJob: isDayJob(facts),
  };
}
