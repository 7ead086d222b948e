import { api } from '../api.ts';

type Listener = (event: unknown) => void;
const listeners = new Set<Listener>();
let connected = $state(false);
let stop: (() => void) | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Events of one press come in a bunch: lists are asked for again once. */
const bunchMs = 250;

/** What changed at the desk, as it happens. One stream for all open lists. */
export const deskEvents = {
  get connected() {
    return connected;
  },
  on(listener: Listener): () => void {
    listeners.add(listener);
    stop ??= api.events(
      '/desk/events',
      (event) => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          for (const each of listeners) each(event);
        }, bunchMs);
      },
      (state) => (connected = state),
      () => {
        for (const each of listeners) each(undefined);
      },
    );
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      stop?.();
      stop = undefined;
    };
  },
};
