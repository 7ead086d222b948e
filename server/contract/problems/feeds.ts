import type { ProblemKind } from './kind.ts';

/** Encoders that are not ours, and platforms that the show is sent on to. */
export const feedsProblems = {
  WHIP_TOKEN: {
    status: 401,
    zh: '推流令牌不对，或者已经作废。请在直播间的「OBS 推流」里重新生成，填进 OBS 的 Bearer Token。',
    en: 'The bearer token is wrong or has been revoked. Make a new one under "OBS" in the studio and put it into OBS.',
  },
  WHIP_NOT_ON: {
    status: 409,
    zh: '这一期还没开播，或者已经结束。请先在直播间按「开播」，再开始推流。',
    en: 'This episode is not on air. Press "Go live" in the studio first, then start streaming.',
  },
  WHIP_TAKEN: {
    status: 409,
    zh: '这一期已经有画面在播。请先停下直播间或另一台 OBS 的画面，再开始推流。',
    en: 'This episode has a picture already. Stop the studio’s camera or the other encoder first, then start streaming.',
  },
  WHIP_TYPE: {
    status: 415,
    zh: 'Content-Type 应为 {needed}。',
    en: 'Content-Type must be {needed}.',
  },
  WHIP_BAD_SDP: { status: 400, zh: 'SDP 看不懂：{what} 缺失或不对。', en: 'The SDP is not usable: {what} is missing or wrong.' },
  WHIP_UNSUPPORTED: {
    status: 422,
    zh: '不支持 {what}：请发一路 H.264 画面和一路 Opus 声音（sendonly、BUNDLE、rtcp-mux），不用 simulcast。',
    en: '{what} is not supported: send one H.264 picture and one Opus sound (sendonly, BUNDLE, rtcp-mux), no simulcast.',
  },
  WHIP_NEEDS_H264: {
    status: 422,
    zh: '需要 {needed}（H.264 为 Constrained Baseline 42e01f，packetization-mode=1）。对方提供的是：{offered}。请在编码器里换成 H.264 和 Opus。',
    en: '{needed} is needed (H.264: constrained baseline 42e01f, packetization-mode=1). Offered: {offered}. Choose H.264 and Opus in the encoder.',
  },
  WHIP_SESSION_GONE: { status: 404, zh: '这次推流已经结束，请重新开始推流。', en: 'This WHIP session is over. Start streaming again.' },
  WHIP_NO_IF_MATCH: { status: 428, zh: '缺少 If-Match 头。', en: 'The If-Match header is missing.' },
  WHIP_OTHER_ETAG: { status: 412, zh: 'If-Match 与当前的 ICE 会话不符。', en: 'If-Match is not of the current ICE session.' },
  WHIP_METHOD: { status: 405, zh: '这个地址只接受 WHIP 推流（{allowed}）。', en: 'This address takes WHIP only ({allowed}).' },
  RESTREAM_FULL: { status: 409, zh: '最多转推到 {most} 个平台。', en: 'At most {most} platforms.' },
  RESTREAM_UNKNOWN: { status: 404, zh: '没有这个转推平台，可能已经删除。', en: 'There is no such platform; it may have been removed.' },
  RESTREAM_ADDRESS: {
    status: 422,
    zh: '推流地址应以 rtmp:// 或 rtmps:// 开头，并带应用名，例如 rtmp://push.example.com/live。密钥填在另一栏。',
    en: 'The address must be rtmp:// or rtmps:// with an app, e.g. rtmp://push.example.com/live. The key goes into its own field.',
  },
  LIVE_VIEWERS_FULL: { status: 503, zh: '实时观看的人满了，已改用流畅线路。', en: 'Real-time viewing is full; watching by HLS instead.' },
} as const satisfies Record<string, ProblemKind>;
