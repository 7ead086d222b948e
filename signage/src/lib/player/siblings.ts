/** What a page draws for its screen: its board, or its region's numbers (数据大屏). */
export type Draws = 'board' | 'numbers';

type Word = { asks: Draws } | { answers: Draws; version: number };

const answersWithinMs = 200;
/** Longer than a start may take that gets no answer (screen-api.ts asks twice): beyond it the page whose turn it is hangs. */
const turnWithinMs = 25_000;

/**
 * A board and the numbers, on two displays of one box, are one start of one device: whichever page comes later goes on with the session of the one that is
 * there, and neither is taken for a clone. They prove one after the other: of two that the same power switched on, the later would find nobody. Of two boards the
 * later takes the screen over. A copied disk has no such neighbour.
 */
export class Siblings {
  readonly #turn: string;
  readonly #draws: Draws;
  readonly #version: () => number | undefined;
  readonly #channel: BroadcastChannel;
  #waiting: AbortController | undefined;
  #answered: ((version: number) => void) | undefined;

  constructor({ screenId, draws, version }: { screenId: string; draws: Draws; version(): number | undefined }) {
    this.#turn = `gangbo-prove-${screenId}`;
    this.#draws = draws;
    this.#version = version;
    this.#channel = new BroadcastChannel(`gangbo-screen-${screenId}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => this.#hear(data);
  }

  /**
   * A start of this page, once the one beside it is through with its own.
   * @param prove is given the session of that page; `undefined` where there is none
   * @throws what `prove` throws; AbortError when closed before its turn
   */
  async start<T>(prove: (continues: number | undefined) => Promise<T>): Promise<T> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    let hangs = false;
    const timer = setTimeout(() => {
      hangs = true;
      waiting.abort();
    }, turnWithinMs);
    const inTurn = async () => {
      clearTimeout(timer);
      return prove(await this.#ask());
    };
    try {
      return await navigator.locks.request(this.#turn, { signal: waiting.signal }, inTurn);
    } catch (error) {
      clearTimeout(timer);
      if (!hangs) throw error;
      return inTurn();
    }
  }

  /** @returns the session of the page beside this one; `undefined` where there is none */
  #ask(): Promise<number | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), answersWithinMs);
      this.#answered = (version) => {
        clearTimeout(timer);
        resolve(version);
      };
      this.#say({ asks: this.#draws });
    });
  }

  close(): void {
    this.#waiting?.abort();
    this.#channel.close();
  }

  #hear(word: Word): void {
    if ('asks' in word) {
      const version = this.#version();
      if (word.asks !== this.#draws && version !== undefined) this.#say({ answers: this.#draws, version });
    } else if (word.answers !== this.#draws) this.#answered?.(word.version);
  }

  #say(word: Word): void {
    this.#channel.postMessage(word);
  }
}
