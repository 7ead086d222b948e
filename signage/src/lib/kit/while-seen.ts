/** A glance at another tab costs nothing. */
const hiddenMs = 10_000;

interface Seen {
  /** Hidden for ten seconds: time to let go of what others need. */
  away(): void;
  /** Seen again after that. */
  back(): void;
}

type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/**
 * A browser gives one server six connections over HTTP/1.1, for all its tabs together: six event streams in tabs that nobody looks at, and the
 * seventh tab waits without a word. A page within a frame is hidden with the page around it.
 * @returns a function that stops watching
 */
export function whileSeen({ away, back }: Seen, page: Page = document): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAway = false;
  const leave = () => {
    isAway = true;
    away();
  };
  const look = () => {
    clearTimeout(timer);
    if (page.visibilityState === 'hidden') {
      if (!isAway) timer = setTimeout(leave, hiddenMs);
      return;
    }
    if (!isAway) return;
    isAway = false;
    back();
  };
  page.addEventListener('visibilitychange', look);
  look();
  return () => {
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', look);
  };
}
