import type { Role } from '#server/domain/access/actor.ts';
import { m } from '$lib/paraglide/messages.js';

export type CountName = 'approvals' | 'callbacks' | 'recheck';

interface Item {
  href: string;
  label: () => string;
  roles: Role[];
  /** Also for whoever keeps a station, and is clerk of nothing else. */
  forKeepers?: true;
  count?: CountName;
}

/** The studio's rooms, for those who may enter them. */
export const navigation: { key: string; label: () => string; items: Item[] }[] = [
  {
    key: 'desk',
    label: m.nav_desk,
    items: [
      { href: '/studio/postings', label: m.nav_postings, roles: ['clerk'] },
      { href: '/studio/intake', label: m.nav_intake, roles: ['clerk'] },
      { href: '/studio/approvals', label: m.nav_approvals, roles: ['approver'], count: 'approvals' },
      { href: '/studio/grabs', label: m.nav_grabs, roles: ['clerk', 'employer'] },
      { href: '/studio/callbacks', label: m.nav_callbacks, roles: ['clerk'], count: 'callbacks' },
      { href: '/studio/recheck', label: m.nav_recheck, roles: ['clerk'], count: 'recheck' },
      { href: '/studio/truth', label: m.nav_truth, roles: ['clerk'] },
      { href: '/studio/employers', label: m.nav_employers, roles: ['clerk'] },
      { href: '/studio/places', label: m.nav_places, roles: ['clerk'] },
    ],
  },
  {
    key: 'air',
    label: m.nav_air,
    items: [
      { href: '/studio/live', label: m.nav_live, roles: ['host'] },
      { href: '/studio/words', label: m.nav_words, roles: ['approver'] },
      { href: '/studio/screens', label: m.nav_screens, roles: ['clerk'], forKeepers: true },
      { href: '/studio/takeovers', label: m.nav_takeovers, roles: ['clerk'], forKeepers: true },
      { href: '/studio/plays', label: m.nav_plays, roles: ['clerk'] },
      { href: '/studio/trace', label: m.nav_trace, roles: ['clerk'], forKeepers: true },
      { href: '/studio/kiosk', label: m.nav_kiosk, roles: ['clerk'], forKeepers: true },
    ],
  },
  {
    key: 'figures',
    label: m.nav_figures,
    items: [
      { href: '/studio/insight', label: m.nav_insight, roles: ['clerk'] },
      { href: '/studio/teams', label: m.nav_teams, roles: ['clerk'] },
      { href: '/studio/outside', label: m.nav_outside, roles: ['admin'] },
    ],
  },
  {
    key: 'admin',
    label: m.nav_admin,
    items: [
      { href: '/studio/regions', label: m.nav_regions, roles: ['admin'] },
      { href: '/studio/wages', label: m.nav_wages, roles: ['admin'] },
      { href: '/studio/holidays', label: m.nav_holidays, roles: ['admin'] },
      { href: '/studio/staff', label: m.nav_staff, roles: ['admin'] },
      { href: '/studio/system', label: m.nav_system, roles: ['clerk', 'host'] },
    ],
  },
];
