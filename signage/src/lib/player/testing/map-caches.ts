/** A box's caches, for tests; what two workers put there is one. */
export class MapCaches {
  readonly kept = new Map<string, Map<string, string>>();
  /** The disk takes nothing more. */
  isFull = false;
  /** What a server has at an address. */
  served: (path: string) => string;

  constructor(served: (path: string) => string) {
    this.served = served;
  }

  async open(name: string) {
    const cache = this.kept.get(name) ?? new Map<string, string>();
    this.kept.set(name, cache);
    const find = async (asked: string | { url: string }) => answerOf(cache.get(pathOf(asked)));
    return {
      match: find,
      put: async (asked: string | { url: string }, response: Response) => {
        if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
        cache.set(pathOf(asked), await response.text());
      },
      keys: async () => [...cache.keys()].map((path) => ({ url: `http://box${path}` })),
      addAll: async (all: (string | { url: string })[]) => {
        if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
        for (const one of all) cache.set(pathOf(one), this.served(pathOf(one)));
      },
    };
  }

  async keys(): Promise<string[]> {
    return [...this.kept.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.kept.delete(name);
  }

  async match(asked: { url: string }): Promise<Response | undefined> {
    for (const cache of this.kept.values()) if (cache.has(pathOf(asked))) return answerOf(cache.get(pathOf(asked)));
    return undefined;
  }
}

const pathOf = (asked: string | { url: string }) => new URL(typeof asked === 'string' ? asked : asked.url, 'http://box').pathname;
const answerOf = (text: string | undefined) => (text === undefined ? undefined : new Response(text));
