import type { Me } from '#server/contract/staff.ts';
import { stationOfPath } from '#server/domain/access/station-path.ts';
import { api } from '../api.ts';
import { leaveDemo } from '../demo-tab.ts';

let person = $state<Me>();

/** Who is signed in. Loaded once by the shell; pages ask what the person may do, never who they are. */
export const me = {
  get current() {
    return person;
  },
  /** @throws ApiProblem NOT_SIGNED_IN */
  async load(): Promise<Me> {
    person = await api.get<Me>('/staff/me');
    return person;
  },
  may: (role: Me['roles'][number]): boolean => person?.roles.includes(role) ?? false,
  /** Administrator of every region, not of some: what reaches all screens and the tree itself is theirs. */
  get isAdminEverywhere(): boolean {
    return person?.grants.some((grant) => grant.role === 'admin' && grant.regionPath === null) ?? false;
  },
  /** 驿站管理员: single stations' screens are theirs, and nothing of a region. */
  get keepsStations(): boolean {
    return (
      person !== undefined &&
      person.grants.length > 0 &&
      person.grants.every((grant) => stationOfPath(grant.regionPath ?? '') !== undefined)
    );
  },
  async signIn(username: string, password: string): Promise<Me> {
    await api.post('/auth/sign-in/username', { username, password });
    return await me.load();
  },
  async signOut(): Promise<void> {
    leaveDemo();
    await api.post('/auth/sign-out', {});
    person = undefined;
  },
};
