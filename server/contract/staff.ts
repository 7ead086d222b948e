import { z } from 'zod';
import { roles, staffRoles } from '../domain/access/actor.ts';
import { id, isoInstant, line, regionCode } from './primitives.ts';

/** Letters, digits, dot, dash, underscore; what a clerk types at a strange keyboard. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,29}$/);

/** At least 10 characters: NIST SP 800-63B asks for length, not for classes of characters. */
export const password = z.string().min(10).max(128);

/** Opens a set-up or invitation link: who opens it chooses name and password. */
export const acceptInvitation = z.object({ token: z.string().min(20).max(100), name: line(20).min(1), username, password });
export type AcceptInvitation = z.infer<typeof acceptInvitation>;

export const inviteStaff = z
  .object({
    role: z.enum(staffRoles),
    regionCode: regionCode.nullable().default(null),
    /** 驿站管理员: a clerk of this station's screens, and of nothing else. */
    stationId: id.nullable().default(null),
    employerId: z.string().nullable().default(null),
  })
  .refine(({ role, employerId }) => (role === 'employer') === (employerId !== null), { path: ['employerId'] })
  .refine(({ role, stationId, regionCode: region }) => stationId === null || (role === 'clerk' && region === null), {
    path: ['stationId'],
  });
export type InviteStaff = z.infer<typeof inviteStaff>;

export const invitation = z.object({ url: z.string(), expiresAt: isoInstant });

/** Who is signed in, for the studio's shell. */
export const me = z.object({
  userId: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  grants: z.array(z.object({ role: z.enum(staffRoles), regionPath: z.string().nullable(), employerId: z.string().nullable() })),
});
export type Me = z.infer<typeof me>;

export const staffMember = z.object({
  userId: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  grants: z.array(
    z.object({ id: z.string(), role: z.enum(staffRoles), regionCode: z.string().nullable(), station: z.string().nullable() }),
  ),
});
