type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What leaves the page, looks behind it, or changes its size: tabs, addresses, devtools, printing, zoom, function keys. */
export function isWayOut({ key, ctrlKey, metaKey, altKey }: Key): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return /^F\d{1,2}$/.test(key) || forbidden.has(key);
}

const forbidden = new Set([
  'ContextMenu',
  'BrowserBack',
  'BrowserForward',
  'BrowserHome',
  'BrowserSearch',
  'BrowserRefresh',
  'Help',
  'PrintScreen',
]);

/**
 * Keeps a hall's visitor on this page: no menu behind a long press, nothing to drag out or select, no zoom, no keys of the browser, no link
 * that leads anywhere, and no page to go back to. What stands outside the page is the recipe's (Chromium's `--kiosk`).
 * @returns how to let go
 */
export function closeWaysOut(target: Window = window): () => void {
  const stop = (event: Event) => event.preventDefault();
  const keys = (event: KeyboardEvent) => {
    if (!isWayOut(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const wheel = (event: WheelEvent) => {
    if (event.ctrlKey) event.preventDefault();
  };
  const fingers = (event: TouchEvent) => {
    if (event.touches.length > 1) event.preventDefault();
  };
  // Whatever a later change of the page brings: an address is followed inside this house's two rooms alone.
  const links = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (link || event.button > 0) event.preventDefault();
  };
  const active = { capture: true, passive: false } as const;
  const listeners: [string, (event: never) => void][] = [
    ['contextmenu', stop],
    ['dragstart', stop],
    ['selectstart', stop],
    ['gesturestart', stop],
    ['keydown', keys],
    ['wheel', wheel],
    ['touchmove', fingers],
    ['click', links],
    ['auxclick', links],
  ];
  for (const [type, listener] of listeners) target.addEventListener(type, listener as EventListener, active);
  const open = target.open;
  target.open = () => null;
  return () => {
    for (const [type, listener] of listeners) target.removeEventListener(type, listener as EventListener, active);
    target.open = open;
  };
}
