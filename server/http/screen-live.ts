import type { types } from 'mediasoup';
import { z } from 'zod';
import { openViewer, viewerOffer } from '../contract/live.ts';
import { viewingSeen } from '../contract/viewing.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, input, routes } from './env.ts';
import { viewerOnWire } from './live-signalling.ts';
import { screenIdOf } from './screen-cookie.ts';
import { viewerSeats } from './viewer-seats.ts';

const docs = deskDocs('screen');
/** Two: a player that starts anew doesn't wait until its old page's line has timed out. */
const SEATS_OF_A_SCREEN = 2;
const ofEpisode = z.object({ episodeId: z.uuid() });

/**
 * The program on a wall. A screen says which one it is, and has a seat that no phone takes; from then on it is a viewer as all are, with the steps
 * of live-signalling.ts. What it sees is added up apart from what pages see, and it is no viewer to be counted.
 */
export const screenLiveRoutes = (media: LiveMedia) => {
  const seat = viewerSeats(SEATS_OF_A_SCREEN);
  return routes()
    .post(
      '/:episodeId/viewers',
      allow('screen'),
      input('param', ofEpisode),
      input('json', openViewer),
      docs('Show the program over WebRTC: the transport and its tracks', { schema: viewerOffer, status: 201 }),
      async (c) => {
        const screenId = screenIdOf(c);
        await consume(c.var.context, { 'picture-screen': screenId });
        const program = media.require(c.req.valid('param').episodeId);
        const rtpCapabilities = c.req.valid('json').rtpCapabilities as types.RtpCapabilities;
        const viewer = await seat(screenId, () => program.room.openViewer(rtpCapabilities, 'screen'));
        return c.json(viewerOnWire(c, viewer), 201);
      },
    )
    .post(
      '/:episodeId/seen',
      allow('screen'),
      input('param', ofEpisode),
      input('json', viewingSeen),
      docs('How the program was seen on the glass since the last report'),
      async (c) => {
        await consume(c.var.context, { 'seen-screen': screenIdOf(c) });
        const { path, ...seen } = c.req.valid('json');
        media.saw(c.req.valid('param').episodeId, { ...seen, path: `screen-${path}` });
        return c.body(null, 204);
      },
    );
};
