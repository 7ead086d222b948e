import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { IceServer } from '../contract/live.ts';
import { type ProblemCode, problemKinds, wordProblem } from '../contract/problems.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { type BundleHead, type IceCredentials, MOST_SDP_BYTES, readFragment, takeOffer, writeFragment } from '../media/whip/offer.ts';
import { etagOf, judgePatch } from '../media/whip/patch.ts';
import { iceServers } from '../services/feeds/ice-servers.ts';
import { requireWhipSending, requireWhipToken } from '../services/feeds/whip-door.ts';
import { Refusal } from '../services/refusal.ts';
import { describe, type Env, openUnasked, type RouteContext, routes } from './env.ts';
import { signalled } from './live-signalling.ts';

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
const encoders = () => openUnasked('encoders are no people: they carry the episode’s bearer token, which each of these routes asks for');
const docs = (summary: string, status: 200 | 201 | 204, type?: string) => {
  const content = type ? { content: { [type]: { schema: { type: 'string' as const } } } } : {};
  return describe({ summary, tags: ['whip'], responses: { [status]: { description: summary, ...content } } });
};

/** Two words of an id each: anything else has no such address. */
const uuid = z.uuid();

interface WhipSession {
  readonly episodeId: string;
  /** The encoder's end, and how often ICE has begun anew. */
  ice: IceCredentials;
  readonly first: BundleHead;
  generation: number;
}

/**
 * WHIP (RFC 9725): an encoder that is not ours, such as OBS, sends an episode's picture in the studio's place. Its SDP is translated here, at the
 * edge, into the same publisher as the studio's (docs/adr/0007-own-signalling-for-own-pages.md).
 *
 * While a picture comes in, from wherever, the next encoder is refused: two that reconnect by themselves would push each other off the air for
 * ever. One that has fallen silent is replaced at once, so that an OBS that crashed comes back without waiting. The studio's own
 * button always takes over: the person at it sees what is on.
 */
export function whipRoutes(media: LiveMedia) {
  const sessions = new Map<string, WhipSession>();

  /** @throws Refusal WHIP_SESSION_GONE */
  const require = (episodeId: string, sessionId: string) => {
    const session = sessions.get(sessionId);
    const publisher = media.find(episodeId)?.room.publisher;
    if (session?.episodeId !== episodeId || publisher?.id !== sessionId || publisher.closed) throw new Refusal('WHIP_SESSION_GONE');
    return { session, publisher };
  };
  const forgetGone = () => {
    for (const [id, { episodeId }] of sessions) if (media.find(episodeId)?.room.publisher?.id !== id) sessions.delete(id);
  };

  return routes()
    .use(fromAnyOrigin, bodyLimit({ maxSize: MOST_SDP_BYTES, onError: tooLarge }))
    .post('/:episodeId', encoders(), docs('Begin: an SDP offer in, its answer out', 201, SDP), async (c) => {
      const door = doorOf(c);
      const startedMs = await requireWhipSending(c.var.context, door);
      requireType(c, SDP);
      const program = media.open(door.episodeId, startedMs);
      if (program.incoming?.onAir) throw new Refusal('WHIP_TAKEN');
      const offer = takeOffer(await c.req.text(), await program.room.capabilities());
      const publisher = await program.room.openPublisher('whip');
      let answer: string;
      try {
        await signalled(() => publisher.connect(offer.dtlsParameters));
        for (const { kind, rtpParameters } of offer.tracks) await publisher.produce(kind, rtpParameters);
        await program.goOnAir(publisher.id);
        answer = offer.answer(publisher.offer);
      } catch (error) {
        publisher.close();
        throw inSdpWords(error);
      }
      forgetGone();
      sessions.set(publisher.id, { episodeId: door.episodeId, ice: offer.ice, first: offer.first, generation: 0 });
      c.header('Location', `/whip/${door.episodeId}/${publisher.id}`);
      c.header('ETag', etagOf(publisher.id, 0));
      c.header('Accept-Patch', FRAGMENT);
      for (const link of linksOf(iceServers(c.var.context))) c.header('Link', link, { append: true });
      return c.body(answer, 201, { 'content-type': SDP });
    })
    .patch('/:episodeId/:sessionId', encoders(), docs('Trickled candidates (204), or an ICE restart', 200, FRAGMENT), async (c) => {
      const door = doorOf(c);
      await requireWhipToken(c.var.context, door);
      const { session, publisher } = require(door.episodeId, c.req.param('sessionId'));
      requireType(c, FRAGMENT);
      const sent = readFragment(await c.req.text());
      const asked = judgePatch({
        ifMatch: c.req.header('if-match'),
        etag: etagOf(publisher.id, session.generation),
        isSameIce: sent.usernameFragment === session.ice.usernameFragment && sent.password === session.ice.password,
      });
      // The SFU is ICE-lite and learns the encoder's address from its checks: candidates are taken and not needed.
      if (asked === 'trickle') return c.body(null, 204);
      const iceParameters = await signalled(() => publisher.restartIce());
      session.ice = sent;
      session.generation += 1;
      c.header('ETag', etagOf(publisher.id, session.generation));
      const { iceCandidates } = publisher.offer;
      return c.body(writeFragment({ iceParameters, iceCandidates }, session.first), 200, { 'content-type': FRAGMENT });
    })
    .delete('/:episodeId/:sessionId', encoders(), docs('End', 200), async (c) => {
      const door = doorOf(c);
      await requireWhipToken(c.var.context, door);
      const { publisher } = require(door.episodeId, c.req.param('sessionId'));
      publisher.close();
      sessions.delete(publisher.id);
      return c.body(null, 200);
    });
}

/** Encoders in pages of other origins carry the token and no cookie. RFC 9725 §4.2: any other method is refused by name. */
const fromAnyOrigin = createMiddleware<Env>(async (c, next) => {
  const isSession = c.req.path.split('/').length > 3;
  const methods = isSession ? 'PATCH, DELETE, OPTIONS' : 'POST, OPTIONS';
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Access-Control-Expose-Headers', 'Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After, WWW-Authenticate');
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  if (!methods.split(', ').includes(c.req.method)) {
    c.header('Allow', methods);
    return inWords(c, new Refusal('WHIP_METHOD', { allowed: methods }));
  }
  if (c.req.method !== 'OPTIONS') {
    await next();
    if (c.error instanceof Refusal) c.res = inWords(c, c.error);
    return;
  }
  c.header('Access-Control-Allow-Methods', methods);
  c.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, If-Match');
  c.header('Access-Control-Max-Age', '86400');
  c.header(isSession ? 'Accept-Patch' : 'Accept-Post', isSession ? FRAGMENT : SDP);
  return c.body(null, 204);
});

function doorOf(c: RouteContext) {
  const episodeId = c.req.param('episodeId') ?? '';
  // An address that no episode can have is answered like one that has none.
  if (!uuid.safeParse(episodeId).success) throw new Refusal('WHIP_TOKEN');
  const token = /^Bearer\s+(\S{1,256})$/i.exec(c.req.header('authorization') ?? '')?.[1];
  return { episodeId, token, clientAddress: c.var.clientAddress };
}

function requireType(c: RouteContext, needed: string): void {
  const [type = ''] = (c.req.header('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== needed) throw new Refusal('WHIP_TYPE', { needed });
}

function tooLarge(): never {
  throw new Refusal('TOO_LARGE', { limit: `${MOST_SDP_BYTES / 1024} KB` });
}

/** RFC 9725 §4.6: one Link a server and way to it. */
function linksOf(servers: readonly IceServer[]): string[] {
  return servers.flatMap(({ urls, username, credential }) =>
    urls.map((url) => `<${url}>; rel="ice-server"; username="${username}"; credential="${credential}"; credential-type="password"`),
  );
}

/** The SFU's refusals are worded for a browser's user; here an encoder's is meant. */
function inSdpWords(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const { code, details } = error.problem;
  if (code === 'LIVE_NEEDS_H264') return new Refusal('WHIP_NEEDS_H264', { needed: 'H.264', offered: String(details?.offered ?? '') });
  if (code === 'LIVE_BAD_SIGNALLING') return new Refusal('WHIP_BAD_SDP', { what: 'a=fingerprint, a=rtpmap, a=ssrc' });
  if (code === 'LIVE_SESSION_GONE') return new Refusal('WHIP_SESSION_GONE');
  return error;
}

/** What a status wants to be told with. */
const besides: Partial<Record<ProblemCode, Record<string, string>>> = {
  WHIP_TOKEN: { 'WWW-Authenticate': 'Bearer realm="WHIP"' },
  WHIP_TAKEN: { 'Retry-After': '5' },
};

/** OBS and its like show or log the body: plain text, in both languages, because nobody knows the reader's. */
function inWords(c: RouteContext, { problem }: Refusal): Response {
  for (const [name, value] of Object.entries(besides[problem.code] ?? {})) c.header(name, value);
  const text = `${wordProblem(problem, 'zh-CN')}\n${wordProblem(problem, 'en')}\n`;
  return c.text(text, problemKinds[problem.code].status as ContentfulStatusCode);
}
