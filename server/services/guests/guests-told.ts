import type { Context } from '../context.ts';

/** On the bus, after the commit: guests or hands of one show are others now. */
export const guestsTopic = 'guests.told';

export interface GuestsTold {
  episodeId: string;
  /** Viewers' hands whose state has changed. */
  hands?: string[];
}

export async function tellGuests(ctx: Pick<Context, 'bus'>, told: GuestsTold): Promise<void> {
  await ctx.bus.publish(guestsTopic, told);
}
