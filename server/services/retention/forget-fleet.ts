import { lt } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { alerts } from '../../db/schema/alerts.ts';
import { conditionChanges, screenEchoes, screenshots } from '../../db/schema/health.ts';
import type { Context } from '../context.ts';

/** What became of screens, and who was told of it: figures, nothing personal. Messages go with their alert. */
export async function forgetFleet(
  { db }: Context,
  { history, pictures }: { history: Temporal.Instant; pictures: Temporal.Instant },
): Promise<void> {
  await db.delete(conditionChanges).where(lt(conditionChanges.at, history));
  await db.delete(screenEchoes).where(lt(screenEchoes.at, history));
  await db.delete(alerts).where(lt(alerts.endedAt, history));
  await db.delete(screenshots).where(lt(screenshots.takenAt, pictures));
}
