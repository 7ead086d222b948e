import type { Glass, StationOnGlass } from '#server/domain/board/manifest.ts';
import type { KioskJob } from '#server/domain/kiosk/choose.ts';
import type { UseCount } from '#server/domain/kiosk/uses.ts';
import type { KioskLine } from './kiosk-line.ts';
import type { KioskSession } from './session.svelte.ts';
import type { Reader } from './speak.svelte.ts';

/** What each view is given. */
export interface Room {
  session: KioskSession;
  line: KioskLine;
  count: (name: UseCount) => void;
  reader: Reader;
  station: StationOnGlass;
  screen: Glass;
  portrait: boolean;
  /** Font size of plain words, in device pixels of the glass. */
  k: number;
  /** YYYY-MM-DD at the station. */
  today: string;
  /** Set where the server has not been heard for so long that counts are hidden. */
  asOfMs: number | undefined;
  connected: boolean;
  /** When the manifest was issued that stands in for the server. */
  heldSince: string;
  /** Neither run out nor taken off since it was listed. */
  isOffered: (job: KioskJob) => boolean;
}
