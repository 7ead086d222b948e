import { type Browser, chromium, type Page } from '@playwright/test';
import type { Recogniser } from '#server/media/captions/recogniser.ts';
import type { LiveMedia } from '#server/media/live-media.ts';
import type { ProgramEvents } from '#server/media/live-program.ts';
import { type LiveApi, openLiveServer } from '#tests/support/live-server.ts';

/** A SFU, a packager and the routes that lead to them, with pages made of the apps' own parts: everything but the database. */
export interface Stage {
  readonly origin: string;
  readonly media: LiveMedia;
  readonly hostEvents: { what: keyof ProgramEvents; atMs: number }[];
  open(page: PageName): Promise<Page>;
  /** Closes every page and ends every show: the next test has the machine to itself. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const pages = ['host', 'viewer', 'encoder', 'picture', 'guest', 'levels', 'recorder'] as const;
type PageName = (typeof pages)[number];

/**
 * @param options.api the whole API, with a database, in the place of the stage's own routes
 * @param options.sfuPort where the SFU listens, for whoever stands in the line before it
 */
export async function openStage(
  options: { maxViewers?: number; recogniser?: Recogniser; smallPicture?: boolean; api?: LiveApi; sfuPort?: number } = {},
): Promise<Stage> {
  const hostEvents: Stage['hostEvents'] = [];
  const shows = new Set<string>();
  const heard = (what: keyof ProgramEvents) => () => void hostEvents.push({ what, atMs: performance.now() });
  const [server, browser] = await Promise.all([openLiveServer({ pages, ...options }), launch()]);
  const { media, origin } = server;
  media.observe((episodeId) => {
    shows.add(episodeId);
    return { hostLost: heard('hostLost'), hostBack: heard('hostBack'), clockChanged: heard('clockChanged') };
  });
  return {
    origin,
    media,
    hostEvents,
    async open(name) {
      const context = await browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 720 } });
      const page = await context.newPage();
      await page.goto(`${origin}/${name}.html`);
      return page;
    },
    async clear() {
      for (const episodeId of shows) media.end(episodeId);
      shows.clear();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
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
}

/** Waits for a fact, never for time. @throws when it does not come */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 20_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
