/** Whether keys belong to a field that is being typed in. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && takesLetters(target);
}

interface Control {
  tagName: string;
  isContentEditable?: boolean;
  type?: string;
}

/** A ticked box or a pressed button has the focus and takes no words: a row picked by mouse must not silence the page's letters. */
export function takesLetters({ tagName, isContentEditable = false, type = 'text' }: Control): boolean {
  if (isContentEditable || tagName === 'TEXTAREA' || tagName === 'SELECT') return true;
  return tagName === 'INPUT' && !/^(checkbox|radio|button|submit|reset|file|image|range|color)$/.test(type);
}

/** A box is ticked by space and a choice moved by arrows. A button keeps nothing: the host's space is next, whatever was pressed last. */
function keepsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLInputElement)) return false;
  return key === ' ' || key === 'Enter' || (key.startsWith('Arrow') && /^(radio|range)$/.test(target.type));
}

type Stroke = Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** An input method still writes: the Enter that takes its word does nothing else. Safari says so by the old code alone. */
export const composes = ({ isComposing, keyCode }: Pick<Stroke, 'isComposing' | 'keyCode'>): boolean => isComposing || keyCode === 229;

/** The key as tables name it: a letter is the same letter under Caps Lock. Undefined where it is the browser's or an input method's. */
export function keyOf(stroke: Stroke): string | undefined {
  if (stroke.ctrlKey || stroke.metaKey || composes(stroke)) return undefined;
  const key = /^[A-Z]$/.test(stroke.key) ? stroke.key.toLowerCase() : stroke.key;
  return stroke.altKey ? `Alt+${key}` : key;
}

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

/** Single keys for a whole page, silent while somebody types or a dialog is open. Call it in an `$effect`. */
export function pageKeys(keys: KeyMap): () => void {
  const onKey = (event: KeyboardEvent) => {
    const key = keyOf(event);
    // A row that has the focus takes its own letters, whatever they mean on the page.
    if (key === undefined || event.defaultPrevented) return;
    if (typing(event.target) || keepsKey(event.target, key) || document.querySelector('dialog[open]')) return;
    const act = keys[key];
    if (!act) return;
    event.preventDefault();
    act(event);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

/** What moves between rows, wherever there are rows. */
export const rowSteps = {
  next: ['j', 'ArrowDown'],
  previous: ['k', 'ArrowUp'],
  first: ['Home'],
  last: ['End'],
} as const satisfies Record<string, readonly string[]>;

const stepOf = (key: string) =>
  (Object.keys(rowSteps) as (keyof typeof rowSteps)[]).find((way) => (rowSteps[way] as readonly string[]).includes(key));

/**
 * A table driven by keys: j/k and arrows move between `tr[data-row]`, Home and End jump; one row is in the tab order. Other keys go to
 * `keys` with the row's `data-row`.
 */
export function rowKeys(keys: Record<string, (row: string) => void>) {
  return (table: HTMLElement): (() => void) => {
    const rows = () => [...table.querySelectorAll<HTMLElement>('tr[data-row]')];
    const tabStop = () => {
      const all = rows();
      const current = all.find((row) => row.tabIndex === 0) ?? all[0];
      for (const row of all) row.tabIndex = row === current ? 0 : -1;
    };
    const focus = (row: HTMLElement | undefined) => {
      if (!row) return;
      for (const other of rows()) other.tabIndex = -1;
      row.tabIndex = 0;
      row.focus();
      row.scrollIntoView({ block: 'nearest' });
    };
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key === undefined || typing(event.target)) return;
      const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]');
      const all = rows();
      const at = row ? all.indexOf(row) : -1;
      const goal = { next: at + 1, previous: at - 1, first: 0, last: all.length - 1 };
      const way = stepOf(key);
      const step = way && goal[way];
      if (step !== undefined) {
        event.preventDefault();
        focus(all[Math.max(0, Math.min(all.length - 1, step))]);
        return;
      }
      // A button inside the row keeps its own Enter and space.
      if (event.target !== row && (key === 'Enter' || key === ' ')) return;
      const act = keys[key];
      const id = row?.dataset.row;
      if (!act || id === undefined) return;
      event.preventDefault();
      act(id);
    };
    const onFocus = (event: FocusEvent) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]');
      if (!row) return;
      for (const other of rows()) other.tabIndex = other === row ? 0 : -1;
    };
    // From anywhere on the page, the first j or k steps into the table.
    const enter = (event: KeyboardEvent) => {
      if (typing(event.target) || table.contains(event.target as Node) || document.querySelector('dialog[open]')) return;
      const key = keyOf(event);
      if (key !== 'j' && key !== 'k') return;
      event.preventDefault();
      focus(rows().find((row) => row.tabIndex === 0) ?? rows()[0]);
    };
    tabStop();
    const watch = new MutationObserver(tabStop);
    watch.observe(table, { childList: true, subtree: true });
    table.addEventListener('keydown', onKey);
    table.addEventListener('focusin', onFocus);
    window.addEventListener('keydown', enter);
    return () => {
      watch.disconnect();
      table.removeEventListener('keydown', onKey);
      table.removeEventListener('focusin', onFocus);
      window.removeEventListener('keydown', enter);
    };
  };
}
