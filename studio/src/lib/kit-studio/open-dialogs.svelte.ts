import { untrack } from 'svelte';

let stack = $state.raw<readonly symbol[]>([]);

/** Dialogs that stand open, the topmost last. All behind it is inert and dimmed: what must be seen is shown inside it. */
export const openDialogs = {
  get top(): symbol | undefined {
    return stack.at(-1);
  },
  /** Returns what takes it away again. */
  enter(dialog: symbol): () => void {
    untrack(() => (stack = [...stack, dialog]));
    return () => (stack = stack.filter((other) => other !== dialog));
  },
};
