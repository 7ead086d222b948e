import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createClient } from 'redis';
import type { Config } from '../../config.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';

/**
 * How often strangers may do what costs money, a clerk's time or another person's patience. An address may be a whole station's Wi-Fi or a
 * carrier's gateway, so its limits are wide; a phone's are narrow.
 */
const rules = {
  /** The next text to the same phone. */
  'code-phone-pause': { points: 1, seconds: 60 },
  'code-phone-hour': { points: 5, seconds: 3_600 },
  'code-phone-day': { points: 10, seconds: 86_400 },
  'code-address': { points: 120, seconds: 3_600 },
  'code-link': { points: 600, seconds: 3_600 },
  'check-address': { points: 120, seconds: 600 },
  'hold-phone': { points: 4, seconds: 3_600 },
  'hold-address': { points: 40, seconds: 900 },
  /** Calendars that ask for the shows; one address may be a whole office. */
  'feed-address': { points: 300, seconds: 600, local: true },
  'reminder-address': { points: 60, seconds: 3_600 },
  'report-address': { points: 20, seconds: 3_600 },
  /** The same step of the funnel by the same browser: pressing reload is not another person. */
  'scan-repeat': { points: 1, seconds: 60 },
  /** Steps of the funnel that one address writes; a job fair behind one Wi-Fi has room, a loop has not. */
  'scan-address': { points: 1_200, seconds: 600 },
  /** Pages that watch a show say so every ten seconds. */
  'presence-address': { points: 600, seconds: 10, local: true },
  /** A line every few seconds is a caption; faster is nobody's to read. */
  'caption-episode': { points: 40, seconds: 60 },
  /** Page keys that one address brings in: a hall has room, a loop that makes an audience has not. */
  'view-address': { points: 1_200, seconds: 600, local: true },
  /** Who has just come asks for what was said; after a lost line a whole hall does so at once. */
  'chat-join-address': { points: 1_200, seconds: 60, local: true },
  /** Beside the slow mode, which the host may turn off. */
  'chat-viewer': { points: 30, seconds: 60 },
  'chat-address': { points: 300, seconds: 60 },
  'vote-viewer': { points: 60, seconds: 60 },
  'vote-address': { points: 600, seconds: 60 },
  /** 请主播回电: a number once a show, and no list of other people's numbers. */
  'call-me-number': { points: 1, seconds: 86_400 },
  'call-me-viewer': { points: 2, seconds: 86_400 },
  'call-me-address': { points: 60, seconds: 3_600 },
  /** Links that a host makes; each takes one of six places as long as it may be used. */
  'guest-invite-episode': { points: 60, seconds: 3_600 },
  /** Somebody who opens a guest's link; a guesser of tokens gets nowhere by it. */
  'guest-link-address': { points: 120, seconds: 600 },
  /** A guest's page: a beat each second, and what a change of the room asks for. */
  'guest-signal': { points: 300, seconds: 60, local: true },
  'guest-line': { points: 30, seconds: 60 },
  /** 举手: up and down again is a person who hesitates; more is a game. */
  'hand-viewer': { points: 8, seconds: 600 },
  'hand-address': { points: 120, seconds: 600 },
  /** Megabytes and rooms of a host who tries the line before the show. */
  'line-check-person': { points: 40, seconds: 600 },
  /** Steps of the studio's ladder: each lasts a quarter of a minute at least. */
  'effort-episode': { points: 30, seconds: 600 },
  /** Stretches that a studio offers after outages. */
  'missed-episode': { points: 60, seconds: 600 },
  /** 外部展示: a hall of screens behind one address has room; a guesser of tokens gets nowhere by it. */
  'outside-address': { points: 600, seconds: 60, local: true },
  /** Encoders that come by WHIP: one that reconnects each second for ten minutes may; a guesser of tokens may not. */
  'whip-address': { points: 600, seconds: 600 },
  /** 试发: each is a text message or a call to somebody else's server. */
  'alert-try': { points: 20, seconds: 3_600 },
  /** What a program asks for; a fleet is read in one request, ordered about in one. */
  'token-requests': { points: 600, seconds: 60 },
  'token-guess-address': { points: 60, seconds: 600 },
  /** Thousands of screens behind one address prove themselves anew after a restart, some of them more than once. */
  'session-address': { points: 30_000, seconds: 60, local: true },
  /** One device that proves its key; with the address, so that nobody can use a screen's tries up from elsewhere. */
  'session-screen': { points: 120, seconds: 60, local: true },
  /** A beat each five seconds, and one more for what went wrong. */
  'beat-screen': { points: 240, seconds: 60, local: true },
  /** A glass says so once a manifest or an order. */
  'presented-screen': { points: 240, seconds: 60, local: true },
  /** Each is half a megabyte in the database. */
  'screenshot-screen': { points: 30, seconds: 60, local: true },
  /** Batches of plays: 60 days that waited for a line are through in four minutes; a device that is out of its mind is slowed down. */
  'plays-screen': { points: 600, seconds: 60, local: true },
  /** A screen whose picture fell asks for it again within a second, and goes on by HLS. */
  'picture-screen': { points: 60, seconds: 60, local: true },
  /** A screen in a show says every ten seconds how it sees it. */
  'seen-screen': { points: 30, seconds: 60, local: true },
  /** A device asks again when its code has expired, every ten minutes. */
  'pairing-address': { points: 120, seconds: 600 },
  /** Lists that one kiosk asks for: a person's touch, not a loop. */
  'kiosk-ask': { points: 300, seconds: 60, local: true },
  /** Numbers that people leave at one kiosk: a busy hour has room, a game has not. */
  'kiosk-phone': { points: 40, seconds: 3_600 },
  /** Keeps a broken script from hammering. Counted by each process alone: a rush of thousands shouldn't wait for Redis. */
  'grab-seeker': { points: 30, seconds: 60, local: true },
} as const satisfies Record<string, { points: number; seconds: number; local?: true }>;
export type LimitName = keyof typeof rules;

type Limiter = Pick<RateLimiterMemory, 'consume'>;
type Limiters = Record<LimitName, Limiter>;

/** One set an installation and process; with Redis they count together. */
const sets = new WeakMap<Config, Limiters>();

/** Counts one use for each key, all or the first that is exhausted. @throws Refusal TOO_MANY_REQUESTS */
export async function consume(ctx: Pick<Context, 'config' | 'log' | 'vault'>, uses: Partial<Record<LimitName, string>>): Promise<void> {
  const limiters = limitersOf(ctx);
  for (const name of Object.keys(uses) as LimitName[]) {
    const key = uses[name];
    if (key === undefined) continue;
    try {
      // Keys are phones and addresses: Redis and memory see their fingerprints only.
      await limiters[name].consume(ctx.vault.fingerprint(`limit:${key}`));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new Refusal('TOO_MANY_REQUESTS', { seconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)) });
    }
  }
}

/** Counts like {@link consume}, for what is left out quietly rather than refused. */
export async function isWithin(ctx: Pick<Context, 'config' | 'log' | 'vault'>, uses: Partial<Record<LimitName, string>>): Promise<boolean> {
  try {
    await consume(ctx, uses);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function limitersOf(ctx: Pick<Context, 'config' | 'log'>): Limiters {
  const known = sets.get(ctx.config);
  if (known) return known;
  const shared = ctx.config.redis ? redisLimiter(ctx, ctx.config.redis.url) : memoryLimiter;
  const make = (name: LimitName) => ('local' in rules[name] ? memoryLimiter(name) : shared(name));
  const made = Object.fromEntries(Object.keys(rules).map((name) => [name, make(name as LimitName)])) as Limiters;
  sets.set(ctx.config, made);
  return made;
}

function memoryLimiter(name: LimitName): RateLimiterMemory {
  const { points, seconds } = rules[name];
  return new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
}

/** Wait before another try to reach a Redis that went away. */
const retryMs = 2_000;

/**
 * Counted by Redis; while it can't be reached, by this process alone: a limit is no reason to send somebody away without a job. The connection
 * never keeps a process alive that is done, neither by its socket nor by trying again: a lost one is replaced when somebody counts.
 */
function redisLimiter(ctx: Pick<Context, 'config' | 'log'>, url: string): (name: LimitName) => Limiter {
  const client = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: false, connectTimeout: 2_000 } });
  const replaceAt = Date.now() + retryMs;
  const lost = (error?: unknown) => {
    if (error) ctx.log.warn({ err: error }, 'limits: redis is away');
    const forget = () => void sets.delete(ctx.config);
    if (Date.now() >= replaceAt) forget();
    else setTimeout(forget, replaceAt - Date.now()).unref();
  };
  client.on('error', lost);
  client.on('end', () => lost());
  client.connect().catch(lost);
  client.unref();
  return (name) => {
    const { points, seconds } = rules[name];
    return new RateLimiterRedis({
      storeClient: client,
      useRedisPackage: true,
      keyPrefix: `gangbo:limit:${name}`,
      points,
      duration: seconds,
      insuranceLimiter: memoryLimiter(name),
    });
  };
}
