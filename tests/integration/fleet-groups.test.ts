import { beforeAll, expect, it } from 'vitest';
import { listGroups, makeGroup, removeGroup, renameGroup } from '#server/services/fleet/groups.ts';
import { regroupScreens } from '#server/services/fleet/regroup-screens.ts';
import { listTags, retagScreens } from '#server/services/fleet/tags.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { describeBothModes } from '../support/both-modes.ts';
import { buildDesk, caihe, city, type Desk, gongshu, shangcheng } from './desk-world.ts';

describeBothModes('groups and tags', (house) => {
  let desk: Desk;
  let near: string;
  let far: string;
  beforeAll(async () => {
    desk = await buildDesk(house().ctx);
    const screens = await listScreens(house().ctx, desk.admin);
    near = screens.find(({ station }) => station.regionCode === shangcheng)?.id ?? '';
    far = screens.find(({ station }) => station.regionCode === gongshu)?.id ?? '';
  });

  it('puts screens of a region into its group, once each, and takes them out', async () => {
    const { ctx } = house();
    const { id } = await makeGroup(ctx, desk.li, { name: '进站口', regionCode: shangcheng });
    const both = { groupId: id, add: [near, near], remove: [] };
    expect(await regroupScreens(ctx, desk.li, both)).toEqual({ changed: 1 });
    expect(await regroupScreens(ctx, desk.li, both)).toEqual({ changed: 0 });
    expect(await listGroups(ctx, desk.li)).toEqual([{ id, name: '进站口', regionCode: shangcheng, screens: 1 }]);
    await renameGroup(ctx, desk.li, id, '出站口');
    expect(await regroupScreens(ctx, desk.li, { groupId: id, add: [], remove: [near] })).toEqual({ changed: 1 });
    expect(await listGroups(ctx, desk.li)).toEqual([{ id, name: '出站口', regionCode: shangcheng, screens: 0 }]);
    await removeGroup(ctx, desk.li, id);
    expect(await listGroups(ctx, desk.li)).toEqual([]);
  });

  it('takes no screen from outside the group’s region, and then none at all', async () => {
    const { ctx } = house();
    const { id } = await makeGroup(ctx, desk.admin, { name: '上城大屏', regionCode: shangcheng });
    await expect(regroupScreens(ctx, desk.admin, { groupId: id, add: [near, far], remove: [] })).rejects.toMatchObject({
      problem: { code: 'OUTSIDE_GROUP_REGION', details: { screens: 1 } },
    });
    expect((await listGroups(ctx, desk.admin)).find((group) => group.id === id)?.screens).toBe(0);
  });

  it('is for the clerks of the region: neither above nor beside', async () => {
    const { ctx } = house();
    const refused = { problem: { code: 'NOT_ALLOWED' } };
    await expect(makeGroup(ctx, desk.li, { name: '全市', regionCode: city })).rejects.toMatchObject(refused);
    await expect(retagScreens(ctx, desk.li, { screenIds: [near, far], add: ['竖屏'], remove: [] })).rejects.toMatchObject(refused);
    const { id } = await makeGroup(ctx, desk.admin, { name: '全市大屏', regionCode: city });
    await expect(regroupScreens(ctx, desk.li, { groupId: id, add: [near], remove: [] })).rejects.toMatchObject(refused);
    expect((await listGroups(ctx, desk.li)).map((group) => group.id)).not.toContain(id);
  });

  it('refuses a second group of the same name in a region', async () => {
    const { ctx } = house();
    await makeGroup(ctx, desk.li, { name: '社区', regionCode: shangcheng });
    await makeGroup(ctx, desk.li, { name: '社区', regionCode: caihe });
    await expect(makeGroup(ctx, desk.li, { name: '社区', regionCode: shangcheng })).rejects.toMatchObject({
      problem: { code: 'GROUP_NAME_TAKEN' },
    });
  });

  it('tags screens, counts each tag where I am clerk, and takes tags away', async () => {
    const { ctx } = house();
    expect(await retagScreens(ctx, desk.admin, { screenIds: [near, far], add: ['大屏', '室外'], remove: [] })).toEqual({ changed: 2 });
    expect(await retagScreens(ctx, desk.admin, { screenIds: [near], add: ['大屏'], remove: ['室外'] })).toEqual({ changed: 1 });
    const tagsOf = async (who: typeof desk.li) => (await listTags(ctx, who)).map(({ tag, screens }) => `${tag} ${screens}`).sort();
    expect(await tagsOf(desk.admin)).toEqual(['大屏 2', '室外 1'].sort());
    expect(await tagsOf(desk.li)).toEqual(['大屏 1']);
    const many = (from: number) => Array.from({ length: 10 }, (_, i) => `t${from + i}`);
    await retagScreens(ctx, desk.li, { screenIds: [near], add: many(0), remove: [] });
    await expect(retagScreens(ctx, desk.li, { screenIds: [near], add: many(10), remove: [] })).rejects.toMatchObject({
      problem: { code: 'TOO_MANY_TAGS' },
    });
  });
});
