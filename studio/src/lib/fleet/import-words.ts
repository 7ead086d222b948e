import type { ImportProblem } from '#server/domain/screen/import-table.ts';
import { m } from '$lib/paraglide/messages.js';

/** What is wrong with a cell, and how to write it. */
export const importWords: Record<ImportProblem, (given: { value: string }) => string> = {
  NAME_MISSING: () => m.add_name_missing(),
  NAME_TOO_LONG: () => m.add_name_long(),
  NAME_TWICE: ({ value }) => m.add_name_twice({ value }),
  STATION_MISSING: () => m.add_station_missing(),
  STATION_UNKNOWN: ({ value }) => m.add_station_unknown({ value }),
  STATION_AMBIGUOUS: ({ value }) => m.add_station_ambiguous({ value }),
  SIZE_UNREADABLE: ({ value }) => m.add_size_unreadable({ value }),
  PIXELS_UNREADABLE: ({ value }) => m.add_pixels_unreadable({ value }),
  DISTANCE_UNREADABLE: ({ value }) => m.add_distance_unreadable({ value }),
  HEIGHT_UNREADABLE: ({ value }) => m.add_height_unreadable({ value }),
  KIND_UNKNOWN: ({ value }) => m.add_kind_unknown({ value }),
  TOUCH_UNKNOWN: ({ value }) => m.add_touch_unknown({ value }),
  LIVE_UNKNOWN: ({ value }) => m.add_live_unknown({ value }),
  GROUP_UNKNOWN: ({ value }) => m.add_group_unknown({ value }),
  TAG_TOO_LONG: () => m.add_tag_long(),
  GLASS_TOO_SMALL: ({ value }) => m.add_glass_small({ value }),
};
