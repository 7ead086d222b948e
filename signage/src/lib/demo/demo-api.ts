import type { z } from 'zod';
import type { DemoStory, demoRole } from '#server/contract/demo.ts';

type DemoRole = z.infer<typeof demoRole>;

/** The demo's own routes: loopback only, and only where the server runs with --demo. */
export const demoApi = {
  story: () => call<DemoStory>('GET', '/story'),
  tab: (role: DemoRole) => call<{ token: string; name: string }>('POST', '/tabs', { role }),
  wallLink: (screenId: string) => call<{ path: string }>('GET', `/screens/${screenId}/link`),
  lastCode: () => call<{ code: string | null }>('GET', '/last-code'),
};

/** Opens a studio page in a tab of its own, as somebody. The tab is opened before the call, or a blocker would eat it. */
export async function openStudioAs(role: DemoRole, path: string): Promise<void> {
  const tab = window.open('about:blank', '_blank');
  const { token } = await demoApi.tab(role);
  const url = `/studio${path}#demo=${token}`;
  if (tab) tab.location.replace(url);
  else location.assign(url);
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/demo${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? response.statusText);
  return answer as T;
}
