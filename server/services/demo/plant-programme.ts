import { eq } from 'drizzle-orm';
import { contents } from '../../db/schema/programme.ts';
import type { ContentFacts } from '../../domain/programme/content.ts';
import type { Context } from '../context.ts';
import { approveContent, createContent } from '../programme/contents.ts';
import { createPlaylist } from '../programme/playlists.ts';
import { createSchedule } from '../programme/schedules.ts';
import { demoActor } from './people.ts';

const regionCode = '330102';
/** Not where the visitor's first wall hangs: that one goes through all jobs, so that theirs is up before they leave. */
const scheduledIn = '330102-hubin';

const notices: readonly (Pick<ContentFacts, 'title' | 'source'> & { topic: 'policy' | 'rights'; paragraphs: string[] })[] = [
  {
    topic: 'policy',
    title: '找活不收费',
    source: '演示数据',
    paragraphs: ['驿站介绍工作一律免费。', '谁向您收押金、介绍费，请告诉窗口，或打 12333。'],
  },
  {
    topic: 'rights',
    title: '干了活拿不到钱怎么办',
    source: '演示数据',
    paragraphs: ['保存好聊天记录、工牌和转账记录。', '到驿站登记，或打 12333 投诉。'],
  },
];

/** Two approved notices and a morning's playlist on one street's walls, by the use cases that everybody's go through. */
export async function plantProgramme(ctx: Context): Promise<void> {
  const clerk = demoActor('clerk');
  const [planted] = await ctx.db.select({ id: contents.id }).from(contents).where(eq(contents.regionCode, regionCode)).limit(1);
  if (planted) return;
  const ids: string[] = [];
  for (const notice of notices) {
    const { id } = await createContent(ctx, clerk, { regionCode, facts: { kind: 'notice', ...notice, targets: [] } });
    await approveContent(ctx, demoActor('approver'), { contentId: id, version: 1 });
    ids.push(id);
  }
  const { id: playlistId } = await createPlaylist(ctx, clerk, {
    regionCode,
    name: '早高峰',
    items: [
      { kind: 'jobs', id: 'morning', filter: { order: 'morning-first' }, pages: 3 },
      ...ids.map((contentId, at) => ({ kind: 'content' as const, id: `notice-${at + 1}`, contentId })),
      { kind: 'countdown', id: 'show' },
    ],
  });
  await createSchedule(ctx, clerk, {
    playlistId,
    name: '早高峰',
    target: { kind: 'region', regionCode: scheduledIn },
    rule: {
      dayparts: [{ from: '04:00', to: '06:30' }],
      weekdays: [],
      onHoliday: 'as-usual',
      onSwapped: 'as-weekday',
      stationHours: false,
    },
    priority: 0,
  });
}
