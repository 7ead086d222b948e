import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { ContentShelf } from '../media/content/content-shelf.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { MissedShelf } from '../media/recording/missed-shelf.ts';
import type { RecordingShelf } from '../media/recording/shelf.ts';
import type { Restreams } from '../media/restream/restreams.ts';
import type { BeatKeeper } from '../realtime/beat-keeper.ts';
import type { Hub } from '../realtime/hub.ts';
import type { Context } from '../services/context.ts';
import { hasEnded } from '../services/recordings/has-ended.ts';
import type { StaffAuth } from '../services/staff/auth.ts';
import { alertsRoutes } from './alerts.ts';
import { approvalsRoutes } from './approvals.ts';
import { audienceRoutes } from './audience.ts';
import { bodyLimits } from './body-limits.ts';
import { brandsRoutes } from './brands.ts';
import { browseRoutes } from './browse.ts';
import { callbacksRoutes } from './callbacks.ts';
import { networkOf } from './client.ts';
import { assetRoutes, CONTENT_UPLOAD, contentUploadRoutes } from './content-files.ts';
import { contentsRoutes } from './contents.ts';
import { type DemoParts, demoRoutes } from './demo.ts';
import { deskRoutes } from './desk.ts';
import { docsRoutes } from './docs.ts';
import { employerLinkRoutes } from './employer-link.ts';
import { employersRoutes } from './employers.ts';
import type { Env, Identify } from './env.ts';
import { answerError } from './errors.ts';
import { evidenceRoutes } from './evidence.ts';
import { feedsRoutes } from './feeds.ts';
import { figuresRoutes } from './figures.ts';
import { fleetRoutes } from './fleet.ts';
import { grabsRoutes } from './grabs.ts';
import { guestsRoutes } from './guests.ts';
import { guidanceRoutes } from './guidance.ts';
import { type HealthProbes, healthRoutes } from './health.ts';
import { intakeRoutes } from './intake.ts';
import { kioskFiguresRoutes, kioskRoutes } from './kiosk.ts';
import { linksRoutes } from './links.ts';
import { liveRoutes } from './live.ts';
import { HLS_PREFIX, hlsRoutes } from './live-hls.ts';
import { localeOf } from './locale.ts';
import { missedRoutes } from './missed.ts';
import { domainProofRoutes, outsideRoutes } from './outside.ts';
import { placesRoutes } from './places.ts';
import { postingsRoutes } from './postings.ts';
import { programmeRoutes } from './programme.ts';
import { proofsRoutes } from './proofs.ts';
import { recheckRoutes } from './recheck.ts';
import { RECORDED_PREFIX, recordedMediaRoutes } from './recorded-media.ts';
import { recordingsRoutes } from './recordings.ts';
import { regionsRoutes } from './regions.ts';
import { reportsRoutes } from './reports.ts';
import { sameOrigin } from './same-origin.ts';
import { screenRoutes } from './screen.ts';
import { screenLiveRoutes } from './screen-live.ts';
import { mostStreamsOfAScreen } from './screen-streams.ts';
import { screensRoutes } from './screens.ts';
import { seekersRoutes } from './seekers.ts';
import { sharesRoutes } from './shares.ts';
import { showsRoutes } from './shows.ts';
import { signInRoutes, staffRoutes } from './staff.ts';
import { stationsRoutes } from './stations.ts';
import { systemRoutes } from './system.ts';
import { teamsRoutes } from './teams.ts';
import { tokensRoutes } from './tokens.ts';
import { type Trust, trustRoutes } from './trust.ts';
import { truthRoutes } from './truth.ts';
import { wagesRoutes } from './wages.ts';
import { whipRoutes } from './whip.ts';

export interface AppParts {
  context: Context;
  auth: StaffAuth;
  identify: Identify;
  probes: HealthProbes;
  trust: Trust;
  hub: Hub;
  beats: BeatKeeper;
  media: LiveMedia;
  recordings: RecordingShelf;
  contents: ContentShelf;
  restreams: Restreams;
  /** Set with --demo only. */
  demo: DemoParts | undefined;
}

/** Every area's routes under one roof. Each area is a file here; what an area needs beyond the context is handed to it. */
export function createApp({
  context,
  auth,
  identify,
  probes,
  trust,
  demo,
  hub,
  beats,
  media,
  recordings,
  contents,
  restreams,
}: AppParts): Hono<Env> {
  const app = new Hono<Env>();
  app.onError(answerError);
  app.notFound((c) => c.json({ code: 'NOT_FOUND', message: c.var.locale === 'en' ? 'No such address.' : '没有这个地址。' }, 404));

  app.use(
    requestId({ limitLength: 64 }),
    secureHeaders({
      crossOriginResourcePolicy: 'same-site',
      xFrameOptions: 'SAMEORIGIN',
      // Phone pages work over both: once heard on one port, HSTS (RFC 6797 §8.3) would turn `http://name:3000`, which codes on walls
      // carry, into an `https://name:3000` that nobody serves. Whoever owns the name's front sets it there.
      strictTransportSecurity: false,
    }),
  );
  app.use(async (c, next) => {
    c.set('context', context);
    c.set('identify', identify);
    c.set('locale', localeOf(c.req.raw.headers));
    c.set('clientAddress', networkOf(c.req.header('x-gangbo-client') ?? ''));
    await next();
  });
  app.use(sameOrigin, bodyLimits);

  app.route('/api/health', healthRoutes(probes));
  app.route('/api/auth', signInRoutes(auth));
  app.route('/api/staff', staffRoutes(auth));
  app.route('/api/alerts', alertsRoutes());
  app.route('/api/audience', audienceRoutes());
  app.route('/api/approvals', approvalsRoutes());
  app.route('/api/brands', brandsRoutes());
  app.route('/api/browse', browseRoutes());
  app.route('/api/callbacks', callbacksRoutes());
  app.route(CONTENT_UPLOAD, contentUploadRoutes(contents));
  app.route('/api/contents', contentsRoutes());
  app.route('/api/desk', deskRoutes({ hub }));
  app.route('/api/evidence', evidenceRoutes());
  app.route('/api/intake', intakeRoutes());
  app.route('/api/employer-link', employerLinkRoutes());
  app.route('/api/employers', employersRoutes());
  app.route('/api/grabs', grabsRoutes({ hub }));
  app.route('/api/guests', guestsRoutes({ media, hub }));
  app.route('/api/guidance', guidanceRoutes());
  app.route('/api/kiosk-figures', kioskFiguresRoutes());
  app.route('/api/links', linksRoutes());
  app.route('/api/live', liveRoutes({ media, hub }));
  app.route('/api/live', feedsRoutes({ media, restreams }));
  app.route('/api/figures', figuresRoutes());
  app.route('/api/fleet', fleetRoutes());
  app.route(HLS_PREFIX, hlsRoutes(media));
  app.route('/api/recordings', recordingsRoutes(recordings));
  app.route('/api/recordings', missedRoutes(new MissedShelf({ shelf: recordings, dir: context.config.media.dir })));
  app.route(
    RECORDED_PREFIX,
    recordedMediaRoutes(recordings, (c, episodeId) => hasEnded(c.var.context, episodeId)),
  );
  app.route('/whip', whipRoutes(media));
  app.route('/api/outside', outsideRoutes({ hub }));
  app.route('/', domainProofRoutes());
  app.route('/api/places', placesRoutes());
  app.route('/api/postings', postingsRoutes());
  app.route('/api/programme', programmeRoutes());
  app.route('/api/proofs', proofsRoutes());
  app.route('/api/recheck', recheckRoutes());
  app.route('/api/regions', regionsRoutes());
  app.route('/api/reports', reportsRoutes());
  app.route('/api/screen/assets', assetRoutes(contents));
  // Whoever looks at the demo is the same few screens.
  app.route('/api/screen', screenRoutes({ hub, beats, mostStreams: demo ? Number.POSITIVE_INFINITY : mostStreamsOfAScreen }));
  app.route('/api/screen/kiosk', kioskRoutes());
  app.route('/api/screen/live', screenLiveRoutes(media));
  app.route('/api/screens', screensRoutes());
  app.route('/api/seekers', seekersRoutes());
  app.route('/api/shares', sharesRoutes());
  app.route('/api/shows', showsRoutes());
  app.route('/api/stations', stationsRoutes());
  app.route('/api/wages', wagesRoutes());
  app.route('/api/system', systemRoutes(probes));
  app.route('/api/teams', teamsRoutes());
  app.route('/api/tokens', tokensRoutes());
  app.route('/api/trust', trustRoutes(trust));
  app.route('/api/truth', truthRoutes());
  if (demo) app.route('/api/demo', demoRoutes(demo));
  app.route('/api/docs', docsRoutes(app));
  return app;
}
