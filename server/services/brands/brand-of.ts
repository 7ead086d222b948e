import { eq } from 'drizzle-orm';
import type { BrandForStaff } from '../../contract/brands.ts';
import type { Database, Tx } from '../../db/database.ts';
import { stationBrands } from '../../db/schema/org.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { BrandOnGlass } from '../../domain/board/manifest.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { stationWithPath } from '../regions/region-of.ts';

export type BrandRow = typeof stationBrands.$inferSelect;

/** What of a brand stands in a manifest; nothing where nothing is set. */
export function brandOnGlass(row: BrandRow): BrandOnGlass | undefined {
  const logo = logoOf(row);
  const brand = {
    ...(row.line === null ? {} : { line: row.line }),
    ...(row.accent === null ? {} : { accent: row.accent }),
    ...(logo === null ? {} : { logo }),
  };
  return Object.keys(brand).length === 0 ? undefined : brand;
}

function logoOf({ logo, logoSha256, logoWidth, logoHeight }: BrandRow): BrandForStaff['logo'] {
  if (logo === null || logoSha256 === null || logoWidth === null || logoHeight === null) return null;
  return { sha256: logoSha256, png: Buffer.from(logo).toString('base64'), width: logoWidth, height: logoHeight };
}

export async function brandRow(db: Database | Tx, stationId: string): Promise<BrandRow | undefined> {
  const [row] = await db.select().from(stationBrands).where(eq(stationBrands.stationId, stationId));
  return row;
}

/** @throws Refusal STATION_UNKNOWN, NOT_ALLOWED */
export async function viewBrand(ctx: Context, actor: Actor, stationId: string): Promise<BrandForStaff> {
  requireIn(actor, 'clerk', (await stationWithPath(ctx.db, stationId)).path);
  const row = await brandRow(ctx.db, stationId);
  return { line: row?.line ?? '', accent: row?.accent ?? null, logo: row === undefined ? null : logoOf(row) };
}
