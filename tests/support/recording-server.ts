// A server that may be killed: SFU, packager, recording and their routes, on a folder and a port that are given. Run by killable-recording.ts.
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import { openLiveServer } from '#tests/support/live-server.ts';
import { quietLog } from '#tests/support/quiet-log.ts';

const [dir = '', episodeId = '', port = '0'] = process.argv.slice(2);

const shelf = new RecordingShelf({ dir, log: quietLog, spareBytes: 0 });
let hasEnded = false;
const { media, origin } = await openLiveServer({
  pages: ['host', 'replay'],
  maxViewers: 5,
  recordings: { shelf, hasEnded: () => hasEnded },
  port: Number(port),
});
media.open(episodeId);

process.on('message', (message) => {
  if (message !== 'end') return;
  media.end(episodeId);
  void shelf.finished(episodeId).then(() => {
    hasEnded = true;
    process.send?.('ended');
  });
});
process.on('disconnect', () => process.exit());
process.send?.({ origin, workerPids: media.workerPids });
