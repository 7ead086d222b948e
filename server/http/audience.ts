import { z } from 'zod';
import {
  addWord as addWordInput,
  callMe,
  chatDesk,
  chatMessage,
  chatWindow,
  hostMessage,
  listedWord,
  moderation,
  sendMessage as sendMessageInput,
  sentMessage,
  setRoom as setRoomInput,
} from '../contract/audience.ts';
import { episodeReport } from '../contract/episode-report.ts';
import { handAnswered, myHand, raiseHand as raiseHandInput } from '../contract/guests.ts';
import { askToBeRung, finishCallMe, revealCallMe } from '../services/audience/call-me.ts';
import { readEpisodeReport } from '../services/audience/episode-report.ts';
import { moderate } from '../services/audience/moderate.ts';
import { readDesk } from '../services/audience/read-desk.ts';
import { readWindow } from '../services/audience/read-window.ts';
import { reportAsCsv } from '../services/audience/report-csv.ts';
import { sayAsHost } from '../services/audience/say-as-host.ts';
import { sendMessage } from '../services/audience/send-message.ts';
import { setRoom } from '../services/audience/set-room.ts';
import { voteFor } from '../services/audience/vote.ts';
import { addWord, listWords, removeWord } from '../services/audience/word-list.ts';
import { answerHand, lowerHand, raiseHand, readHand } from '../services/guests/viewer-hand.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs, idParam, regionQuery } from './desk-docs.ts';
import { allow, input, openUnasked, routes } from './env.ts';
import { viewerKeyOf } from './viewer-cookie.ts';

const docs = deskDocs('audience');
const anyone = () => openUnasked('whoever watches may ask; bounded by browser and address');
const messageParam = idParam.extend({ messageId: z.uuid() });
const callBackParam = idParam.extend({ callBackId: z.uuid() });

/** 观众: chat, questions and call-backs of a show, for its phones and its host; and what became of it. `:id` is the episode. */
export const audienceRoutes = () =>
  routes()
    .get(
      '/words',
      allow('approver', 'host'),
      input('query', regionQuery),
      docs('Sensitive words', { schema: z.array(listedWord) }),
      async (c) => c.json(await listWords(c.var.context, c.var.actor, c.req.valid('query').region)),
    )
    .post('/words', allow('approver'), input('json', addWordInput), docs('List a word'), async (c) => {
      await addWord(c.var.context, c.var.actor, c.req.valid('json'));
      return c.body(null, 204);
    })
    .delete('/words/:id', allow('approver'), input('param', idParam), docs('Take a word off the list'), async (c) => {
      await removeWord(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .get('/:id', anyone(), input('param', idParam), docs('The chat as it stands', { schema: chatWindow }), async (c) => {
      const { context, clientAddress } = c.var;
      await consume(context, { 'chat-join-address': clientAddress });
      c.header('cache-control', 'no-store');
      return c.json(await readWindow(context, c.req.valid('param').id, viewerKeyOf(c)));
    })
    .post(
      '/:id/messages',
      anyone(),
      input('param', idParam),
      input('json', sendMessageInput),
      docs('Write, or ask', { schema: sentMessage }),
      async (c) => {
        const { context, clientAddress } = c.var;
        const sending = { episodeId: c.req.valid('param').id, viewerKey: viewerKeyOf(c), clientAddress, ...c.req.valid('json') };
        return c.json(await sendMessage(context, sending));
      },
    )
    .post('/:id/messages/:messageId/vote', anyone(), input('param', messageParam), docs('I ask that, too'), async (c) => {
      const { context, clientAddress } = c.var;
      const { id: episodeId, messageId } = c.req.valid('param');
      await voteFor(context, { episodeId, messageId, viewerKey: viewerKeyOf(c), clientAddress });
      return c.body(null, 204);
    })
    .post('/:id/call-me', anyone(), input('param', idParam), input('json', callMe), docs('Yes, ring me'), async (c) => {
      const { context, actor, clientAddress } = c.var;
      const { phone } = c.req.valid('json');
      await askToBeRung(context, actor, { episodeId: c.req.valid('param').id, phone, viewerKey: viewerKeyOf(c), clientAddress });
      return c.body(null, 204);
    })
    .get('/:id/hand', anyone(), input('param', idParam), docs('My hand', { schema: myHand }), async (c) => {
      const { context, clientAddress } = c.var;
      await consume(context, { 'chat-join-address': clientAddress });
      c.header('cache-control', 'no-store');
      return c.json(await readHand(context, { episodeId: c.req.valid('param').id, viewerKey: viewerKeyOf(c) }));
    })
    .post(
      '/:id/hand',
      anyone(),
      input('param', idParam),
      input('json', raiseHandInput),
      docs('I want to speak in the show', { schema: myHand }),
      async (c) => {
        const { context, clientAddress } = c.var;
        const asked = { episodeId: c.req.valid('param').id, viewerKey: viewerKeyOf(c), clientAddress, ...c.req.valid('json') };
        return c.json(await raiseHand(context, asked));
      },
    )
    .delete('/:id/hand', anyone(), input('param', idParam), docs('I take my hand down'), async (c) => {
      await lowerHand(c.var.context, { episodeId: c.req.valid('param').id, viewerKey: viewerKeyOf(c) });
      return c.body(null, 204);
    })
    .post('/:id/hand/answer', anyone(), input('param', idParam), docs('I was asked up, and come', { schema: handAnswered }), async (c) => {
      const { context, clientAddress } = c.var;
      return c.json(await answerHand(context, { episodeId: c.req.valid('param').id, viewerKey: viewerKeyOf(c), clientAddress }));
    })
    .get('/:id/desk', allow('host'), input('param', idParam), docs('What waits for the host', { schema: chatDesk }), async (c) =>
      c.json(await readDesk(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id/room',
      allow('host'),
      input('param', idParam),
      input('json', setRoomInput),
      docs('Chat on or off, slow mode, hold'),
      async (c) => {
        await setRoom(c.var.context, c.var.actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/say',
      allow('host'),
      input('param', idParam),
      input('json', hostMessage),
      docs('The host writes', { schema: chatMessage }),
      async (c) => c.json(await sayAsHost(c.var.context, c.var.actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') })),
    )
    .post(
      '/:id/messages/:messageId',
      allow('host'),
      input('param', messageParam),
      input('json', moderation),
      docs('Let through, remove, mute, pin, answered'),
      async (c) => {
        const { id: episodeId, messageId } = c.req.valid('param');
        await moderate(c.var.context, c.var.actor, { episodeId, messageId, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post(
      '/:id/call-backs/:callBackId/phone',
      allow('host'),
      input('param', callBackParam),
      docs('The number, audited', { schema: z.object({ phone: z.string().nullable() }) }),
      async (c) => {
        const { id: episodeId, callBackId } = c.req.valid('param');
        return c.json(await revealCallMe(c.var.context, c.var.actor, { episodeId, callBackId }));
      },
    )
    .post('/:id/call-backs/:callBackId/done', allow('host'), input('param', callBackParam), docs('Rung'), async (c) => {
      const { id: episodeId, callBackId } = c.req.valid('param');
      await finishCallMe(c.var.context, c.var.actor, { episodeId, callBackId });
      return c.body(null, 204);
    })
    .get('/:id/report', allow('host'), input('param', idParam), docs('What became of the show', { schema: episodeReport }), async (c) =>
      c.json(await readEpisodeReport(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .get('/:id/report.csv', allow('host'), input('param', idParam), docs('The same as a table for spreadsheets'), async (c) => {
      const { context, actor, locale } = c.var;
      const report = await readEpisodeReport(context, actor, c.req.valid('param').id);
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', `attachment; filename="show-${report.slug}.csv"`);
      return c.body(reportAsCsv(report, locale));
    });
