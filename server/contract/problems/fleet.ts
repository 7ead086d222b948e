import type { ProblemKind } from './kind.ts';

export const fleetProblems = {
  GROUP_NAME_TAKEN: {
    status: 409,
    zh: '这个区域已有同名分组“{name}”，请换个名称，或直接使用它。',
    en: 'This region already has a group “{name}”. Choose another name, or use that one.',
  },
  OUTSIDE_GROUP_REGION: {
    status: 422,
    zh: '有 {screens} 块屏不在分组所属的区域内，一块也没有加入。请去掉它们，或用上级区域的分组。',
    en: '{screens} of the screens are outside the group’s region; none was added. Leave them out, or use a group of a region above.',
  },
  TOO_MANY_TAGS: {
    status: 422,
    zh: '一块屏最多 {most} 个标签，请先去掉一些。',
    en: 'A screen has at most {most} tags. Take some away first.',
  },
  IMPORT_NO_HEADER: {
    status: 422,
    zh: '没有找到表头。表里至少要有“驿站”和“屏名称”两列，请下载模板对照。',
    en: 'No header was found. The table needs at least the columns 驿站 and 屏名称; download the template.',
  },
  IMPORT_TOO_MANY: { status: 422, zh: '一次最多导入 {most} 块屏，请分成几个文件。', en: 'At most {most} screens at once. Split the file.' },
  IMPORT_HAS_PROBLEMS: {
    status: 409,
    zh: '还有 {rows} 行有问题，一行也没有导入。请改好后重新选择文件。',
    en: '{rows} rows still have problems; nothing was imported. Mend them and choose the file again.',
  },
} as const satisfies Record<string, ProblemKind>;
