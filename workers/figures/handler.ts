import { reckonNightly, reckonRecent } from '../../server/services/figures/reckon.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('figures', (ctx, { of }) => (of === 'recent' ? reckonRecent(ctx) : reckonNightly(ctx)));
