import { z } from 'zod';
import { id, line, regionCode } from './primitives.ts';

/** Of whole rows with health and echoes, one answer has so many; `after` the last of them come the next. */
export const mostListed = 500;
/** Screens that are named by their ids in one question: an address stays under 8 KB. */
export const mostNamed = 100;
/** What somebody looks through before typing another word. */
export const mostChoices = 30;

const ids = z
  .string()
  .max(37 * mostNamed)
  .transform((text) => text.split(','))
  .pipe(z.array(id).min(1).max(mostNamed));

export const screenListQuery = z.object({
  id: id.optional(),
  ids: ids.optional(),
  station: id.optional(),
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(mostListed).default(mostListed),
});
export type ScreenListQuery = z.output<typeof screenListQuery>;

/** For whoever picks one out of thousands: by words of its station, its name and its tags, within a region and a station. */
export const screenChoiceQuery = z.object({
  q: line(60).default(''),
  region: regionCode.optional(),
  station: id.optional(),
  /** Taken away ones, too: whose past is asked about. */
  revoked: z.enum(['0', '1']).default('0'),
  /** These and no others, whatever else was asked. */
  ids: ids.optional(),
});
export type ScreenChoiceQuery = z.output<typeof screenChoiceQuery>;

const screenChoice = z.object({
  id,
  name: z.string(),
  station: z.object({ id, name: z.string(), regionCode: z.string() }),
  widthPx: z.int(),
  heightPx: z.int(),
});
export type ScreenChoice = z.infer<typeof screenChoice>;
export const screenChoices = z.object({ choices: z.array(screenChoice), /** There are others that fit. */ more: z.boolean() });
export type ScreenChoices = z.infer<typeof screenChoices>;
