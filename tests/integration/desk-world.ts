import { stationsFile } from '#server/contract/stations.ts';
import { user } from '#server/db/schema/auth.ts';
import { employers } from '#server/db/schema/postings.ts';
import type { Actor, StaffRole } from '#server/domain/access/actor.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import type { Context } from '#server/services/context.ts';
import { importStations } from '#server/services/regions/import-stations.ts';

/** One city with two counties, a station in each with a screen: enough for numbers to meet on a glass, or not. */
export const city = '3301';
export const shangcheng = '330102';
export const caihe = '330102-caihe';
export const gongshu = '330105';

export async function buildDesk(ctx: Context) {
  const admin = await person(ctx, '管理员', 'admin', null);
  await importStations(
    ctx,
    admin,
    stationsFile.parse({
      regions: [
        {
          code: city,
          name: '杭州市',
          level: 'city',
          children: [
            {
              code: shangcheng,
              name: '上城区',
              level: 'county',
              children: [{ code: caihe, name: '采荷街道', level: 'township', children: [] }],
            },
            { code: gongshu, name: '拱墅区', level: 'county', children: [] },
          ],
        },
      ],
      stations: [station('城站火车站星工驿站', shangcheng), station('拱墅零工驿站', gongshu)],
    }),
  );
  return {
    admin,
    li: await person(ctx, '小李', 'clerk', `${city}/${shangcheng}/`),
    wang: await person(ctx, '老王', 'approver', `${city}/${shangcheng}/`),
    zhao: await person(ctx, '小赵', 'approver', null),
  };
}
export type Desk = Awaited<ReturnType<typeof buildDesk>>;

const station = (name: string, region: string) => ({
  name,
  region,
  lat: 30.2437,
  lon: 120.1815,
  phone: '0000-8700000',
  hours: [{ days: 'MO-SU', open: '00:00', close: '24:00' }],
  screens: [
    { name: '大屏', widthMm: 3840, heightMm: 2160, pixels: '3840x2160', viewingDistanceM: 8, mountHeightM: 3.2, live: 'beside' as const },
  ],
});

export async function person(ctx: Context, name: string, role: StaffRole, regionPath: string | null): Promise<Actor & { kind: 'staff' }> {
  const userId = ctx.random.id();
  const at = new Date(ctx.clock.now().epochMilliseconds);
  await ctx.db
    .insert(user)
    .values({ id: userId, name, email: `${userId}@staff.invalid`, emailVerified: false, createdAt: at, updatedAt: at });
  return { kind: 'staff', userId, name, grants: [{ role, regionPath, employerId: null }] };
}

export const porter = (change: Partial<PostingFacts> = {}): PostingFacts => ({
  trade: '搬运工',
  employer: '东站货运服务部',
  employerKind: 'organisation',
  headcount: { min: 3, max: 3, approximate: false },
  pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
  shift: { kind: 'fixed', start: '18:00', text: '18点起' },
  place: '火车东站西广场',
  phones: ['13800000001'],
  requirements: ['能搬30公斤'],
  benefits: ['工作餐'],
  expiry: { kind: 'long-term' },
  ...change,
});

/** Every employer entered so far has shown its licence to somebody. */
export async function checkEveryEmployer(ctx: Context, by: Actor & { kind: 'staff' }): Promise<void> {
  await ctx.db.update(employers).set({ checkedAt: ctx.clock.now(), checkedBy: by.userId, checkedHow: 'licence' });
}
