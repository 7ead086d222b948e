const beatEveryMs = 2_000;

/**
 * A number that grows as long as the page can paint, for its title: whoever looks after the browser from outside (deploy/player) reads it without a line into the
 * page. A page that hangs, or that nobody paints, keeps its number.
 * @returns how to stop
 */
export function titleBeat(told: (beat: number) => void): () => void {
  let beat = 0;
  const timer = window.setInterval(() => {
    requestAnimationFrame(() => {
      beat += 1;
      told(beat);
    });
  }, beatEveryMs);
  return () => window.clearInterval(timer);
}
