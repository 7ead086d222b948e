import { Refusal } from '../services/refusal.ts';

interface Seated {
  readonly closed: boolean;
}

/**
 * Who watches over WebRTC takes one of a few hundred seats, and nobody knows who they are: one address gets no more than a hall's share of them.
 * Everybody beyond watches by HLS, which has no seats.
 */
export function viewerSeats(mostOfAnAddress: number) {
  const seats = new Map<string, Seated[]>();

  /** @throws Refusal LIVE_VIEWERS_FULL */
  return async function seat<Viewer extends Seated>(address: string, open: () => Promise<Viewer>): Promise<Viewer> {
    const taken = stillSeated(address);
    if (taken.length >= mostOfAnAddress) throw new Refusal('LIVE_VIEWERS_FULL');
    // Kept before the viewer is there: a hundred who come at once are a hundred.
    const kept = { closed: false };
    taken.push(kept);
    try {
      const viewer = await open();
      taken[taken.indexOf(kept)] = viewer;
      return viewer;
    } catch (error) {
      taken.splice(taken.indexOf(kept), 1);
      throw error;
    }
  };

  /** The same list as long as somebody of it sits, or comes. */
  function stillSeated(address: string): Seated[] {
    for (const [each, list] of seats) {
      if (each !== address && list.every((seated) => seated.closed)) seats.delete(each);
    }
    const mine = seats.get(address) ?? [];
    mine.splice(0, mine.length, ...mine.filter((seated) => !seated.closed));
    seats.set(address, mine);
    return mine;
  }
}
