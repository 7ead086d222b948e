import type {
  ChatDesk,
  ChatMessage,
  ChatNews,
  ChatQuestion,
  ChatWindow,
  HostMessage,
  Moderation,
  SetRoom,
} from '#server/contract/audience.ts';
import { api } from '$lib/api.ts';
import { backOffMs } from '$lib/back-off.ts';
import type { EpisodeLine, HostEvent } from '$lib/live/episode-line.ts';

const MOST_KEPT = 300;
/** A rush of held messages is one look at the list. */
const LOOK_AFTER_MS = 300;

/** The audience of one episode as its host sees it: what is said, what waits, and the hand on both. */
export class AudienceDesk {
  messages = $state.raw<ChatMessage[]>([]);
  questions = $state.raw<ChatQuestion[]>([]);
  desk = $state.raw<ChatDesk>();
  /** Numbers that were asked for, by call-back. */
  phones = $state<Record<string, string>>({});
  readonly #path: string;
  readonly #gone = new Set<string>();
  #look: ReturnType<typeof setTimeout> | undefined;
  #stands = $state(true);
  /** Something could not be read: what is shown is not what is. */
  #isBehind = $state(false);
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(episodeId: string) {
    this.#path = `/audience/${episodeId}`;
  }

  get connected(): boolean {
    return this.#stands && !this.#isBehind;
  }

  /** Follows the chat until the returned function is called. */
  watch(line: Pick<EpisodeLine, 'listen'>): () => void {
    const stop = line.listen({
      hear: (news) => this.#hear(news),
      state: (connected) => {
        this.#stands = connected;
        this.#failures = 0;
        clearTimeout(this.#retry);
        if (connected) void this.#load();
      },
    });
    return () => {
      stop();
      this.#stands = false;
      clearTimeout(this.#look);
      clearTimeout(this.#retry);
    };
  }

  /** @throws ApiProblem */
  async moderate(messageId: string, act: Moderation['act']): Promise<void> {
    await api.post(`${this.#path}/messages/${messageId}`, { act });
    if (act === 'pin' || act === 'unpin' || act === 'show') await this.#readDesk();
  }

  /** @throws ApiProblem */
  async say(message: HostMessage): Promise<void> {
    this.#take([...this.messages, await api.post<ChatMessage>(`${this.#path}/say`, message)]);
  }

  /** @throws ApiProblem */
  async setRoom(room: SetRoom): Promise<void> {
    await api.put(`${this.#path}/room`, room);
    await this.#readDesk();
  }

  /** The number, which is written down as seen. @throws ApiProblem */
  async reveal(callBackId: string): Promise<void> {
    const { phone } = await api.post<{ phone: string | null }>(`${this.#path}/call-backs/${callBackId}/phone`);
    this.phones[callBackId] = phone ?? '—';
  }

  /** @throws ApiProblem */
  async rung(callBackId: string): Promise<void> {
    await api.post(`${this.#path}/call-backs/${callBackId}/done`);
    await this.#readDesk();
  }

  #hear(news: HostEvent): void {
    if (news.type === 'chat-desk') this.#lookSoon();
    else if (news.type === 'chat' && news.again) void this.#load();
    else if (news.type === 'chat') this.#hearChat(news);
  }

  #hearChat(news: ChatNews): void {
    for (const id of news.gone) this.#gone.add(id);
    if (news.room && this.desk) this.desk = { ...this.desk, room: { ...this.desk.room, ...news.room } };
    this.#take([...this.messages, ...news.added]);
    this.#takeQuestions([...this.questions, ...news.questions]);
  }

  #lookSoon(): void {
    this.#look ??= setTimeout(() => {
      this.#look = undefined;
      void this.#readDesk();
    }, LOOK_AFTER_MS);
  }

  async #load(): Promise<void> {
    try {
      const window = await api.get<ChatWindow>(this.#path);
      this.#take(window.messages);
      this.#takeQuestions(window.questions);
      this.desk = await api.get<ChatDesk>(`${this.#path}/desk`);
      this.#isBehind = false;
      this.#failures = 0;
    } catch {
      this.#loadLater();
    }
  }

  async #readDesk(): Promise<void> {
    try {
      this.desk = await api.get<ChatDesk>(`${this.#path}/desk`);
    } catch {
      this.#loadLater();
    }
  }

  /** A server that answers badly for a moment leaves the line standing: nothing else would ask again. */
  #loadLater(): void {
    this.#isBehind = true;
    clearTimeout(this.#retry);
    // A line that is down asks by itself when it is back.
    if (!this.#stands) return;
    this.#retry = setTimeout(() => void this.#load(), backOffMs(this.#failures));
    this.#failures += 1;
  }

  #take(messages: readonly ChatMessage[]): void {
    const byId = new Map(messages.filter(({ id }) => !this.#gone.has(id)).map((message) => [message.id, message]));
    this.messages = [...byId.values()].slice(-MOST_KEPT);
  }

  #takeQuestions(questions: readonly ChatQuestion[]): void {
    const byId = new Map(questions.filter(({ id }) => !this.#gone.has(id)).map((question) => [question.id, question]));
    this.questions = [...byId.values()].sort(
      (a, b) => Number(a.answered) - Number(b.answered) || b.votes - a.votes || a.at.localeCompare(b.at),
    );
  }
}
