import { z } from 'zod';
import { outsideKinds } from '../domain/outside/address.ts';
import { id, isoInstant, line, regionCode } from './primitives.ts';

/** 外部展示: an address for somebody else's screens. */
export const outsideRequest = z
  .object({
    kind: z.enum(outsideKinds),
    label: line(40).min(1),
    /** Of a wall: what it tells of. */
    regionCode: regionCode.optional(),
    stationId: id.optional(),
    /** Of a board: whose slides. */
    screenId: id.optional(),
    frameOrigins: z.array(z.string().max(300)).max(20).default([]),
    /** Days from now; absent: until it is withdrawn. */
    days: z.int().min(1).max(1_096).optional(),
  })
  .refine(({ kind, regionCode: region, stationId, screenId }) => (kind === 'board' ? screenId : (region ?? stationId)) !== undefined, {
    path: ['kind'],
    message: 'a board needs its screen, a wall its region or station',
  });
export type OutsideRequest = z.output<typeof outsideRequest>;

/** The address is told once, when it is made. */
export const outsideMade = z.object({ id, path: z.string() });

export const outsideForStaff = z.object({
  id,
  kind: z.enum(outsideKinds),
  label: z.string(),
  /** Region, station or screen, by name. */
  of: z.string(),
  frameOrigins: z.array(z.string()),
  createdAt: isoInstant,
  expiresAt: isoInstant.nullable(),
  revokedAt: isoInstant.nullable(),
  usedAt: isoInstant.nullable(),
});
export type OutsideForStaff = z.infer<typeof outsideForStaff>;

export const outsideToken = z.object({ token: z.string().min(16).max(64) });
/** What a page that is framed needs to know before its headers go out. */
export const outsideDoor = z.object({ kind: z.enum(outsideKinds), frameOrigins: z.array(z.string()) });

export const domainProof = z.object({ fileName: z.string().max(60), content: z.string().max(200) });
export const domainProofForStaff = z.object({ fileName: z.string(), uploadedAt: isoInstant });
export type DomainProofForStaff = z.infer<typeof domainProofForStaff>;
