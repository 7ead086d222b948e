import type { FigureReading } from '../figures/figure.ts';
import type { ProgramCanvas } from '../live/canvas.ts';
import type { Pay, Shift } from '../posting/facts.ts';
import type { ProgrammeOnGlass } from '../programme/on-glass.ts';
import type { DownloadWindow } from '../screen/downloads.ts';

/**
 * 清单: what one screen should show, as the player holds it. Signed over the canonical JSON (RFC 8785) of everything but
 * `signature`; times are ISO 8601 in UTC, distances metres, glass sizes millimetres and device pixels.
 */
export interface Manifest {
  format: 1;
  screenId: string;
  /** Grows by one; a player never goes back to a smaller one of the same `keyId`. */
  version: number;
  issuedAt: string;
  station: StationOnGlass;
  screen: Glass;
  slides: Slide[];
  /** What is shown at which hours; absent: all job pages, always. A player of an older release knows no such member, and shows its jobs. */
  programme?: ProgrammeOnGlass;
  /** A live show that reaches this screen, beside its jobs. */
  live?: LiveOnGlass;
  /** The strongest that holds. */
  takeover?: TakeoverOnGlass;
  /** What it covers, the strongest first: a player goes on to them when it ends. A player of an older release knows no such member. */
  takeoversBelow?: TakeoverOnGlass[];
  nextShow?: { title: string; startsAt: string };
  /** The show that this glass counts down to in its last hour. A player of an older release knows no such member, and shows its jobs. */
  coming?: ComingOnGlass;
  /** 停播: what somebody might come for in vain, until it would have ended. */
  offAir?: ComingOnGlass & { reason: string };
  assets: Asset[];
  /** When large ones may be fetched; absent: at any time. */
  downloads?: DownloadWindow;
  /** 演示数据 is watermarked on every slide. */
  demo: boolean;
  keyId: string;
}

export interface SignedManifest extends Manifest {
  /** SHA-256 (hex) of the canonical JSON without `hash` and `signature`. */
  hash: string;
  /** Ed25519 over that same canonical JSON, base64url. */
  signature: string;
}

export interface StationOnGlass {
  id: string;
  name: string;
  phone: string;
  timeZone: string;
  hours: { days: string; open: string; close: string }[];
  brand?: BrandOnGlass;
}

/** 品牌. The logo's bytes travel with the manifest and under its signature: a few kilobytes, there whenever the board is. */
export interface BrandOnGlass {
  line?: string;
  /** #rrggbb, at least 7:1 on the header. */
  accent?: string;
  logo?: { sha256: string; png: string; width: number; height: number };
}

export const boardLayouts = ['landscape', 'portrait', 'strip', 'led'] as const;
export type BoardLayout = (typeof boardLayouts)[number];

export interface Glass {
  name: string;
  kind: 'lcd' | 'led-low-resolution' | 'led-ultra-wide' | 'kiosk';
  layout: BoardLayout;
  widthMm: number;
  heightMm: number;
  widthPx: number;
  heightPx: number;
  viewingDistanceM: number;
  mountHeightM: number;
  liveMode: 'off' | 'beside' | 'full';
  soundOn: boolean;
  touch: boolean;
  /** What its station has chosen beyond its shape. Absent, or unknown to an older player: the plain board of its shape. */
  look?: GlassLook;
}

/** 版式 of one glass. */
export interface GlassLook {
  /** 大字: fewer jobs a slide, larger characters. */
  type: 'standard' | 'large';
  /** 高对比: black, white and yellow alone. */
  contrast: 'standard' | 'high';
  arrangement: Arrangement;
}

export const wallHalves = ['left', 'right', 'top', 'bottom'] as const;
export type WallHalf = (typeof wallHalves)[number];

export type Arrangement =
  | { kind: 'plain' }
  /** 拼屏: this glass draws one half of a board; its equal beside or under it draws the other. */
  | { kind: 'wall'; half: WallHalf; partnerId: string; bezelMm: number }
  /** 双屏 of two devices: one keeps the jobs, the other has the show, or notices. */
  | { kind: 'double'; side: 'jobs' | 'show' }
  /** 双屏 on one wide glass: jobs at the left, show or notices at the right. */
  | { kind: 'split' };

/** One job on the glass. Facts, not text: the player's formatters (shared with studio and phone) word them. */
export interface BoardRow {
  postingId: string;
  /** The approved version that is shown: the way back to who wrote it and who approved it. A manifest of an older release has none. */
  version?: number;
  number: number;
  trade: string;
  title?: string;
  employer?: string;
  pay: Pay;
  shift: Shift;
  place?: string;
  /** From this station; null where the place has no coordinates. */
  distanceM: number | null;
  benefits: string[];
  placesLeft: number;
  filled: boolean;
  /** Today's start (in the station's zone), so that it comes first. */
  startsToday: boolean;
  confirmedAt: string | null;
  /** Never shown at or after this. */
  expiresAt: string | null;
  /** A day's job: off the glass when the player has been offline for more than 24 h. */
  dayJob: boolean;
}

/** 页 */
export interface JobsSlide {
  kind: 'jobs';
  id: string;
  page: number;
  pages: number;
  rows: BoardRow[];
  /** One code that opens just these rows. */
  link: { code: string; url: string };
  dwellMs: number;
}

/** The station's own slide: shown when nothing valid is left. */
export interface StationSlide {
  kind: 'station';
  id: string;
  link: { code: string; url: string };
  dwellMs: number;
  /** Made by the player, never signed: a show that has no picture on this glass just now, by its code. */
  show?: {
    title: string;
    hostName: string;
    /** The host is lost, and may come back. */
    away?: true;
  };
  /** Made by the player, never signed: a show that begins within the hour, or would have. */
  coming?: {
    title: string;
    hostName: string;
    startsAt: string;
    /** What will be pitched. */
    trades: readonly string[];
    /** Why it is 停播. */
    off?: string;
  };
}

/** 数据: a few of the station's own numbers, each with its definition and its time. */
export interface FiguresSlide {
  kind: 'figures';
  id: string;
  figures: FigureReading[];
  dwellMs: number;
}

/** 零工部落: who stands ready here, in groups. */
export interface TeamsSlide {
  kind: 'teams';
  id: string;
  teams: TeamOnGlass[];
  dwellMs: number;
}

export interface TeamOnGlass {
  name: string;
  trade: string;
  members: number;
  /** At work today; `null` where nobody has confirmed any. */
  working: number | null;
}

/** 排行榜 */
export interface LeaderboardSlide {
  kind: 'leaderboard';
  id: string;
  /** In Chinese, for players of an older release; one that finds `about` words it itself. */
  title: string;
  /** Which list it is: the stations of a region by people at work in the last seven days. */
  about?: { region: string };
  rows: { name: string; value: number }[];
  /** Place of the first row, where a long list takes several slides. Absent: 1. */
  from?: number;
  /** Of every value, said once, in Chinese as `title` is: 人次. */
  unit?: string;
  dwellMs: number;
}

/** 图片: fills the glass. `asset` is the SHA-256 of one of the manifest's assets. */
export interface PictureSlide {
  kind: 'picture';
  id: string;
  contentId: string;
  title: string;
  asset: string;
  fit: Fit;
  dwellMs: number;
}

/** 影片: fills the glass and stands for its own length. */
export interface FilmSlide {
  kind: 'film';
  id: string;
  contentId: string;
  title: string;
  asset: string;
  fit: Fit;
  /** Heard only where the screen's own sound is on, too. */
  soundOn: boolean;
  /** Its length. */
  dwellMs: number;
}

export type Fit = 'contain' | 'cover';

export const noticeTopics = ['policy', 'training', 'rights', 'notice'] as const;
export type NoticeTopic = (typeof noticeTopics)[number];

/** 政策、培训、维权、通知: one page of words, as `notice.ts` lays it out for this glass. */
export interface NoticeSlide {
  kind: 'notice';
  id: string;
  contentId: string;
  topic: NoticeTopic;
  title: string;
  /** 下一场直播: `paragraphs` say it in Chinese for players of an older release; one that finds `show` words it itself. ISO 8601. */
  show?: { startsAt: string };
  /** What stands on this page; a paragraph may begin on the page before. */
  paragraphs: string[];
  page: number;
  pages: number;
  /** Who says so. On the last page. */
  source?: string;
  link?: { code: string; url: string };
  dwellMs: number;
}

export type Slide = JobsSlide | StationSlide | FiguresSlide | TeamsSlide | LeaderboardSlide | PictureSlide | FilmSlide | NoticeSlide;

/** Slides that tell of the station instead of offering something to scan. */
export type ToldSlide = FiguresSlide | TeamsSlide | LeaderboardSlide;

export interface LiveOnGlass {
  episodeId: string;
  slug: string;
  title: string;
  hostName: string;
  organiser: string;
  /** Which shape its picture has. A manifest of an older release has none: it lies. */
  canvas?: ProgramCanvas;
  state: 'live' | 'away';
  /** Since when the host has been away: after 15 s screens return to rotation with the show's code. */
  awayAt?: string;
  /** It is over by then, whatever a wall hears. A player of an older release knows no such member. */
  until?: string;
  /** Number of the rundown change that `pitch` belongs to. */
  seq: number;
  pitch?: BoardRow & { link: { code: string; url: string } };
  /** The show's own code. */
  link: { code: string; url: string };
}

/** A show before it begins. */
export interface ComingOnGlass {
  episodeId: string;
  title: string;
  hostName: string;
  startsAt: string;
  minutes: number;
  /** What will be pitched, each trade once, in the rundown's order. Absent: not known yet. */
  trades?: readonly string[];
  /** Opens the show's page; only where the show itself would be shown, and from a day before. */
  link?: { code: string; url: string };
}

export interface TakeoverOnGlass {
  id: string;
  kind: 'safe-slate' | 'notice';
  message?: string;
  /** 演练: the glass says so. */
  drill?: true;
  startsAt: string;
  endsAt: string;
}

/** A file that slides need, named by what is in it. */
export interface Asset {
  /** Hexadecimal; a slide's `asset`. */
  sha256: string;
  /** Where this server has it, with `Range`. */
  url: string;
  bytes: number;
  mediaType: string;
  width: number;
  height: number;
  /** Of a film. */
  durationMs?: number;
}
