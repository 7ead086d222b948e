import { me } from '../account/me.svelte.ts';
import { api } from '../api.ts';
import type { CountName } from '../kit-studio/navigation.ts';
import { deskEvents } from './events.svelte.ts';
import { where } from './where.svelte.ts';

let known = $state<Record<CountName, number>>({ approvals: 0, callbacks: 0, recheck: 0 });

/** How much waits in each list. Asked again whenever the desk tells of a change. */
export const counts = {
  of: (name: CountName): number => known[name],
  /** For an `$effect`: follows the region and the desk's events. */
  watch(): () => void {
    const region = where.code;
    void refresh(region);
    return deskEvents.on(() => void refresh(region));
  },
};

async function refresh(region: string): Promise<void> {
  if (region === '' || !me.may('clerk') || me.keepsStations) return;
  const lengths = await Promise.all([
    me.may('approver') ? api.get<{ postings: unknown[] }>('/approvals', { region, limit: 200 }).then((page) => page.postings.length) : 0,
    api.get<{ callBacks: unknown[] }>('/callbacks', { region }).then((list) => list.callBacks.length),
    api.get<{ postings: unknown[] }>('/recheck', { region }).then((list) => list.postings.length),
  ]).catch(() => undefined);
  // A badge that could not be asked for keeps its last number; the list itself says what is wrong.
  if (lengths) known = { approvals: lengths[0], callbacks: lengths[1], recheck: lengths[2] };
}
