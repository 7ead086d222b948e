import { beforeAll, expect, test } from 'vitest';
import { screens } from '#server/db/schema/screens.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import { isNewest } from '#server/services/boards/is-newest.ts';
import { fromShelf } from '#server/services/boards/manifest-shelf.ts';
import { readManifest } from '#server/services/boards/read-manifest.ts';
import type { Context } from '#server/services/context.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, checkEveryEmployer, type Desk, porter, shangcheng } from './desk-world.ts';

/** The same installation in a process that has nothing in its memory. */
const startedAgain = (ctx: Context): Context => ({ ...ctx, db: Object.create(ctx.db) });

describeBothModes('a manifest after a restart', (house) => {
  let desk: Desk;
  let screenId = '';

  beforeAll(async () => {
    const { ctx } = house();
    desk = await buildDesk(ctx);
    await checkEveryEmployer(ctx, desk.wang);
    const [screen] = await ctx.db.select({ id: screens.id }).from(screens);
    screenId = screen?.id ?? '';
    await composeBoards(ctx, 'all');
  });

  test('is the same to the last byte while its board is the same', async () => {
    const before = await readManifest(house().ctx, screenId);
    expect(before?.body.toString()).toContain(screenId);
    expect(await readManifest(startedAgain(house().ctx), screenId)).toEqual(before);
  });

  test('is a newer one when the board has changed meanwhile', async () => {
    const { ctx } = house();
    const before = await readManifest(ctx, screenId);
    const { id } = await createPosting(ctx, desk.li, { regionCode: shangcheng, facts: porter(), submit: true });
    await checkEveryEmployer(ctx, desk.wang);
    await approvePosting(ctx, desk.wang, { postingId: id, version: 1 });
    await composeBoards(startedAgain(ctx), [screenId]);
    const after = await readManifest(startedAgain(ctx), screenId);
    expect(after?.version).toBe((before?.version ?? 0) + 1);
    expect(after?.body.toString()).toContain(id);
  });

  test('is not composed to tell who holds it that it is the newest', async () => {
    const { ctx } = house();
    const newest = await readManifest(startedAgain(ctx), screenId);
    const again = startedAgain(ctx);
    expect(await isNewest(again, screenId, newest?.hash ?? '')).toBe(true);
    expect(await isNewest(again, screenId, 'a'.repeat(64))).toBe(false);
    expect(fromShelf(again, screenId)).toBeUndefined();
  });
});
