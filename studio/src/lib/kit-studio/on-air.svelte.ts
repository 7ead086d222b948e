/** A show that is live now. */
interface OnAir {
  title: string;
  href: string;
  /** This tab makes its picture: leaving the page would end it. */
  sends: boolean;
}

/** What is live now, for the one red thing in the room. Whoever knows sets it; the shell shows it on every page. */
let current = $state<OnAir>();

export const onAir = {
  get now() {
    return current;
  },
  set(show: OnAir | undefined): void {
    current = show;
  },
};
