/**
 * News between the parts of the server and between its processes. Best effort and in order a publisher; who must not miss anything reads the
 * database at `subscribe` and again after `gap`.
 */
export interface Bus {
  /** Topics are words joined by dots, from the general to the particular: `event.posting.closed`. Messages are JSON values. */
  publish(topic: string, message: unknown): Promise<void>;
  /** `pattern` is a topic, or the beginning of topics followed by `*`: `event.*`. Resolves once messages will arrive. */
  subscribe(pattern: string, heard: BusListener): Promise<Unsubscribe>;
  /** Calls `lost` whenever messages may have been missed: the connection was gone and is back. */
  onGap(lost: () => void): Unsubscribe;
  /** @throws when nothing would be delivered */
  ping(): Promise<void>;
}

export type BusListener = (message: unknown, topic: string) => void;
export type Unsubscribe = () => void;
