import type { JobPage } from '#server/contract/browse.ts';
import { formatShift } from '#server/domain/board/format.ts';
import type { PayUnit } from '#server/domain/posting/facts.ts';

/** schema.org has units of time only: pay by the piece or the order is left out rather than bent. */
const unitTexts: Partial<Record<PayUnit, string>> = { hour: 'HOUR', day: 'DAY', month: 'MONTH' };

/**
 * https://schema.org/JobPosting as JSON for a script element. `<` is escaped, so that no field can end the element.
 */
export function jobPostingJson({ job, station, today, serverTime }: JobPage, url: string): string {
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
    datePosted: (job.confirmedAt ?? serverTime).slice(0, 10),
    ...(job.expiresAt ? { validThrough: job.expiresAt } : {}),
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
            value: { '@type': 'QuantitativeValue', minValue: pay.min ?? pay.max, maxValue: pay.max ?? pay.min, unitText },
          },
        }
      : {}),
    directApply: true,
    url,
  }).replace(/</g, '\\u003c');
}
