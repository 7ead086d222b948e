import { join } from 'node:path';

const folder = join(import.meta.dirname, 'data');

/** The sample input that the demo starts with: a region tree, and three tables as offices really send them. */
export const sampleFiles = {
  stations: join(folder, 'stations.json'),
  places: join(folder, 'places.json'),
  tables: ['weekly-workbook.xlsx', 'county-export-gb18030.csv', 'chat-posts.txt'].map((name) => join(folder, name)),
} as const;

/** A post as it stands in a chat group, with a deposit that the law forbids. The number rings nowhere. */
export const demoChatPost =
  '【急招】城站面馆招帮厨3名,220元/天,日结,包工作餐,地点上城区城站路,时间10:00-20:00,要求入职押金300元,电话0000-8700012 王女士';
