import { giveUpMessage, sendMessage } from '../../server/services/alerts/send-message.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('alerts', (ctx, { messageId }) => sendMessage(ctx, messageId), {
  givenUp: (ctx, { messageId }) => giveUpMessage(ctx, messageId),
});
