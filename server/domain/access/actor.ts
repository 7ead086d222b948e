import { scopeRoles, type TokenScope } from './scopes.ts';

/** Who is asking. What somebody may do stands in `grants`, each for a region subtree or for everywhere. */
export type Actor =
  | { kind: 'staff'; userId: string; name: string; grants: Grant[] }
  | { kind: 'seeker'; seekerId: string }
  | { kind: 'screen'; screenId: string }
  /** The employer's no-login link of one posting. */
  | { kind: 'employer-link'; postingId: string }
  | { kind: 'guest'; episodeId: string; guestId: string }
  /** A program, let in on the routes that its scopes name, in its region alone. `madeBy` is the user who answers for it. */
  | { kind: 'token'; tokenId: string; madeBy: string; scopes: readonly TokenScope[]; grants: Grant[] }
  | { kind: 'anyone' }
  | { kind: 'system'; name: string };

export type TokenActor = Extract<Actor, { kind: 'token' }>;
export type StaffActor = Extract<Actor, { kind: 'staff' }>;

export const staffRoles = ['admin', 'approver', 'clerk', 'host', 'employer'] as const;
export type StaffRole = (typeof staffRoles)[number];
export const roles = [...staffRoles, 'guest', 'seeker', 'screen'] as const;
export type Role = (typeof roles)[number];

export interface Grant {
  role: StaffRole;
  /** Path of the region whose subtree it holds for (db/schema/org.ts), or of the one station (station-path.ts); null: everywhere. */
  regionPath: string | null;
  /** Set for `employer` only. */
  employerId: string | null;
}

/** An approver can do a clerk's work; an administrator can do everybody's but an employer's. */
const implies: Record<StaffRole, readonly StaffRole[]> = {
  admin: ['admin', 'approver', 'clerk', 'host'],
  approver: ['approver', 'clerk'],
  clerk: ['clerk'],
  host: ['host'],
  employer: ['employer'],
};

/** Whether the actor holds the role anywhere at all. */
export function holds(actor: Actor, role: Role): boolean {
  if (actor.kind === 'staff' || actor.kind === 'token') return actor.grants.some((grant) => grantsRole(grant, role));
  return actor.kind === role;
}

/** Whether the actor holds the role in the region or at the station with this path (or in an ancestor of it). */
export function mayIn(actor: Actor, role: StaffRole, path: string): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'staff' && actor.kind !== 'token') return false;
  return actor.grants.some((grant) => grantsRole(grant, role) && (grant.regionPath === null || path.startsWith(grant.regionPath)));
}

/** The region subtrees and stations in which the actor holds the role; null: everywhere. */
export function reachOf(actor: Actor, role: StaffRole): string[] | null {
  if (actor.kind === 'system') return null;
  if (actor.kind !== 'staff' && actor.kind !== 'token') return [];
  const paths = actor.grants.filter((grant) => grantsRole(grant, role)).map((grant) => grant.regionPath);
  return paths.includes(null) ? null : paths.filter((path) => path !== null);
}

/** The program on a route that names this scope: it holds the scope's role there, wherever its token holds. */
export const actingFor = (token: TokenActor, scope: TokenScope): TokenActor => ({
  ...token,
  grants: token.grants.map((grant) => ({ ...grant, role: scopeRoles[scope] })),
});

/** How the audit chain and the logs name an actor: never a phone number, never a person's name. */
export function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.userId}`;
    case 'token':
      return `token:${actor.tokenId}`;
    case 'seeker':
      return `seeker:${actor.seekerId}`;
    case 'screen':
      return `screen:${actor.screenId}`;
    case 'employer-link':
      return `employer-link:${actor.postingId}`;
    case 'guest':
      return `guest:${actor.guestId}`;
    case 'system':
      return `system:${actor.name}`;
    case 'anyone':
      return 'anyone';
  }
}

function grantsRole(grant: Grant, role: Role): boolean {
  return (implies[grant.role] as readonly Role[]).includes(role);
}
