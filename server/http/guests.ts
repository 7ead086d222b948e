import { getCookie } from 'hono/cookie';
import { z } from 'zod';
import {
  adjustGuest as adjustGuestInput,
  enterAsGuest as enterAsGuestInput,
  guestDesk,
  guestInvited,
  guestSelf,
  guestToken,
  inviteGuest as inviteGuestInput,
  linkSeen,
  sayInGreenRoom,
} from '../contract/guests.ts';
import type { Actor } from '../domain/access/actor.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { HOST_PEER } from '../media/sfu/room-peer.ts';
import { guestsOfEpisode } from '../realtime/guest-news.ts';
import type { Hub } from '../realtime/hub.ts';
import { adjustGuest } from '../services/guests/adjust-guest.ts';
import { callHand, dismissHand } from '../services/guests/call-hand.ts';
import { enterAsGuest, seeGuestLink } from '../services/guests/enter-as-guest.ts';
import { showStage } from '../services/guests/guest-row.ts';
import { inviteGuest } from '../services/guests/invite-guest.ts';
import { readGuestSelf, readGuests } from '../services/guests/read-guests.ts';
import { leaveAsGuest, removeGuest } from '../services/guests/remove-guest.ts';
import { sayAsGuest, sayToGuests } from '../services/guests/say-in-green-room.ts';
import { requireHosting } from '../services/live/require-publishing.ts';
import { Refusal } from '../services/refusal.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, input, openUnasked, type RouteContext, routes } from './env.ts';
import { openStream } from './event-streams.ts';
import { giveGuestCookie, guestCookieName } from './guest-cookie.ts';
import { roomSignalling } from './room-signalling.ts';

const docs = deskDocs('guests');
const byToken = z.object({ token: guestToken });
const ofEpisode = z.object({ episodeId: z.uuid() });
const ofGuest = ofEpisode.extend({ guestId: z.uuid() });
const ofHand = ofEpisode.extend({ handId: z.uuid() });
const why = 'the token of 256 random bits is the proof; limited by address';
/** A session that runs out ends its stream with this. */
const streamLivesMs = 6 * 3_600_000;

type Guest = Extract<Actor, { kind: 'guest' }>;
function guestOf(c: RouteContext): Guest {
  const { actor } = c.var;
  if (actor.kind !== 'guest') throw new Refusal('NOT_SIGNED_IN');
  return actor;
}
const door = (c: RouteContext, token: string) => ({ token, cookie: getCookie(c, guestCookieName), clientAddress: c.var.clientAddress });

/** 嘉宾: who comes by a one-time link or with a hand raised, and the host's hand on them. */
export const guestsRoutes = ({ media, hub }: { media: LiveMedia; hub: Hub }) =>
  routes()
    .get(
      '/links/:token',
      openUnasked(why),
      input('param', byToken),
      docs('What a guest’s link is for', { schema: linkSeen }),
      async (c) => {
        c.header('cache-control', 'no-store');
        c.header('referrer-policy', 'no-referrer');
        return c.json(await seeGuestLink(c.var.context, door(c, c.req.valid('param').token)));
      },
    )
    .post(
      '/links/:token/enter',
      openUnasked(why),
      input('param', byToken),
      input('json', enterAsGuestInput),
      docs('I have read it and agree: let me in'),
      async (c) => {
        const { context, locale } = c.var;
        giveGuestCookie(c, await enterAsGuest(context, { ...door(c, c.req.valid('param').token), ...c.req.valid('json'), locale }));
        return c.body(null, 204);
      },
    )
    .route('/me', meRoutes(media, hub))
    .route('/', hostRoutes(media));

const meRoutes = (media: LiveMedia, hub: Hub) =>
  routes()
    .get('/', allow('guest'), docs('The show and I', { schema: guestSelf }), async (c) => {
      c.header('cache-control', 'no-store');
      return c.json(await readGuestSelf(c.var.context, media.guests, guestOf(c)));
    })
    .get('/events', allow('guest'), docs('The room as it changes (server-sent events)'), (c) => {
      const { episodeId } = guestOf(c);
      return openStream(c, hub, [guestsOfEpisode(episodeId)], { mostMs: streamLivesMs });
    })
    .post('/lines', allow('guest'), input('json', sayInGreenRoom), docs('Write to the host'), async (c) => {
      await sayAsGuest(c.var.context, media.guests, guestOf(c), c.req.valid('json').text);
      return c.body(null, 204);
    })
    .post('/leave', allow('guest'), docs('I go, and do not come back by this link'), async (c) => {
      await leaveAsGuest(c.var.context, media.guests, guestOf(c));
      return c.body(null, 204);
    })
    .route(
      '/room',
      roomSignalling(media.guests, {
        access: () => allow('guest'),
        async find(c) {
          const { episodeId, guestId } = guestOf(c);
          await consume(c.var.context, { 'guest-signal': guestId });
          return { episodeId, who: guestId };
        },
        entering: (c, episodeId) => showStage(c.var.context, media.guests, episodeId),
      }),
    );

const hostRoutes = (media: LiveMedia) =>
  routes()
    .get(
      '/:episodeId',
      allow('host'),
      input('param', ofEpisode),
      docs('Guests, hands and what was written', { schema: guestDesk }),
      async (c) => c.json(await readGuests(c.var.context, media.guests, c.var.actor, c.req.valid('param').episodeId)),
    )
    .post(
      '/:episodeId',
      allow('host'),
      input('param', ofEpisode),
      input('json', inviteGuestInput),
      docs('A one-time link for a guest', { schema: guestInvited, status: 201 }),
      async (c) => {
        const asked = { ...c.req.valid('param'), ...c.req.valid('json') };
        return c.json(await inviteGuest(c.var.context, media.guests, c.var.actor, asked), 201);
      },
    )
    .post(
      '/:episodeId/lines',
      allow('host'),
      input('param', ofEpisode),
      input('json', sayInGreenRoom),
      docs('Write to the guests'),
      async (c) => {
        await sayToGuests(c.var.context, media.guests, c.var.actor, { ...c.req.valid('param'), ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .put(
      '/:episodeId/people/:guestId',
      allow('host'),
      input('param', ofGuest),
      input('json', adjustGuestInput),
      docs('On stage and back; how a guest looks and sounds'),
      async (c) => {
        await adjustGuest(c.var.context, media.guests, c.var.actor, { ...c.req.valid('param'), ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .delete('/:episodeId/people/:guestId', allow('host'), input('param', ofGuest), docs('Out, or the link taken back'), async (c) => {
      await removeGuest(c.var.context, media.guests, c.var.actor, c.req.valid('param'));
      return c.body(null, 204);
    })
    .post('/:episodeId/hands/:handId/call', allow('host'), input('param', ofHand), docs('Ask this viewer up'), async (c) => {
      await callHand(c.var.context, media.guests, c.var.actor, c.req.valid('param'));
      return c.body(null, 204);
    })
    .delete('/:episodeId/hands/:handId', allow('host'), input('param', ofHand), docs('Not now'), async (c) => {
      await dismissHand(c.var.context, c.var.actor, c.req.valid('param'));
      return c.body(null, 204);
    })
    .route(
      '/:episodeId/room',
      roomSignalling(media.guests, {
        access: () => allow('host'),
        async find(c) {
          const parsed = ofEpisode.safeParse({ episodeId: c.req.param('episodeId') });
          if (!parsed.success) throw new Refusal('EPISODE_NOT_FOUND');
          const { episodeId } = parsed.data;
          await requireHosting(c.var.context, c.var.actor, episodeId);
          return { episodeId, who: HOST_PEER };
        },
        entering: (c, episodeId) => showStage(c.var.context, media.guests, episodeId),
      }),
    );
