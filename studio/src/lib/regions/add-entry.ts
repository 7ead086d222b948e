import type { ImportOutcome } from '#server/contract/stations.ts';
import { me } from '$lib/account/me.svelte.ts';
import { api } from '$lib/api.ts';
import { where } from '$lib/desk/where.svelte.ts';

/** Brings a file in, and the tree of regions in this window up to date. @throws ApiProblem */
export async function bringIn(file: unknown): Promise<ImportOutcome> {
  const done = await api.post<ImportOutcome>('/regions/import', file);
  if (me.current) await where.load(me.current);
  return done;
}
