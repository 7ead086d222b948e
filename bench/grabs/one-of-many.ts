// One of several server processes on the same PostgreSQL: presses for its share of the crowd. Talks with its parent by IPC.
import { openInfrastructure } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { openLog } from '#server/services/log.ts';

const config = readConfig();
const { context, close } = await openInfrastructure(config, { log: openLog({ level: 'silent', pretty: false }) });
process.on('message', ({ postingId, seekerIds }: { postingId: string; seekerIds: string[] }) => {
  void (async () => {
    const pressedAt = performance.now();
    const told = await Promise.all(
      seekerIds.map(async (seekerId) => {
        const { state } = await grabPlace(context, { postingId, seekerId });
        return { took: performance.now() - pressedAt, state };
      }),
    );
    await close();
    // The channel closes once the answer is through: a disconnect would overtake it.
    process.send?.(told, undefined, {}, () => process.disconnect?.());
  })();
});
process.send?.('ready');
