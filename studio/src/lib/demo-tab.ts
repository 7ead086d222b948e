const key = 'gangbo-demo-token';

/**
 * In the demo each tab can be another person. /demo opens a tab with `#demo=<token>`; the token stays in this tab's
 * sessionStorage and goes with every call, so the clerk's tab and the approver's live side by side.
 */
export function adoptDemoToken(): void {
  const token = /^#demo=([\w-]+)$/.exec(location.hash)?.[1];
  if (!token) return;
  sessionStorage.setItem(key, token);
  history.replaceState(history.state, '', location.pathname + location.search);
}

export const demoToken = (): string | undefined => sessionStorage.getItem(key) ?? undefined;

export const leaveDemo = (): void => sessionStorage.removeItem(key);
