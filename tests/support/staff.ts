import type { StaffRole } from '#server/domain/access/actor.ts';
import { inviteStaff } from '#server/services/staff/invitations.ts';
import type { House } from './house.ts';
import { type httpApp, visitor } from './http-app.ts';

let made = 0;

/** Somebody with this role, come in by an invitation and signed in. */
export async function signedIn(
  house: House,
  app: ReturnType<typeof httpApp>['app'],
  role: StaffRole,
  regionCode: string | null = null,
  stationId: string | null = null,
) {
  made += 1;
  const words = { name: `${role} ${made}`, username: `${role}${made}`, password: `a long phrase ${made}` };
  const { token } = await inviteStaff(house.ctx, { kind: 'system', name: 'test' }, { role, regionCode, stationId, employerId: null });
  const person = visitor(app);
  await person.call('POST', '/api/staff/accept-invitation', { ...words, token });
  await person.call('POST', '/api/auth/sign-in/username', { username: words.username, password: words.password });
  return { ...person, ...words };
}
