// A province's worth of screens in a data folder, before the server opens its doors: what a bench of the fleet begins with.
import { openInfrastructure } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { inviteStaff } from '#server/services/staff/invitations.ts';
import { answering } from '../lib/messages.ts';
import { buildWorld, city, type Submitted, submit } from '../pixels/world.ts';

const infrastructure = await openInfrastructure(readConfig());
const { context } = infrastructure;
/** Their numbers begin behind the jobs that hang from the start. */
const firstSubmitted = 100;

answering({
  async build({ count, publicKey, postings }) {
    const world = await buildWorld(context, Number(count), String(publicKey));
    const submitted: Submitted[] = [];
    for (let n = 0; n < Number(postings); n += 1) submitted.push(await submit(context, world, firstSubmitted + n));
    const approver = { role: 'approver', regionCode: city, stationId: null, employerId: null } as const;
    const { token } = await inviteStaff(context, { kind: 'system', name: 'bench' }, approver);
    return { screenIds: world.screenIds, submitted, invitation: token };
  },
  async stop() {
    await infrastructure.close();
    return {};
  },
});
