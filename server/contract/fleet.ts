import { z } from 'zod';
import { id, line, regionCode } from './primitives.ts';

/** A fleet is ordered about in one request up to this many screens. */
export const mostScreensAtOnce = 5_000;
export const screenIds = z.array(id).min(1).max(mostScreensAtOnce);

export const screenTag = line(20).min(1);
const tags = z.array(screenTag).max(10).default([]);

/** 分组 of a region: holds screens of its subtree alone. */
export const makeGroup = z.object({ name: line(40).min(1), regionCode });
export type MakeGroup = z.infer<typeof makeGroup>;
export const renameGroup = z.object({ name: line(40).min(1) });
export const groupForStaff = z.object({ id, name: z.string(), regionCode, screens: z.int() });
export type GroupForStaff = z.infer<typeof groupForStaff>;

const someIds = z.array(id).max(mostScreensAtOnce).default([]);
/** Puts screens into a group and takes others out, in one go. */
export const regroup = z
  .object({ add: someIds, remove: someIds })
  .refine(({ add, remove }) => add.length + remove.length > 0, { path: ['add'], message: 'names at least one screen' });
export type Regroup = z.output<typeof regroup>;

/** Gives tags to screens and takes others away, in one go. */
export const retag = z
  .object({ screenIds, add: tags, remove: tags })
  .refine(({ add, remove }) => add.length + remove.length > 0, { path: ['add'], message: 'names at least one tag' });
export type Retag = z.output<typeof retag>;
export const tagInUse = z.object({ tag: z.string(), screens: z.int() });

/** How many of the screens named were changed; the others were so already. */
export const changedScreens = z.object({ changed: z.int() });
