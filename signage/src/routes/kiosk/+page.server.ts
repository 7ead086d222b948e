import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** 自助机 is a screen that can be touched: the player of that screen draws it, so that it lives without network, too. */
export const load: PageServerLoad = ({ url }) => redirect(307, `/screen/${url.search}`);
