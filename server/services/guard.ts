import { type Actor, mayIn, type StaffRole } from '../domain/access/actor.ts';
import { Refusal } from './refusal.ts';

/** @throws Refusal NOT_ALLOWED unless the actor holds the role for the region or station with this path */
export function requireIn(actor: Actor, role: StaffRole, path: string): void {
  if (!mayIn(actor, role, path)) throw new Refusal('NOT_ALLOWED');
}
