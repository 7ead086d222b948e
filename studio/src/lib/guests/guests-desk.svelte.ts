import type { AdjustGuest, GuestDesk, GuestForHost, GuestInvited, InviteGuest } from '#server/contract/guests.ts';
import { MOST_GUESTS, takesPlace } from '#server/domain/guests/rules.ts';
import { api, authorization } from '$lib/api.ts';
import type { EpisodeLine } from '$lib/live/episode-line.ts';
import type { Source } from '$lib/live/source.svelte.ts';
import { type ComingTrack, type LineState, RoomLine } from '$signage/guests/room-line.ts';
import { roomSignalling } from '$signage/guests/room-signalling.ts';
import { LostGuests } from './lost-guests.ts';

/** A hint that was lost is made up for. */
const LOOK_EVERY_MS = 10_000;

const nothing: GuestDesk = { guests: [], hands: [], lines: [] };

/** The guests of one episode as its host works with them: who is here, what they send, and the hand on both. */
export class GuestsDesk {
  desk = $state.raw<GuestDesk>(nothing);
  line = $state<LineState>('stopped');
  connected = $state(true);
  coming = $state.raw<readonly ComingTrack[]>([]);
  /** The link that was just made: shown once. */
  invited = $state.raw<GuestInvited & { name: string }>();
  /** Who has dropped off the stage, until the host has seen it. */
  lost = $state.raw<readonly GuestForHost[]>([]);
  readonly #path: string;
  readonly #room: RoomLine;
  readonly #lostGuests = new LostGuests();
  #leaving = new Set<string>();

  constructor(episodeId: string) {
    this.#path = `/guests/${episodeId}`;
    this.#room = new RoomLine(roomSignalling(`/api/guests/${episodeId}/room`, authorization), {
      state: (state) => {
        this.line = state;
      },
      coming: (tracks) => {
        this.coming = tracks;
      },
      refused: () => {
        // The page itself says who may not be here any more.
      },
    });
  }

  get guests(): readonly GuestForHost[] {
    return this.desk.guests;
  }

  get onStage(): readonly GuestForHost[] {
    return this.guests.filter(({ state }) => state === 'stage');
  }

  /** Of the six places. */
  get taken(): number {
    return this.guests.filter(({ state }) => takesPlace(state)).length;
  }

  get isFull(): boolean {
    return this.taken >= MOST_GUESTS;
  }

  track(guestId: string, kind: ComingTrack['kind']): MediaStreamTrack | undefined {
    return this.coming.find((each) => each.from === guestId && each.kind === kind)?.track;
  }

  /** Follows the room until the returned function is called. */
  watch(line: EpisodeLine): () => void {
    const stop = line.listen({
      hear: ({ type }) => {
        if (type === 'guests' || type === 'hands') void this.look();
      },
      state: (connected) => {
        this.connected = connected;
        if (connected) void this.look();
      },
    });
    const timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    const bye = () => this.#room.stop();
    addEventListener('pagehide', bye);
    return () => {
      stop();
      clearInterval(timer);
      removeEventListener('pagehide', bye);
      this.#room.stop();
    };
  }

  async look(): Promise<void> {
    this.#room.look();
    try {
      this.#take(await api.get<GuestDesk>(this.#path));
    } catch {
      // The next hint, or the next line, asks again.
    }
  }

  /** Puts guests into picture and sound, and the host's voice into their ears. Call it in an `$effect`. */
  follow(source: Source): void {
    const { onStage, coming } = this;
    const of = (guestId: string, kind: ComingTrack['kind']) => coming.find((each) => each.from === guestId && each.kind === kind)?.track;
    const pictures = onStage.flatMap(({ id, video }) => {
      const track = video === 'flows' ? of(id, 'video') : undefined;
      return track ? [[id, track] as const] : [];
    });
    source.setGuestPictures(new Map(pictures));
    const voices = this.guests.flatMap(({ id, state, muted, volume }) => {
      const track = of(id, 'audio');
      if (!track) return [];
      const isOn = state === 'stage';
      // In the green room they are heard by the host alone, and only while the two talk.
      return [[id, { track, gain: isOn && !muted ? volume / 100 : 0, heard: isOn || source.talking }] as const];
    });
    // Read, so that voices are put in as soon as there is a sound.
    this.#room.send('audio', source.guestsTrack);
    source.setGuestVoices(new Map(voices));
  }

  /** @throws ApiProblem */
  async invite(guest: InviteGuest): Promise<void> {
    this.invited = { ...(await api.post<GuestInvited>(this.#path, guest)), name: guest.name };
    await this.look();
  }

  /** @throws ApiProblem */
  async adjust(guestId: string, change: AdjustGuest): Promise<void> {
    if (change.onStage === false) this.#leaving.add(guestId);
    await api.put(`${this.#path}/people/${guestId}`, change);
    await this.look();
  }

  /** @throws ApiProblem */
  async remove(guestId: string): Promise<void> {
    this.#leaving.add(guestId);
    await api.delete(`${this.#path}/people/${guestId}`);
    await this.look();
  }

  /** @throws ApiProblem */
  async say(text: string): Promise<void> {
    await api.post(`${this.#path}/lines`, { text });
  }

  /** @throws ApiProblem */
  async call(handId: string): Promise<void> {
    await api.post(`${this.#path}/hands/${handId}/call`);
    await this.look();
  }

  /** @throws ApiProblem */
  async dismiss(handId: string): Promise<void> {
    await api.delete(`${this.#path}/hands/${handId}`);
    await this.look();
  }

  #take(desk: GuestDesk): void {
    this.lost = this.#lostGuests.after(desk.guests, this.#leaving);
    this.#leaving = new Set();
    this.desk = desk;
    // While nobody may come the host's page needs no line.
    const isWanted = desk.guests.some(({ state }) => state === 'here' || state === 'stage' || state === 'away');
    if (isWanted) this.#room.start();
    else this.#room.stop();
  }
}
