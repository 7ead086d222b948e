/**
 * How long what is kept, in days. Postings and where they came from stay three years after their end: 网络招聘服务管理规定
 * (人社部令第 44 号) 第二十五条. Personal data goes as soon as its purpose is served: 个人信息保护法 第十九条.
 */
export const keepDays = {
  /** One-time codes, sessions and pairing codes, after they can't be used any more. */
  spent: 1,
  /** Other platforms' stream keys and encoders' tokens of an episode that was never held; of one that has ended they are spent. */
  streamKeyNotHeld: 30,
  /** A seeker's phone and name, after the last grab. The grabs stay, without the person. */
  seekerPhone: 180,
  /** The phone on a call-back list, after the call is done. */
  callBackPhone: 30,
  /** Asked for in a show, and nobody rang. */
  chatCall: 30,
  /** What viewers wrote in a show, and with a report of it: 互联网直播服务管理规定 (2016) 第十六条 asks for sixty days. */
  chat: 60,
  /** Names of guests in a show, and hands raised in it. */
  guest: 60,
  /** What came in (the file itself, each of its rows or chat posts in full), after it came in. */
  intake: 3 * 366,
  /** Manifests that a newer one has replaced: of use only to whoever looks into yesterday. */
  manifest: 7,
  /** What became of a screen, echoes of its commands and alerts about it, after they ended. */
  fleetHistory: 400,
  /** Pictures of what a glass showed: of use only to whoever asked for them. */
  screenshot: 7,
  /** Plays one by one: what a complaint or a dispute asks for comes within weeks. */
  playBatch: 30,
  /** Sums of plays a day, hour and posting, spans and their seals: records of what was published, as long as the postings. */
  playDay: 3 * 366,
  /** What manifests said that were on a glass, and which takeovers the glass answered: a quarter and a bit. */
  keptManifest: 100,
  /** Recordings of shows and what was cut from them, after the show: what is said there about jobs is kept as long as the jobs' own records. */
  recording: 3 * 366,
  /** Captions, guests' names and the host's notes, after the show: as long as its recording. */
  showWords: 3 * 366,
  /** An uploaded picture or film that no content has ever named: a clerk's try. Asked for again after a month, it is uploaded again. */
  unusedFile: 30,
  /** One that a content once named, and none does any more: what hung somewhere stays as long as the record that it did. */
  replacedFile: 3 * 366,
  /** Figures hour by hour: two years and the month that is running, so that each hour of a month can be laid beside the same month of both years before. Their days stay. */
  figureHour: 762,
  /** Openings of codes: figures, nothing personal. */
  scan: 3 * 366,
  /** Codes, after they have expired: until then an old sheet of paper still hears why. */
  link: 366,
} as const;
