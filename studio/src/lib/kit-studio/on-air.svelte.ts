/** What is live now, for the one red thing in the room. Whoever knows sets it; the shell shows it on every page. */
let current = $state<{ title: string; href: string }>();

export const onAir = {
  get now() {
    return current;
  },
  set(show: { title: string; href: string } | undefined): void {
    current = show;
  },
};
