/** Offers as encoders write them, shortened to what is read. */

const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase()).join(':')}`;

interface Section {
  kind: string;
  lines: string[];
}

export function offer(
  sections: Section[],
  { setup = 'actpass', mux = true, bundle = true, direction = 'sendonly', fingerprint = true, ice = true } = {},
): string {
  const mids = sections.map((_, index) => index).join(' ');
  return [
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    ...(bundle ? [`a=group:BUNDLE ${mids}`] : []),
    ...sections.flatMap(({ kind, lines }, index) => [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${lines.flatMap((line) => /^a=rtpmap:(\d+)/.exec(line)?.[1] ?? []).join(' ')}`,
      'c=IN IP4 0.0.0.0',
      ...(ice ? ['a=ice-ufrag:EsAw', 'a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1'] : []),
      ...(fingerprint ? [`a=fingerprint:${FINGERPRINT}`] : []),
      `a=setup:${setup}`,
      `a=mid:${index}`,
      `a=${direction}`,
      ...(mux ? ['a=rtcp-mux'] : []),
      ...lines,
    ]),
    '',
  ].join('\r\n');
}

export const opus: Section = {
  kind: 'audio',
  lines: ['a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1', 'a=ssrc:1001 cname:voice'],
};

const h264Lines = (profile: string, mode = 1) => [
  'a=rtpmap:96 H264/90000',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  `a=fmtp:96 profile-level-id=${profile};packetization-mode=${mode};level-asymmetry-allowed=1`,
];

/** As OBS (libdatachannel) offers it. */
export const h264 = (profile = '42e01f', mode = 1): Section => ({
  kind: 'video',
  lines: [...h264Lines(profile, mode), 'a=ssrc:2001 cname:picture'],
});

/** With retransmissions and several codecs, as a browser offers it. */
export const browserVideo: Section = {
  kind: 'video',
  lines: [
    'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
    'a=extmap:13 urn:3gpp:video-orientation',
    'a=rtpmap:98 VP8/90000',
    'a=rtpmap:99 rtx/90000',
    'a=fmtp:99 apt=98',
    ...h264Lines('42e01f'),
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    'a=ssrc-group:FID 2001 2002',
    'a=ssrc:2001 cname:picture',
    'a=ssrc:2002 cname:picture',
  ],
};

export const vp8: Section = { kind: 'video', lines: ['a=rtpmap:98 VP8/90000', 'a=ssrc:2001 cname:picture'] };
export const h264WithoutSsrc: Section = {
  kind: 'video',
  lines: ['a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid', ...h264Lines('42e01f')],
};
export const h264Simulcast: Section = {
  kind: 'video',
  lines: [...h264Lines('42e01f'), 'a=rid:h send', 'a=rid:l send', 'a=simulcast:send h;l'],
};
export const data: Section = { kind: 'application', lines: [] };
