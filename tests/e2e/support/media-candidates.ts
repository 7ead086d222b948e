import type { BrowserContext, Page } from '@playwright/test';

/** Keeps hold of every peer connection that pages of this context make, so that a test can ask which way the media goes. */
export async function watchConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    Object.assign(window, { gangboConnections: made });
    const Real = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
  });
}

/** The server's address in the candidate pair that carries the media now (RFC 8445); undefined until one does. */
export function mediaAddress(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    for (const connection of (window as unknown as { gangboConnections: RTCPeerConnection[] }).gangboConnections) {
      const stats = await connection.getStats();
      for (const pair of stats.values()) {
        if (pair.type !== 'candidate-pair' || !pair.nominated || pair.state !== 'succeeded') continue;
        return stats.get(pair.remoteCandidateId)?.address as string | undefined;
      }
    }
    return undefined;
  });
}
