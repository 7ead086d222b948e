import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

export const chromiumPath = (): string | undefined =>
  process.env.CHROMIUM_BIN ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** A browser whose processor time can be told from everybody else's. */
export interface OwnChromium {
  readonly browser: Browser;
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/**
 * With a fake camera and without a network of its own.
 * @param endsBySignal Playwright ends this process at once when it is interrupted. A bench that wants to end in order says no, and closes it.
 */
export async function openChromium({ endsBySignal = true } = {}): Promise<OwnChromium> {
  const executablePath = chromiumPath();
  const server = await chromium.launchServer({
    handleSIGINT: endsBySignal,
    handleSIGTERM: endsBySignal,
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  return { browser, pid: server.process().pid, close: () => server.close() };
}
