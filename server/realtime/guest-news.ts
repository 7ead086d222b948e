import type { z } from 'zod';
import type { guestsNews, handsNews } from '../contract/guests.ts';
import { STAGE_KEPT_MS } from '../domain/guests/rules.ts';
import type { GuestRooms } from '../media/guest-rooms.ts';
import type { Unsubscribe } from '../services/bus.ts';
import type { Context } from '../services/context.ts';
import { takeOffStage } from '../services/guests/adjust-guest.ts';
import { type GuestsTold, guestsTopic } from '../services/guests/guests-told.ts';
import { chatOf } from './chat-news.ts';
import { hearEvents } from './hear-events.ts';
import type { Hub } from './hub.ts';

/** Host and guests of one show: a hint on which each asks for what is theirs. */
export const guestsOfEpisode = (episodeId: string): string => `guests:${episodeId}`;

/** Several things change when somebody comes: one hint says it. Short, because a lost guest must be off the picture soon. */
const GATHER_MS = 80;

/** Green rooms reach their open pages, and whoever has been off the line for too long goes off the stage. */
export async function tellGuestRooms(ctx: Context, rooms: GuestRooms, hub: Hub): Promise<Unsubscribe> {
  const waiting = new Map<string, NodeJS.Timeout>();
  const leaving = new Map<string, NodeJS.Timeout>();

  function hint(episodeId: string): void {
    if (waiting.has(episodeId)) return;
    const tell = () => {
      waiting.delete(episodeId);
      hub.publish(guestsOfEpisode(episodeId), 'guests', { type: 'guests' } satisfies z.infer<typeof guestsNews>);
    };
    waiting.set(episodeId, setTimeout(tell, GATHER_MS).unref());
  }

  function left(episodeId: string, guestId: string): void {
    clearTimeout(leaving.get(guestId));
    const takeOff = async () => {
      leaving.delete(guestId);
      if (rooms.presence(episodeId, guestId).isPresent) return;
      await takeOffStage(ctx, rooms, episodeId, guestId);
    };
    const failed = (error: unknown) => ctx.log.error({ err: error, episodeId }, 'a guest who has gone could not be taken off the stage');
    leaving.set(guestId, setTimeout(() => void takeOff().catch(failed), STAGE_KEPT_MS).unref());
  }

  rooms.observe({ changed: hint, left });
  const subscriptions = [
    await ctx.bus.subscribe(guestsTopic, (message) => {
      const { episodeId, hands = [] } = message as GuestsTold;
      hint(episodeId);
      if (hands.length > 0) hub.publish(chatOf(episodeId), 'hands', { type: 'hands', hands } satisfies z.infer<typeof handsNews>);
    }),
    await hearEvents(ctx.bus, 'event.episode.changed', (event) => {
      if (event.type !== 'episode.changed') return;
      // Wherever it was ended or called off, each server closes what it has of it.
      if (event.state === 'ended' || event.state === 'cancelled') rooms.end(event.episodeId);
      hint(event.episodeId);
    }),
  ];
  return () => {
    for (const timer of [...waiting.values(), ...leaving.values()]) clearTimeout(timer);
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}
