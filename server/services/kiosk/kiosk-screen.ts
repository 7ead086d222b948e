import { eq } from 'drizzle-orm';
import { stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { isTouchKiosk } from '../../domain/board/kiosk-bar.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';

export interface KioskScreen {
  screenId: string;
  station: typeof stations.$inferSelect;
}

/** Where the kiosk stands. @throws Refusal NOT_A_KIOSK for a screen that nobody can touch */
export async function kioskScreen(ctx: Pick<Context, 'db'>, screenId: string): Promise<KioskScreen> {
  const [found] = await ctx.db
    .select({ screen: { kind: screens.kind, touch: screens.touch }, station: stations })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .where(eq(screens.id, screenId));
  if (found === undefined) throw new Refusal('NOT_FOUND');
  if (!isTouchKiosk(found.screen)) throw new Refusal('NOT_A_KIOSK');
  return { screenId, station: found.station };
}
