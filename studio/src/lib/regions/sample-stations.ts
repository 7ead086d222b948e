import type { StationsFile } from '#server/contract/stations.ts';

/** What the page offers as 示例文件: every list once, every field once. Its numbers ring nowhere. */
export const sampleStations: StationsFile = {
  note: '把名称、代码、电话换成自己的，再导入。代码用国家统计局的区划代码，街道和社区可以在后面加 - 和拼音。',
  regions: [
    {
      code: '330000',
      name: '浙江省',
      level: 'province',
      children: [
        {
          code: '330100',
          name: '杭州市',
          level: 'city',
          children: [{ code: '330102', name: '上城区', level: 'county', children: [] }],
        },
      ],
    },
  ],
  stations: [
    {
      name: '示例零工驿站',
      region: '330102',
      phone: '0000-8700000',
      address: '示例路 1 号',
      lat: 30.2437,
      lon: 120.1815,
      hours: [
        { days: 'MO-FR', open: '05:00', close: '20:00' },
        { days: 'SA,SU', open: '06:00', close: '18:00' },
      ],
      downloads: { from: '23:00', to: '04:30' },
      screens: [
        { name: '门口大屏', widthMm: 1210, heightMm: 680, pixels: '1920x1080', viewingDistanceM: 4, mountHeightM: 1.8, live: 'beside' },
      ],
    },
  ],
  weeklyShows: [{ name: '示例直播带岗', region: '330102', rrule: 'FREQ=WEEKLY;BYDAY=TU', start: '14:30', minutes: 180 }],
};
