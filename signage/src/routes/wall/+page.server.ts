import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/**
 * 数据大屏 of a paired device is its player that draws numbers: watched, taken over and started without network as any screen is. This is its short address, for
 * typing: it lies outside of the scope of the players' worker, and a device that started here would show nothing without a network.
 */
export const load: PageServerLoad = ({ url }) => {
  const asked = new URLSearchParams(url.search);
  asked.set('wall', '');
  return redirect(307, `/screen/?${asked}`);
};
