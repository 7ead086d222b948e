import { createHmac } from 'node:crypto';
import type { IceServer } from '../../contract/live.ts';
import type { Context } from '../context.ts';

/** A show lasts three hours; whoever joins at its beginning must still be able to restart ICE at its end. */
const GOOD_FOR_S = 6 * 3_600;

/**
 * TURN credentials that lapse, as coturn's `use-auth-secret` checks them (draft-uberti-behave-turn-rest): nothing is stored, nothing that leaks
 * lasts. @returns nothing where no TURN server is set
 */
export function iceServers({ config, clock, random }: Pick<Context, 'config' | 'clock' | 'random'>): IceServer[] {
  const { turn } = config.media;
  if (!turn) return [];
  const lapses = Math.floor(clock.now().epochMilliseconds / 1000) + GOOD_FOR_S;
  const username = `${lapses}:${Buffer.from(random.bytes(6)).toString('hex')}`;
  return [{ urls: turn.urls, username, credential: createHmac('sha1', turn.turnSecret).update(username).digest('base64') }];
}
