import { type Actor, mayIn, type StaffRole } from '../domain/access/actor.ts';
import { Refusal } from './refusal.ts';

/** @throws Refusal NOT_ALLOWED unless the actor holds the role for the region with this path */
export function requireIn(actor: Actor, role: StaffRole, regionPath: string): void {
  if (!mayIn(actor, role, regionPath)) throw new Refusal('NOT_ALLOWED');
}
