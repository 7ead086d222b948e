/** What a page draws for its screen: its board, or its region's numbers (数据大屏). */
export type Draws = 'board' | 'numbers';

type Word = { asks: Draws } | { answers: Draws; version: number };

const answersWithinMs = 200;

/**
 * A board and the numbers, on two displays of one box, are one start of one device: whichever page comes later goes on with the session of the one that is
 * there, and neither is taken for a clone. Of two boards the later takes the screen over. A copied disk has no such neighbour.
 */
export class Siblings {
  readonly #draws: Draws;
  readonly #version: () => number | undefined;
  readonly #channel: BroadcastChannel;
  #answered: ((version: number) => void) | undefined;

  constructor({ screenId, draws, version }: { screenId: string; draws: Draws; version(): number | undefined }) {
    this.#draws = draws;
    this.#version = version;
    this.#channel = new BroadcastChannel(`gangbo-screen-${screenId}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => this.#hear(data);
  }

  /** @returns the session of the page beside this one; `undefined` where there is none */
  ask(): Promise<number | undefined> {
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
