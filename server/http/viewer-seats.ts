import { Refusal } from '../services/refusal.ts';

interface Seated {
  readonly closed: boolean;
}

/**
 * Who watches over WebRTC takes one of a few hundred seats, and nobody knows who they are: one address gets no more than a hall's share of them,
 * and a screen, which is known, its own. Everybody beyond watches by HLS, which has no seats.
 */
export function viewerSeats(mostOfOne: number) {
  const seats = new Map<string, Seated[]>();

  /** @throws Refusal LIVE_VIEWERS_FULL */
  return async function seat<Viewer extends Seated>(of: string, open: () => Promise<Viewer>): Promise<Viewer> {
    const taken = stillSeated(of);
    if (taken.length >= mostOfOne) throw new Refusal('LIVE_VIEWERS_FULL');
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
  function stillSeated(of: string): Seated[] {
    for (const [each, list] of seats) {
      if (each !== of && list.every((seated) => seated.closed)) seats.delete(each);
    }
    const mine = seats.get(of) ?? [];
    mine.splice(0, mine.length, ...mine.filter((seated) => !seated.closed));
    seats.set(of, mine);
    return mine;
  }
}
