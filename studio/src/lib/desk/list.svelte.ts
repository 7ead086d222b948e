import { ApiProblem } from '../api.ts';
import { deskEvents } from './events.svelte.ts';

export interface DeskList<T> {
  readonly rows: T[];
  readonly state: 'loading' | 'ready' | 'failed';
  readonly problem: string;
  refresh(): Promise<void>;
  /** For an `$effect`: loads whenever what `load` reads has changed, and when the desk tells of a change. */
  watch(): () => void;
}

/** A list of the desk that keeps itself up to date. A refresh never empties what is already shown. */
export function deskList<T>(load: () => Promise<T[]>): DeskList<T> {
  let rows = $state.raw<T[]>([]);
  let state = $state<'loading' | 'ready' | 'failed'>('loading');
  let problem = $state('');
  let asked = 0;

  async function refresh(): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const found = await load();
      // An answer that was overtaken by a newer question is old news.
      if (mine !== asked) return;
      rows = found;
      state = 'ready';
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (mine !== asked) return;
      problem = error.message;
      state = 'failed';
    }
  }

  return {
    get rows() {
      return rows;
    },
    get state() {
      return state;
    },
    get problem() {
      return problem;
    },
    refresh,
    watch() {
      void refresh();
      return deskEvents.on(() => void refresh());
    },
  };
}
