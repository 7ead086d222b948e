import { textSeeker } from '../../server/services/grabs/text-seeker.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('texts', (ctx, payload) => textSeeker(ctx, payload));
