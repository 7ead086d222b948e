import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { ChatNews, SentMessage } from '#server/contract/audience.ts';
import { front, httpServer, listen } from '#server/http/front.ts';
import { tellChats } from '#server/realtime/chat-news.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { goLive } from '#server/services/live/run-show.ts';
import type { House } from '#tests/support/house.ts';
import { httpApp, visitor } from '#tests/support/http-app.ts';
import { person, shangcheng } from './desk-world.ts';
import { phoneWorld } from './phone-world.ts';

/** No picture is carried here: what viewers write doesn't need one. */
export const noPicture: LivePort = { open: () => {}, mediaTimeMs: () => undefined, viewers: () => 0, end: () => {} };

/** A phone with an open page: what it has been shown, and what has been taken from it. */
export interface OpenPage {
  shown(): string[];
  gone(): string[];
  news: ChatNews[];
  close(): void;
}

/** Shows on a real server, and people who watch them. */
export async function audienceWorld(house: House) {
  const world = await phoneWorld(house);
  const http = httpApp(house);
  const untell = await tellChats(house.ctx, http.hub);
  const nobody = () => ({ address: '192.0.2.1', protocol: 'http' as const, host: 'gangbo.test' });
  const handler = front({
    api: getRequestListener(http.app.fetch),
    fetchApi: http.app.fetch,
    studio: undefined,
    signage: undefined,
    readClient: nobody,
    saw: () => {},
  });
  const server = httpServer(handler);
  await listen(server, 0);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const host = await person(world.ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
  let addresses = 0;
  const newAddress = () => {
    addresses += 1;
    return `198.51.100.${addresses % 250}`;
  };

  return {
    ...world,
    http,
    host,
    async show({ jobs = 1, on = true } = {}): Promise<{ episodeId: string; slug: string; postingIds: string[] }> {
      const postingIds: string[] = [];
      for (let index = 0; index < jobs; index += 1) postingIds.push(await world.post(3));
      const plan = { title: '第一期', regionCode: shangcheng, hostName: '小赵', organiser: '城站', plannedAt: '2026-12-01T06:30:00Z' };
      const made = await createEpisode(world.ctx, host, { ...plan, postingIds });
      if (on) await goLive(world.ctx, noPicture, host, made.episodeId);
      return { ...made, postingIds };
    },
    /** One browser, at an address of its own. */
    phone(address = newAddress()) {
      const browser = visitor(http.app);
      const headers = { 'x-gangbo-client': address };
      const send = (episodeId: string, text: string, kind: 'chat' | 'question' = 'chat') =>
        browser.call('POST', `/api/audience/${episodeId}/messages`, { kind, text }, headers);
      return {
        call: (method: string, path: string, body?: unknown) => browser.call(method, path, body, headers),
        send,
        async says(episodeId: string, text: string, kind: 'chat' | 'question' = 'chat'): Promise<SentMessage> {
          const { status, body } = await send(episodeId, text, kind);
          if (status !== 200) throw new Error(`not sent: ${status} ${JSON.stringify(body)}`);
          return body as unknown as SentMessage;
        },
      };
    },
    async openPage(slug: string, query = '?chat=1'): Promise<OpenPage> {
      const stream = await new Promise<IncomingMessage>((resolve) => get(`${origin}/api/live/shows/${slug}/events${query}`, resolve));
      const news: ChatNews[] = [];
      let rest = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^event: chat\ndata: (.*)$/m.exec(block)?.[1];
          if (data) news.push(JSON.parse(data) as ChatNews);
        }
      });
      // A page that is closed ends in the middle of whatever it hears.
      stream.on('error', () => {});
      return {
        news,
        shown: () => news.flatMap(({ added }) => added.map(({ text }) => text)),
        gone: () => news.flatMap(({ gone }) => gone),
        close: () => stream.destroy(),
      };
    },
    async close() {
      untell();
      http.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
export type AudienceWorld = Awaited<ReturnType<typeof audienceWorld>>;
