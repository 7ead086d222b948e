import { textSeeker } from '../../server/services/grabs/text-seeker.ts';
import { textReminder } from '../../server/services/shows/remind.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('texts', (ctx, payload) => ('grabId' in payload ? textSeeker(ctx, payload) : textReminder(ctx, payload)));
