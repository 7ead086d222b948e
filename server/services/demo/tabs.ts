import type { Random } from '../random.ts';

/** The demo's per-tab roles: tokens in memory, gone with the process. Only made when the server runs with --demo. */
export interface DemoTabs {
  /** A new token for a tab that acts as this account. */
  open(userId: string): string;
  userOf(token: string): string | undefined;
}

/** Enough for a day of visitors; the oldest tab is forgotten first. */
const mostTabs = 1_000;

export function createDemoTabs(random: Pick<Random, 'bytes'>): DemoTabs {
  const tabs = new Map<string, string>();
  return {
    open(userId) {
      const token = Buffer.from(random.bytes(24)).toString('base64url');
      tabs.set(token, userId);
      const [oldest] = tabs.keys();
      if (tabs.size > mostTabs && oldest !== undefined) tabs.delete(oldest);
      return token;
    },
    userOf: (token) => tabs.get(token),
  };
}
