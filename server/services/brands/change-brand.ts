import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { type BrandChange, logoHeightPx, mostLogoBytes, widestLogo } from '../../contract/brands.ts';
import { stationBrands } from '../../db/schema/org.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { accentContrast, leastContrast, readableAccent } from '../../domain/board/brand.ts';
import { type CleanPng, cleanPng } from '../../domain/image/png.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { stationWithPath } from '../regions/region-of.ts';
import { tellScreensOf } from '../regions/set-downloads.ts';
import { type BrandRow, brandRow } from './brand-of.ts';

/** Line and accent of a station's boards. @throws Refusal STATION_UNKNOWN, NOT_ALLOWED, BRAND_ACCENT */
export async function changeBrand(ctx: Context, actor: Actor, { stationId, line, accent }: BrandChange & { stationId: string }) {
  if (accent !== null && accentContrast(accent) < leastContrast)
    throw new Refusal('BRAND_ACCENT', { accent, ratio: accentContrast(accent).toFixed(1), would: readableAccent(accent) });
  await change(ctx, actor, stationId, { line: line === '' ? null : line, accent });
}

/** @throws Refusal STATION_UNKNOWN, NOT_ALLOWED, BRAND_LOGO */
export async function saveLogo(ctx: Context, actor: Actor, { stationId, bytes }: { stationId: string; bytes: Uint8Array }) {
  if (bytes.length > mostLogoBytes) throw new Refusal('BRAND_LOGO');
  const png = cleanPng(bytes);
  if (png === undefined || !isLogo(png) || !unpacks(png)) throw new Refusal('BRAND_LOGO');
  const logoSha256 = createHash('sha256').update(png.bytes).digest('hex');
  await change(ctx, actor, stationId, { logo: png.bytes, logoSha256, logoWidth: png.width, logoHeight: png.height });
}

/** @throws Refusal STATION_UNKNOWN, NOT_ALLOWED */
export async function removeLogo(ctx: Context, actor: Actor, stationId: string) {
  await change(ctx, actor, stationId, { logo: null, logoSha256: null, logoWidth: null, logoHeight: null });
}

const isLogo = ({ width, height }: CleanPng) =>
  height >= logoHeightPx.least && height <= logoHeightPx.most && width >= height / widestLogo && width <= height * widestLogo;

/** A picture whose data is damaged, or unpacks to more than it says, is drawn by no glass. */
function unpacks({ packed, unpackedBytes }: CleanPng): boolean {
  try {
    return inflateSync(packed, { maxOutputLength: unpackedBytes }).length === unpackedBytes;
  } catch {
    return false; // zlib's way of saying that the data is none, or too much
  }
}

type Facts = Partial<Pick<BrandRow, 'line' | 'accent' | 'logo' | 'logoSha256' | 'logoWidth' | 'logoHeight'>>;

async function change(ctx: Context, actor: Actor, stationId: string, facts: Facts): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    requireIn(actor, 'clerk', (await stationWithPath(tx, stationId)).path);
    const before = await brandRow(tx, stationId);
    const set = { ...facts, changedBy: nameOf(actor), changedAt: ctx.clock.now() };
    await tx
      .insert(stationBrands)
      .values({ stationId, ...set })
      .onConflictDoUpdate({ target: stationBrands.stationId, set });
    await record(tx, ctx, actor, {
      area: 'screens',
      action: 'station.brand-changed',
      subject: stationId,
      before: before && said(before),
      after: said(facts),
    });
    await tellScreensOf(tx, ctx, stationId);
  });
}

/** The logo by its hash alone: the audit is read by people. */
const said = ({ line, accent, logoSha256 }: Facts) => ({
  ...(line === undefined ? {} : { line }),
  ...(accent === undefined ? {} : { accent }),
  ...(logoSha256 === undefined ? {} : { logo: logoSha256 }),
});
