import { stopIntake } from '../../server/services/intake/fail-intake.ts';
import { readIntake } from '../../server/services/intake/read-intake.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('intake', (ctx, { intakeId }, job) => readIntake(ctx, intakeId, job.signal), {
  givenUp: (ctx, { intakeId }) => stopIntake(ctx, intakeId),
});
