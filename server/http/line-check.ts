import type { types } from 'mediasoup';
import { z } from 'zod';
import { connectTransport, producedTrack, produceTrack, publisherOffer } from '../contract/live.ts';
import { LineChecks } from '../media/line-checks.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { personOf } from '../services/postings/posting-row.ts';
import { consume } from '../services/seekers/limits.ts';
import { deskDocs } from './desk-docs.ts';
import { allow, input, type RouteContext, routes } from './env.ts';
import { signalled } from './live-signalling.ts';
import { turn } from './turn.ts';

const docs = deskDocs('live');
const ofPublisher = z.object({ publisherId: z.uuid() });

/** Before the show: what the line carries. The same signalling as the program's own, into a room that leads nowhere. */
export const lineCheckRoutes = (media: LiveMedia) => {
  const checks = new LineChecks(media);
  const counted = (c: RouteContext) => consume(c.var.context, { 'line-check-person': personOf(c.var.actor) });
  return routes()
    .post(
      '/upload',
      allow('host'),
      docs('A body that is thrown away: how fast it came is the answer', { schema: z.object({ bytes: z.int() }) }),
      async (c) => {
        await counted(c);
        return c.json({ bytes: (await c.req.arrayBuffer()).byteLength });
      },
    )
    .post('/publishers', allow('host'), docs('Send a picture that nobody sees', { schema: publisherOffer, status: 201 }), async (c) => {
      await counted(c);
      const { publisher, room } = await checks.open(personOf(c.var.actor));
      return c.json(
        { publisherId: publisher.id, transport: { ...publisher.offer, ...turn(c) }, rtpCapabilities: await room.capabilities() },
        201,
      );
    })
    .post(
      '/publishers/:publisherId/connect',
      allow('host'),
      input('param', ofPublisher),
      input('json', connectTransport),
      docs('Finish DTLS'),
      async (c) => {
        const publisher = checks.require(personOf(c.var.actor), c.req.valid('param').publisherId);
        await signalled(() => publisher.connect(c.req.valid('json').dtlsParameters as types.DtlsParameters));
        return c.body(null, 204);
      },
    )
    .post(
      '/publishers/:publisherId/produce',
      allow('host'),
      input('param', ofPublisher),
      input('json', produceTrack),
      docs('Add picture (H.264) or sound (Opus)', { schema: producedTrack, status: 201 }),
      async (c) => {
        const publisher = checks.require(personOf(c.var.actor), c.req.valid('param').publisherId);
        const { kind, rtpParameters } = c.req.valid('json');
        const producerId = await publisher.produce(kind, rtpParameters as unknown as types.RtpParameters);
        return c.json({ producerId }, 201);
      },
    )
    .delete('/publishers/:publisherId', allow('host'), input('param', ofPublisher), docs('The check is over'), (c) => {
      checks.close(personOf(c.var.actor), c.req.valid('param').publisherId);
      return c.body(null, 204);
    });
};
