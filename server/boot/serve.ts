import { getRequestListener } from '@hono/node-server';
import type { Infrastructure } from '../compose.ts';
import { createApp } from '../http/app.ts';
import { clientReader } from '../http/client.ts';
import { closeServers, front, httpServer, httpsServer, listen } from '../http/front.ts';
import { identifier } from '../http/identify.ts';
import { hlsDirect } from '../http/live-hls-direct.ts';
import { ServerTls } from '../http/tls/server-tls.ts';
import { ContentShelf } from '../media/content/content-shelf.ts';
import { Restreams } from '../media/restream/restreams.ts';
import { AudienceWatch } from '../realtime/audience-watch.ts';
import { BeatKeeper } from '../realtime/beat-keeper.ts';
import { tellCaptions } from '../realtime/caption-news.ts';
import { tellChats } from '../realtime/chat-news.ts';
import { tellDesks } from '../realtime/desk-news.ts';
import { tellGuestRooms } from '../realtime/guest-news.ts';
import { HostWatch } from '../realtime/host-watch.ts';
import { createHub } from '../realtime/hub.ts';
import { tellPhones } from '../realtime/phones.ts';
import { watchRestreams } from '../realtime/restream-watch.ts';
import { tellScreens } from '../realtime/screen-news.ts';
import { tellShows } from '../realtime/show-news.ts';
import { ViewingKeeper } from '../realtime/viewing-keeper.ts';
import { tellWalls } from '../realtime/wall-news.ts';
import type { Context } from '../services/context.ts';
import { dismissDemoPeople } from '../services/demo/people.ts';
import { createDemoTabs } from '../services/demo/tabs.ts';
import { deviceWatch } from '../services/reach/device-seen.ts';
import { createStaffAuth } from '../services/staff/auth.ts';
import { issueSetupLink } from '../services/staff/invitations.ts';
import type { Shutdown } from '../shutdown.ts';
import { loadApps, playerRelease } from './load-apps.ts';
import { openLive } from './open-live.ts';
import { addressLines } from './print-addresses.ts';

interface ServeParts {
  infrastructure: Infrastructure;
  shutdown: Shutdown;
  /** Set with --demo only. */
  demo: { lastCode: () => string | undefined } | undefined;
}

/** Opens the front door: accounts, live, the API, both apps, HTTP and HTTPS; then says where they are. */
export async function serve({ infrastructure, shutdown, demo }: ServeParts): Promise<void> {
  const { context } = infrastructure;
  const { config, clock, log } = context;
  const { http } = config;

  const auth = createStaffAuth({ db: context.db, secret: context.vault.fingerprint('staff sessions'), trustedOrigins: [http.publicUrl] });
  const tls =
    http.httpsPort === undefined
      ? undefined
      : await ServerTls.open(
          { dataDir: config.dataDir, declared: http.tls, publicUrl: http.publicUrlDeclared ? http.publicUrl : undefined },
          { clock, log },
        );
  const release = await playerRelease();
  const hub = createHub({ tick: () => ({ type: 'tick', data: { serverTime: clock.now().toString(), release } }) });
  const beats = new BeatKeeper(context);
  shutdown.add('heartbeats', () => beats.close());
  const untellScreens = await tellScreens(context, hub);
  shutdown.add('news for screens', async () => untellScreens());
  const untellDesks = await tellDesks(context, hub);
  shutdown.add('news for desks', async () => untellDesks());
  const untellPhones = await tellPhones(context.bus, hub);
  shutdown.add('news for phones', async () => untellPhones());
  const untellWalls = await tellWalls(context, hub);
  shutdown.add('news for data walls', async () => untellWalls());
  const live = openLive(context, shutdown);
  const untellShows = await tellShows(context, live.media, hub);
  const untellCaptions = await tellCaptions(context, live.media, hub);
  const hostWatch = await HostWatch.start(context, live.media);
  const viewing = new ViewingKeeper(context, live.media);
  const untellChats = await tellChats(context, hub);
  const untellGuests = await tellGuestRooms(context, live.media.guests, hub);
  const audienceWatch = new AudienceWatch(context, live.media);
  shutdown.add('shows', async () => {
    await viewing.close();
    untellChats();
    untellGuests();
    await audienceWatch.close();
    await hostWatch.close();
    untellShows();
    untellCaptions();
  });
  const restreams = new Restreams({
    media: live.media,
    allowPrivate: config.media.restreamPrivate,
    now: () => performance.now(),
    log,
  });
  const unwatchRestreams = await watchRestreams(context, restreams, () => live.media.openEpisodes());
  shutdown.add('restreams', unwatchRestreams);
  const tabs = demo && createDemoTabs(context.random);

  const app = createApp({
    context,
    auth,
    hub,
    beats,
    media: live.media,
    recordings: live.recordings,
    contents: ContentShelf.open(config),
    restreams,
    identify: identifier({ context, auth, demoTabs: tabs }),
    probes: { ...infrastructure.probes, live: live.probe, recording: live.recordingProbe },
    trust: { httpsPort: http.httpsPort, anchor: () => tls?.anchor },
    demo: demo && tabs && { tabs, lastCode: demo.lastCode },
  });
  const handler = front({
    api: hlsDirect(live.media, getRequestListener(app.fetch)),
    fetchApi: (request) => app.fetch(request),
    ...(await loadApps()),
    readClient: clientReader(http.trustedProxies),
    saw: deviceWatch(context).saw,
  });

  const plain = httpServer(handler);
  const secure = tls && httpsServer(tls.material, handler);
  shutdown.add('front door', () => closeServers([plain, ...(secure ? [secure] : [])], () => hub.close()));
  await listen(plain, http.port);
  infrastructure.lock?.announce(`http://127.0.0.1:${http.port}`);
  if (secure && http.httpsPort !== undefined) {
    await listen(secure, http.httpsPort);
    tls.watch(secure);
    shutdown.add('certificates', async () => tls.close());
  }

  if (demo) await plantDemo(context);
  else await dismissDemoPeople(context);
  const setup = demo ? undefined : await issueSetupLink(context);
  const lines = addressLines({
    config,
    ports: { http: http.port, https: http.httpsPort },
    setupToken: setup?.token,
    demo: demo !== undefined,
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Loaded on demand: who serves real jobs needn't carry the demo's readers. */
async function plantDemo(context: Context): Promise<void> {
  const { seedDemo } = await import('../services/demo/seed.ts');
  await seedDemo(context);
}
