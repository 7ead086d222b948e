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
} as const satisfies Record<string, ProblemKind>;
