import { nearness } from './timetable.ts';

/** For whom something is meant. A tag is free words, so it counts within a region. */
export type ProgrammeTarget =
  | { kind: 'region'; regionCode: string }
  | { kind: 'station'; stationId: string }
  | { kind: 'group'; groupId: string }
  | { kind: 'tag'; tag: string; regionCode: string }
  | { kind: 'screen'; screenId: string };

/** What a screen can be addressed by. */
export interface AddressedScreen {
  screenId: string;
  stationId: string;
  /** Codes of its station's region and everything above, the root first. */
  regionCodes: readonly string[];
  groupIds: readonly string[];
  tags: readonly string[];
}

/** How near a target is to this screen; nothing where it is not meant. A deeper region is nearer than the one above it. */
export function nearnessOf(target: ProgrammeTarget, screen: AddressedScreen): number | undefined {
  switch (target.kind) {
    case 'region': {
      const depth = screen.regionCodes.indexOf(target.regionCode);
      return depth === -1 ? undefined : nearness.region + depth;
    }
    case 'station':
      return target.stationId === screen.stationId ? nearness.station : undefined;
    case 'tag': {
      const depth = screen.regionCodes.indexOf(target.regionCode);
      return depth !== -1 && screen.tags.includes(target.tag) ? nearness.tag + depth : undefined;
    }
    case 'group':
      return screen.groupIds.includes(target.groupId) ? nearness.group : undefined;
    case 'screen':
      return target.screenId === screen.screenId ? nearness.screen : undefined;
  }
}
