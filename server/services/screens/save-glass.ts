import { and, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { glassSize } from '../../contract/screens.ts';
import type { Tx } from '../../db/database.ts';
import { screens } from '../../db/schema/screens.ts';
import { addressBytes } from '../../domain/board/compose.ts';
import { judgeGlass } from '../../domain/board/judge.ts';
import type { GlassLook } from '../../domain/board/manifest.ts';
import { otherHalf, plainLook, type WallArrangement, withItsShow } from '../../domain/board/wall.ts';
import { announce } from '../announce.ts';
import { glassFacts } from '../boards/compose-boards.ts';
import type { Context } from '../context.ts';
import { codeAt, loadLinkBase } from '../links/link-base.ts';
import { Refusal } from '../refusal.ts';

export type GlassSize = z.output<typeof glassSize>;
type ScreenRow = typeof screens.$inferSelect;

/**
 * A glass as its station wants it. Of a wall the other half follows in the same transaction; whichever screen was its other half before is
 * a plain board again.
 * @throws Refusal GLASS_TOO_SMALL, GLASS_ARRANGEMENT, WALL_PARTNER, WALL_UNEQUAL
 */
export async function saveGlass(tx: Tx, ctx: Context, { screen, glass }: { screen: ScreenRow; glass: GlassSize }): Promise<void> {
  const bytes = addressBytes(codeAt(await loadLinkBase(tx, ctx)));
  const { look, ...size } = checkedGlass(glass, bytes);
  const arrangement = look?.arrangement;
  const partnerId = arrangement?.kind === 'wall' ? arrangement.partnerId : undefined;
  if (partnerOf(screen) !== partnerId) await leaveWall(tx, ctx, screen);
  if (arrangement?.kind === 'wall') await joinWall(tx, ctx, { screen, glass, arrangement, bytes });
  await tx
    .update(screens)
    .set({ ...size, look: isPlain(look) ? null : look })
    .where(eq(screens.id, screen.id));
}

/** Each half of what was a wall is a board by itself again. */
export async function leaveWall(tx: Tx, ctx: Context, screen: ScreenRow): Promise<void> {
  const partnerId = partnerOf(screen);
  if (partnerId === undefined) return;
  await hangAlone(tx, screen);
  const [partner] = await tx.select().from(screens).where(eq(screens.id, partnerId)).for('update');
  if (partner === undefined || partnerOf(partner) !== screen.id) return;
  await hangAlone(tx, partner);
  await announce(tx, ctx, { type: 'screen.changed', screenId: partner.id });
}

async function hangAlone(tx: Tx, { id, look }: ScreenRow): Promise<void> {
  const alone = { ...(look ?? plainLook), arrangement: plainLook.arrangement };
  await tx
    .update(screens)
    .set({ look: isPlain(alone) ? null : alone })
    .where(eq(screens.id, id));
}

async function joinWall(
  tx: Tx,
  ctx: Context,
  { screen, glass, arrangement, bytes }: { screen: ScreenRow; glass: GlassSize; arrangement: WallArrangement; bytes: number },
): Promise<void> {
  const [partner] = await tx
    .select()
    .from(screens)
    .where(and(eq(screens.id, arrangement.partnerId), eq(screens.stationId, screen.stationId), isNull(screens.revokedAt)))
    .for('update');
  if (partner === undefined || partner.id === screen.id) throw new Refusal('WALL_PARTNER');
  const isEqual = (['widthMm', 'heightMm', 'widthPx', 'heightPx'] as const).every((side) => partner[side] === glass[side]);
  if (!isEqual) throw new Refusal('WALL_UNEQUAL', { name: partner.name, size: sizeOf(partner) });
  if (partnerOf(partner) !== screen.id) await leaveWall(tx, ctx, partner);
  const other = otherHalf({ ...glassFacts(partner), ...sharedBy(glass) }, { ...arrangement, partnerId: screen.id });
  await tx.update(screens).set(checkedGlass(other, bytes)).where(eq(screens.id, partner.id));
  await announce(tx, ctx, { type: 'screen.changed', screenId: partner.id });
}

/** What both halves have in common, or they would not be one board. */
const sharedBy = ({ kind, viewingDistanceM, mountHeightM, look }: GlassSize) => ({ kind, viewingDistanceM, mountHeightM, look });

const sizeOf = ({ widthMm, heightMm, widthPx, heightPx }: ScreenRow) => `${widthMm}×${heightMm} mm, ${widthPx}×${heightPx}`;

function partnerOf({ look }: Pick<ScreenRow, 'look'>): string | undefined {
  return look?.arrangement.kind === 'wall' ? look.arrangement.partnerId : undefined;
}

const isPlain = (look: GlassLook | undefined) =>
  look === undefined || (look.type === 'standard' && look.contrast === 'standard' && look.arrangement.kind === 'plain');

/** @throws Refusal GLASS_TOO_SMALL where nobody could scan or read what it would show, GLASS_ARRANGEMENT */
function checkedGlass(glass: GlassSize, bytes: number): GlassSize {
  const verdict = judgeGlass(glass, bytes);
  if (!verdict.fits && verdict.problem === 'ARRANGEMENT_DOES_NOT_FIT') throw new Refusal('GLASS_ARRANGEMENT');
  if (!verdict.fits) throw new Refusal('GLASS_TOO_SMALL', { distance: glass.viewingDistanceM, problem: verdict.problem });
  return withItsShow(glass);
}
