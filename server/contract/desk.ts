import { z } from 'zod';
import { nearFields } from '../domain/posting/near.ts';
import { postingStatuses } from '../domain/posting/status.ts';
import { pay, postingFacts, postingForStaff, publicationRequest, publicationTarget } from './posting.ts';
import { id, isoInstant, line, plainDate, position, regionCode } from './primitives.ts';

/** What the postings desk says to the server, and hears from it. */

const version = z.int().min(1);

/** Typed, mended from an intake's row, or entered through the API. */
export const createPosting = z.object({
  regionCode,
  facts: postingFacts,
  /** The words as they came in; a typed form has none. */
  original: z.string().max(20_000).optional(),
  /** The row it was read from, and the photo or voice file it was typed from. */
  intakeRowId: id.optional(),
  evidenceId: id.optional(),
  /** Where it is to be shown once approved; without it, everywhere in its region. */
  publications: z.array(publicationRequest).max(50).optional(),
  submit: z.boolean().default(false),
});
export type CreatePosting = z.input<typeof createPosting>;

export const editPosting = z.object({ version, facts: postingFacts, submit: z.boolean().default(false) });
export type EditPosting = z.input<typeof editPosting>;

/** The version that the person had before their eyes: another one is a VERSION_CONFLICT. */
export const versioned = z.object({ version });
export const rejectPosting = z.object({ version, reason: line(120).min(2) });
export type RejectPosting = z.infer<typeof rejectPosting>;
export const withdrawPosting = z.object({ reason: line(120).optional() });
export const setPlaces = z.object({ placesLeft: z.int().min(0).max(9_999) });
export const reopenPosting = z.object({ places: z.int().min(1).max(9_999) });
export const publishPosting = z.object({ publications: z.array(publicationRequest).min(1).max(50) });

export const postingQuery = z.object({
  view: z.enum(['open', 'drafts', 'approvals', 'closed', 'all']).default('open'),
  region: regionCode.optional(),
  q: line(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  /** The last row's `updatedAt` and id of the page before. */
  before: z.string().max(120).optional(),
});
export type PostingQuery = z.infer<typeof postingQuery>;

/** Where and when, in words that an approver can read. `name` is the station's or the region's. */
export const publicationForStaff = z.object({
  target: publicationTarget,
  name: z.string(),
  startsAt: isoInstant.nullable(),
  endsAt: isoInstant.nullable(),
  priority: z.int(),
});
export type PublicationForStaff = z.infer<typeof publicationForStaff>;
/** One that waits for a second person. `adds`: more walls or longer on them, not only what stands already. */
export const proposedPublication = publicationForStaff.extend({ adds: z.boolean() });

export const deskPosting = postingForStaff.extend({
  authorName: z.string(),
  /** Version of a correction that waits for a second person while the approved one stands on the glass. */
  pending: z.boolean(),
  /** What waits says something else than the public reads now, not only where it is shown. */
  pendingWords: z.boolean(),
  /** Where it is shown, or is to be once approved; none: everywhere in its region, unless it is public already. */
  publications: z.array(publicationForStaff),
  /** Where it is to be shown if a second person agrees. */
  proposedPublications: z.array(proposedPublication).nullable(),
  rejectedReason: z.string().nullable(),
  /** Screens that would lose it this moment. */
  screens: z.int(),
});
export type DeskPosting = z.infer<typeof deskPosting>;

/** `waits`: what adds to walls was handed to a second person; what takes away holds already. */
export const publishOutcome = z.object({ number: z.int().nullable(), waits: z.boolean() });
export type PublishOutcome = z.infer<typeof publishOutcome>;

export const postingDetail = deskPosting.extend({
  original: z.string(),
  versions: z.array(z.object({ version: z.int(), authorName: z.string(), createdAt: isoInstant, approved: z.boolean() })),
  evidence: z.array(z.object({ id, kind: z.string(), fileName: z.string().nullable(), mediaType: z.string().nullable() })),
  /** What the approved version says, where it differs from the newest: what the public reads now. */
  approvedFacts: postingFacts.omit({ phones: true }).nullable(),
});
export type PostingDetail = z.infer<typeof postingDetail>;

export const deskPage = z.object({ postings: z.array(deskPosting), next: z.string().nullable() });

/** A posting that stands and says nearly the same; `differs`: what the other says otherwise, nothing where it is the very same. */
export const nearPosting = z.object({
  postingId: id,
  number: z.int().nullable(),
  status: z.enum(postingStatuses),
  trade: z.string(),
  employer: z.string().nullable(),
  pay,
  differs: z.array(z.enum(nearFields)),
});
export type NearPosting = z.infer<typeof nearPosting>;

/** Everything that bears a place or a phone number, at once. */
export const removal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), regionCode, place: line(80).min(1), reason: line(120).optional() }),
  z.object({ kind: z.literal('phone'), regionCode, phone: z.string().regex(/^\d{7,16}$/), reason: line(120).optional() }),
]);
export type Removal = z.infer<typeof removal>;
export const removalOutcome = z.object({ postings: z.int(), screens: z.int() });

export const createEmployer = z.object({
  regionCode,
  name: line(60).min(2),
  kind: z.enum(['organisation', 'householder']),
  creditCode: z.string().max(40).optional(),
});
export type CreateEmployer = z.infer<typeof createEmployer>;
/** What was seen, by whom (the one who sends it), once. */
export const checkEmployer = z.object({
  how: z.enum(['licence', 'identity-card', 'site-visit']),
  creditCode: z.string().max(40).optional(),
});
export type CheckEmployer = z.infer<typeof checkEmployer>;
export const employerForStaff = z.object({
  id,
  name: z.string(),
  kind: z.enum(['organisation', 'householder']),
  creditCode: z.string().nullable(),
  regionCode,
  checkedAt: isoInstant.nullable(),
  checkedByName: z.string().nullable(),
  checkedHow: z.enum(['licence', 'identity-card', 'site-visit']).nullable(),
  openPostings: z.int(),
});
export type EmployerForStaff = z.infer<typeof employerForStaff>;

/** What the employer's no-login page shows: their own posting, nothing about seekers. */
export const employerPage = z.object({
  trade: z.string(),
  employer: z.string().nullable(),
  number: z.int().nullable(),
  status: z.enum(postingStatuses),
  placesTotal: z.int(),
  placesLeft: z.int(),
  place: z.string().nullable(),
  payText: z.string(),
  stationName: z.string().nullable(),
  stationPhone: z.string().nullable(),
  expiresAt: isoInstant.nullable(),
});
export type EmployerPage = z.infer<typeof employerPage>;

export const recheckAnswer = z.object({ answer: z.enum(['open', 'filled', 'unreachable']) });
export const recheckRow = deskPosting.extend({ lastConfirmedAt: isoInstant.nullable(), why: z.enum(['never', 'old', 'lapsing']) });
export type RecheckRow = z.infer<typeof recheckRow>;

export const callBackForStaff = z.object({
  id,
  kind: z.enum(['missing-fact', 'report', 'grab', 'recheck', 'chat']),
  regionCode,
  postingId: id.nullable(),
  grabId: id.nullable(),
  /** Of kind report: what is judged upheld or dismissed. */
  reportId: id.nullable(),
  trade: z.string().nullable(),
  employer: z.string().nullable(),
  number: z.int().nullable(),
  /** Title of the show that it came from, or is about. */
  show: z.string().nullable(),
  /** Codes: `employer`, `fee`, `unreachable`, `show-abuse`, … */
  facts: z.array(z.string()),
  /** What was written with a report. */
  note: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  dueAt: isoInstant.nullable(),
  createdAt: isoInstant,
});
export type CallBackForStaff = z.infer<typeof callBackForStaff>;
export const finishCallBack = z.object({ outcome: line(120).min(1) });

/** A place is pinned once; every posting of that place in the region stands there from then on. */
export const pinPlace = z.object({
  regionCode,
  name: line(80).min(1),
  position,
  /** Said after the warning that the pin lies far from the station. */
  farIsRight: z.boolean().default(false),
});
export type PinPlace = z.input<typeof pinPlace>;
export const placeForStaff = z.object({
  name: z.string(),
  regionCode,
  position: position.nullable(),
  postings: z.int(),
  /** Metres to the nearest station of the region; null without a pin or a station with coordinates. */
  nearestStationM: z.number().nullable(),
});
export type PlaceForStaff = z.infer<typeof placeForStaff>;

export const minimumWage = z.object({
  regionCode,
  unit: z.enum(['hour', 'month']),
  yuan: z.number().positive().max(100_000),
  source: line(200).min(4),
  inForceFrom: plainDate,
});
export type MinimumWage = z.infer<typeof minimumWage>;
export const minimumWageForStaff = minimumWage.extend({ id, editedAt: isoInstant });
export type MinimumWageForStaff = z.infer<typeof minimumWageForStaff>;

export const regionNode = z.object({
  code: regionCode,
  name: z.string(),
  level: z.string(),
  path: z.string(),
  parentCode: z.string().nullable(),
});
export type RegionNode = z.infer<typeof regionNode>;
export const stationForStaff = z.object({
  id,
  name: z.string(),
  regionCode,
  phone: z.string(),
  address: z.string().nullable(),
  position: position.nullable(),
  timeZone: z.string(),
  screens: z.int(),
});
export type StationForStaff = z.infer<typeof stationForStaff>;

/** One press: what the station's groups need. Each form has a link of its own. */
export const shareRequest = z.object({ postingIds: z.array(id).min(1).max(20), stationId: id });
export type ShareRequest = z.infer<typeof shareRequest>;
export const shareItem = z.object({
  id,
  number: z.int().nullable(),
  trade: z.string(),
  pay: z.string(),
  payUnit: z.string(),
  settlement: z.string(),
  employer: z.string(),
  place: z.string(),
  distanceM: z.number().nullable(),
  shift: z.string(),
  placesLeft: z.int(),
  approximate: z.boolean(),
  benefits: z.array(z.string()),
});
export type ShareItem = z.infer<typeof shareItem>;
export const share = z.object({
  station: z.object({ id, name: z.string(), phone: z.string(), address: z.string().nullable() }),
  items: z.array(shareItem),
  chat: z.object({ text: z.string(), url: z.string() }),
  poster: z.object({ url: z.string() }),
  print: z.object({ url: z.string() }),
  confirmedAt: isoInstant.nullable(),
});
export type Share = z.infer<typeof share>;
