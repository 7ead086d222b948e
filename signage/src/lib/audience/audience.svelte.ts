import type { ChatMessage, ChatNews, ChatQuestion, ChatRoomOnWire, ChatWindow, SentMessage } from '../../../../server/contract/audience.ts';
import { jsonClient } from '../program/signalling.ts';

/** What a phone keeps; older lines scroll away for good. */
const MOST_KEPT = 200;
/** Thousands of phones that lost the same line don't come back in the same moment. */
const SPREAD_MS = 1_500;
const RETRY_MS = 3_000;

export type Line = ChatMessage & { held?: boolean };

/** What viewers of one show write, as one phone sees it. */
export class Audience {
  room = $state.raw<ChatRoomOnWire>({ isOn: true, slowSeconds: 0, pinned: null });
  lines = $state.raw<Line[]>([]);
  questions = $state.raw<ChatQuestion[]>([]);
  number = $state<number>();
  voted = $state.raw<ReadonlySet<string>>(new Set());
  connected = $state(true);
  /** Own messages that wait for the host, by id: nobody else sees them. */
  held = $state.raw<(Line & { kind: 'chat' | 'question' })[]>([]);
  /** A number that this viewer typed, until the question about it is answered. Never leaves the phone before. */
  mobile = $state<string>();
  /** Until when the slow mode asks this viewer to wait, on this phone's clock. */
  waitUntilMs = $state(0);
  readonly #client;
  /** What was taken away: an answer that was under way meanwhile may still hold it. */
  readonly #gone = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #first = true;

  constructor(episodeId: string) {
    this.#client = jsonClient(`/api/audience/${episodeId}`);
  }

  /** A piece of news; `undefined`: something may have been missed. */
  hear(news: ChatNews | undefined): void {
    if (news === undefined || news.again) {
      this.#loadSoon();
      return;
    }
    for (const id of news.gone) this.#gone.add(id);
    if (news.room) this.room = news.room;
    if (news.added.length + news.gone.length > 0) this.#take([...this.lines, ...news.added]);
    if (news.questions.length + news.gone.length > 0) this.#takeQuestions([...this.questions, ...news.questions]);
  }

  /** @throws SignallingRefused when the server says no, and why */
  async send(kind: 'chat' | 'question', text: string): Promise<void> {
    const sent = await this.#client.post<SentMessage>('/messages', { kind, text });
    this.waitUntilMs = Date.now() + this.room.slowSeconds * 1_000;
    this.number = sent.message.number ?? undefined;
    if (sent.mobile) this.mobile = sent.mobile;
    if (sent.state === 'held') this.held = [...this.held, { ...sent.message, held: true, kind }];
    else if (kind === 'chat') this.#take([...this.lines, sent.message]);
    else this.#takeQuestions([...this.questions, { ...sent.message, votes: 0, answered: false }]);
  }

  /** @throws SignallingRefused */
  async vote(question: ChatQuestion): Promise<void> {
    this.voted = new Set([...this.voted, question.id]);
    try {
      await this.#client.post(`/messages/${question.id}/vote`);
    } catch (error) {
      this.voted = new Set([...this.voted].filter((id) => id !== question.id));
      throw error;
    }
  }

  /** The viewer has said yes. @throws SignallingRefused */
  async callMe(): Promise<void> {
    await this.#client.post('/call-me', { phone: this.mobile });
    this.mobile = undefined;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #loadSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), this.#first ? 0 : Math.random() * SPREAD_MS);
    this.#first = false;
  }

  async #load(): Promise<void> {
    try {
      const window = await this.#client.get<ChatWindow>('');
      this.connected = true;
      this.room = window.room;
      this.number = window.me.number;
      this.voted = new Set(window.me.voted);
      // The window is what stands now: what is older than it may have been taken away while nobody told.
      const newer = this.lines.filter(({ at }) => Date.parse(at) > lastMs(window.messages));
      this.#take([...window.messages, ...newer]);
      this.questions = [];
      this.#takeQuestions(window.questions);
    } catch {
      this.connected = false;
      this.#timer = setTimeout(() => void this.#load(), RETRY_MS);
    }
  }

  #take(lines: readonly Line[]): void {
    const byId = new Map(lines.filter(({ id }) => !this.#gone.has(id)).map((line) => [line.id, line]));
    this.lines = [...byId.values()].slice(-MOST_KEPT);
    this.#letGoOfHeld(byId);
  }

  #takeQuestions(questions: readonly ChatQuestion[]): void {
    const byId = new Map(questions.filter(({ id }) => !this.#gone.has(id)).map((question) => [question.id, question]));
    this.questions = [...byId.values()].sort(
      (a, b) => Number(a.answered) - Number(b.answered) || b.votes - a.votes || a.at.localeCompare(b.at),
    );
    this.#letGoOfHeld(byId);
  }

  #letGoOfHeld(shown: ReadonlyMap<string, unknown>): void {
    const left = this.held.filter(({ id }) => !shown.has(id) && !this.#gone.has(id));
    if (left.length < this.held.length) this.held = left;
  }
}

const lastMs = (lines: readonly ChatMessage[]): number => Date.parse(lines[lines.length - 1]?.at ?? '1970-01-01T00:00:00Z');
