import { sql } from 'drizzle-orm';
import type { Context } from '#server/services/context.ts';
import { gongshu, shangcheng } from './desk-world.ts';

export const fleetSize = 5_000;
export const screensAtStation = 4;

/**
 * Five thousand screens at stations of two counties, each with its third manifest and a beat: written by the database itself, in a few
 * statements. Ids are those of their numbers.
 */
export async function plantFleet({ db }: Pick<Context, 'db'>): Promise<void> {
  const stations = fleetSize / screensAtStation;
  const idOf = (kind: string, n: string) => sql.raw(`'00000000-0000-4000-8${kind}-' || lpad(${n}::text, 12, '0')`);
  await db.execute(sql`
    insert into stations (id, region_code, name, phone, lat, lon, hours, created_at)
    select ${idOf('001', 'n')}, case when n % 2 = 0 then ${shangcheng} else ${gongshu} end, '驿站 ' || lpad(n::text, 4, '0'), '0000-8700000',
      30.2 + n / 10000.0, 120.1, '[{"days":"MO-SU","open":"00:00","close":"24:00"}]'::jsonb, now()
    from generate_series(1, ${stations}) as n`);
  await db.execute(sql`
    insert into screens (id, station_id, name, kind, width_mm, height_mm, width_px, height_px, viewing_distance_m, mount_height_m, public_key,
      paired_at, created_at, echoes)
    select ${idOf('002', 'n')}, ${idOf('001', `((n - 1) / ${screensAtStation} + 1)`)}, '屏 ' || n, 'lcd', 1210, 680, 1920, 1080, 3, 1.8, 'key',
      now(), now(), ${sql.param(oldEchoes)}::text[]
    from generate_series(1, ${fleetSize}) as n`);
  await db.execute(sql`
    insert into manifests (screen_id, version, hash, content_hash, issued_at)
    select ${idOf('002', 'n')}, version, 'hash ' || version, 'content', now() from generate_series(1, ${fleetSize}) as n, generate_series(1, 3) as version`);
  // Heard for as long as a slow machine's tests may last.
  await db.execute(sql`
    insert into screen_beats (screen_id, heard_at, health)
    select ${idOf('002', 'n')}, now() + interval '1 hour', ${JSON.stringify(health)}::jsonb from generate_series(1, ${fleetSize}) as n`);
  await db.execute(sql`
    insert into screen_tags (screen_id, tag) select ${idOf('002', 'n')}, '进站口' from generate_series(1, ${fleetSize}, 10) as n`);
  await db.execute(sql`analyze regions, stations, screens, manifests, screen_beats, screen_tags`);
}

export const screenNumber = (n: number) => `00000000-0000-4000-8002-${String(n).padStart(12, '0')}`;

/** Twenty that each of them has told already: as many as are listed. */
export const oldEchoes = Array.from({ length: 20 }, (_, n) => `order-${n + 1}`);

/** Of a player that does what it should. */
export const health = {
  appVersion: '1.4.0',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.141 Safari/537.36',
  viewport: { width: 1920, height: 1080, pixelRatio: 1 },
  heldVersion: 3,
  heldHash: 'hash 3',
  uptimeMs: 600_000,
  heapBytes: 40_000_000,
  setAside: [],
  rescues: 0,
  frames: { painted: 300, overMs: 5_000 },
};
