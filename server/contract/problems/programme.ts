import type { ProblemKind } from './kind.ts';

export const programmeProblems = {
  CONTENT_NOT_FOUND: { status: 404, zh: '没有这条内容，可能已被撤下。', en: 'No such content. It may have been withdrawn.' },
  CONTENT_STATE: {
    status: 409,
    zh: '这条内容现在不能这样做（{state}）。请刷新后再看。',
    en: 'This content cannot be changed that way now ({state}). Reload and look again.',
  },
  CONTENT_CHANGED: {
    status: 409,
    zh: '别人刚刚改过它。请刷新后再改，您填的内容还在。',
    en: 'Somebody has just changed it. Reload and try again; what you typed is kept.',
  },
  CONTENT_SAME_PERSON: {
    status: 403,
    zh: '自己写的内容要由另一个人审核。',
    en: 'What you wrote yourself is approved by somebody else.',
  },
  CONTENT_TOO_LONG: {
    status: 422,
    zh: '字大到看得清，这条通知在 {screens} 块屏上要 {seconds} 秒才轮完一遍，最多 {most} 秒：{names}。请写短些，或分成 {parts} 条。',
    en: 'In type that can be read this notice takes {seconds} s to go round on {screens} screens, {most} s at most: {names}. Make it shorter, or {parts} notices of it.',
  },
  CONTENT_FILE_MISSING: { status: 404, zh: '没有这个文件，请重新上传。', en: 'No such file. Upload it again.' },
  CONTENT_FILE_KIND: {
    status: 415,
    zh: '这种文件放不了。图片请用 JPG、PNG 或 WebP，影片请用 MP4（H.264）或 WebM。',
    en: 'This kind of file cannot be shown. Use JPG, PNG or WebP for pictures, MP4 (H.264) or WebM for films.',
  },
  CONTENT_SVG_SCRIPT: {
    status: 422,
    zh: '这个 SVG 里带有程序或外部链接，不能上屏。请另存为 PNG 再上传。',
    en: 'This SVG holds a script or links to something outside, and cannot go on a wall. Save it as PNG and upload that.',
  },
  CONTENT_SVG: {
    status: 415,
    zh: 'SVG 不能直接上屏，请另存为 PNG 再上传。',
    en: 'SVG cannot go on a wall as it is. Save it as PNG and upload that.',
  },
  CONTENT_PICTURE_SIZE: {
    status: 422,
    zh: '图片是 {width}×{height} 像素。请改到 {least}～{most} 像素之间（4K 屏 3840×2160 就够）再上传。',
    en: 'The picture is {width}×{height} pixels. Bring it to between {least} and {most} a side (3840×2160 is enough for a 4K wall).',
  },
  CONTENT_PICTURE_BROKEN: {
    status: 422,
    zh: '图片打不开，文件可能损坏。请重新导出后再上传。',
    en: 'The picture cannot be opened; the file may be damaged. Export it again.',
  },
  CONTENT_FILM_BROKEN: {
    status: 422,
    zh: '影片在第 {second} 秒附近放不出来，文件可能损坏或没有传完。请重新导出后再上传。',
    en: 'The film cannot be played near second {second}; the file may be damaged or incomplete. Export it again.',
  },
  CONTENT_FILM_NO_END: {
    status: 422,
    zh: '影片没有写明时长（像是录制中断的文件）。请用剪辑软件重新导出为 MP4。',
    en: 'The film does not say how long it is, as a recording that broke off. Export it as MP4 again.',
  },
  CONTENT_FILM_LONG: {
    status: 422,
    zh: '影片长 {seconds} 秒，最长 {most} 秒。请剪短，或分成几段。',
    en: 'The film lasts {seconds} s; the longest is {most} s. Cut it, or make several of it.',
  },
  CONTENT_FILM_CODEC: {
    status: 422,
    zh: '大屏放不了这种编码（{codec}）。请导出为 MP4，画面 H.264（8 位 4:2:0），声音 AAC。',
    en: 'The walls cannot play this coding ({codec}). Export as MP4 with H.264 (8 bit, 4:2:0) and AAC.',
  },
  CONTENT_FILM_SIZE: {
    status: 422,
    zh: '影片是 {width}×{height}，最大 {most} 像素。请导出为 1920×1080。',
    en: 'The film is {width}×{height}; the largest is {most} pixels a side. Export it as 1920×1080.',
  },
  PLAYLIST_NOT_FOUND: { status: 404, zh: '没有这个节目单，可能已被删除。', en: 'No such playlist. It may have been removed.' },
  PLAYLIST_IN_USE: {
    status: 409,
    zh: '还有 {count} 条排期在用这个节目单。请先删掉或换掉那些排期。',
    en: '{count} schedules still use this playlist. Remove or change them first.',
  },
  PLAYLIST_TOO_FAR: {
    status: 422,
    zh: '这个节目单属于「{region}」，只能排到这个区域里的屏。',
    en: 'This playlist belongs to {region} and can be scheduled on screens there only.',
  },
  SCHEDULE_NOT_FOUND: { status: 404, zh: '没有这条排期，可能已被删除。', en: 'No such schedule. It may have been removed.' },
  DAY_OVER: {
    status: 422,
    zh: '{day} 已经过去。那天屏上放了什么，请看上屏核查。',
    en: '{day} is over. What stood on the screen then is in the trace.',
  },
  TARGET_UNKNOWN: {
    status: 404,
    zh: '要放到的屏、分组或驿站已经没有了。请重新选择。',
    en: 'The screen, group or station it is for is gone. Choose again.',
  },
} as const satisfies Record<string, ProblemKind>;
