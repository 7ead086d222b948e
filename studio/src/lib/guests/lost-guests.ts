import type { GuestForHost } from '#server/contract/guests.ts';

/** Who was on stage and is not any more though the host has done nothing: until they are back, or the host brings somebody on or off. */
export class LostGuests {
  #onStage = new Map<string, GuestForHost>();
  #lost = new Map<string, GuestForHost>();

  /** @param byHost whom the host has just taken off */
  after(guests: readonly GuestForHost[], byHost: ReadonlySet<string>): readonly GuestForHost[] {
    const now = new Map(guests.filter(({ state }) => state === 'stage').map((guest) => [guest.id, guest]));
    for (const [id, guest] of this.#onStage) if (!now.has(id) && !byHost.has(id)) this.#lost.set(id, guest);
    for (const id of [...this.#lost.keys()]) {
      const state = guests.find((guest) => guest.id === id)?.state;
      // Back in the room: the host sees them there, and brings them on again.
      if (byHost.has(id) || state === 'stage' || state === 'here') this.#lost.delete(id);
    }
    this.#onStage = now;
    return [...this.#lost.values()];
  }
}
