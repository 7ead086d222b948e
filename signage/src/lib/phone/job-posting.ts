import { Temporal } from 'temporal-polyfill';
import type { JobPage } from '#server/contract/browse.ts';
import { formatShift } from '#server/domain/board/format.ts';
import type { Pay, PayUnit } from '#server/domain/posting/facts.ts';

/** Google's JobPosting takes HOUR, DAY, WEEK, MONTH and YEAR: pay by the piece or the order is left out rather than bent. */
const unitTexts: Partial<Record<PayUnit, string>> = { hour: 'HOUR', day: 'DAY', month: 'MONTH' };

/**
 * https://schema.org/JobPosting as JSON for a script element; `undefined` for a job that is full, which Google wants without the markup. `<` is
 * escaped, so that no field can end the element. Dates are the station's: half a day before midnight in Shanghai is yesterday in UTC.
 */
export function jobPostingJson({ job, station, today, timeZone }: JobPage, url: string): string | undefined {
  if (job.status === 'filled') return undefined;
  const { facts } = job;
  const { pay } = facts;
  const unitText = pay.unit && unitTexts[pay.unit];
  const text = [facts.description, formatShift(facts.shift, { today }), ...facts.requirements, ...facts.benefits]
    .filter(Boolean)
    .join('；');
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'JobPosting',
    title: facts.title ?? facts.trade,
    description: text || facts.trade,
    identifier: { '@type': 'PropertyValue', name: station?.name ?? 'Gangbo', value: String(job.number) },
    datePosted: inZone(job.postedAt, timeZone).toPlainDate().toString(),
    ...(job.expiresAt ? { validThrough: lastMoment(job.expiresAt, timeZone) } : {}),
    employmentType: 'TEMPORARY',
    totalJobOpenings: job.placesLeft,
    hiringOrganization: { '@type': 'Organization', name: facts.employer ?? station?.name ?? '' },
    jobLocation: {
      '@type': 'Place',
      address: { '@type': 'PostalAddress', addressCountry: 'CN', streetAddress: facts.place ?? station?.address ?? '' },
      ...(job.position ? { geo: { '@type': 'GeoCoordinates', latitude: job.position.lat, longitude: job.position.lon } } : {}),
    },
    ...(unitText && (pay.min !== undefined || pay.max !== undefined)
      ? {
          baseSalary: {
            '@type': 'MonetaryAmount',
            currency: 'CNY',
            value: { '@type': 'QuantitativeValue', ...amountOf(pay), unitText },
          },
        }
      : {}),
    directApply: true,
    url,
  }).replace(/</g, '\\u003c');
}

const inZone = (instant: string, timeZone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);

/** Valid *through*: an expiry at midnight is the last second of the day before, with the station's offset (ISO 8601, as schema.org asks). */
function lastMoment(expiresAt: string, timeZone: string): string {
  return inZone(expiresAt, timeZone).subtract({ seconds: 1 }).toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** One figure is a `value`; two are a range. */
function amountOf({ min, max }: Pay): { value: number | undefined } | { minValue: number; maxValue: number } {
  return min !== undefined && max !== undefined && min !== max ? { minValue: min, maxValue: max } : { value: min ?? max };
}
