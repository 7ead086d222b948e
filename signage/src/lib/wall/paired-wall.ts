import type { ScreenApi } from '$signage/player/screen-api.ts';
import { WallLine } from './wall-line.svelte.ts';

/** The numbers of the screen's region, asked for under the session that its player holds. @throws what fetch throws, or Answered: worth trying again */
export async function openNumbers(api: ScreenApi): Promise<WallLine> {
  const first = await api.wall();
  return new WallLine({ events: api.wallUrl('/events'), door: api.wallUrl(), first, renew: () => api.openSession() });
}
