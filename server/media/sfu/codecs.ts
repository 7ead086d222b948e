import type { types } from 'mediasoup';

/**
 * The program is H.264 constrained baseline 3.1 and Opus, nothing else: every WebView and every RTMP platform plays it, and the packager
 * takes it without transcoding.
 */
export const programCodecs: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
];

/** With it, a phone held sideways sends turned pictures that only WebRTC receivers turn back. */
const UNWANTED_EXTENSION = 'urn:3gpp:video-orientation';

/** What a router offers to browsers. */
export function offeredCapabilities(router: types.Router): types.RtpCapabilities {
  const { codecs, headerExtensions } = router.rtpCapabilities;
  return { codecs, headerExtensions: headerExtensions?.filter((extension) => extension.uri !== UNWANTED_EXTENSION) };
}

/** What the packager takes: the media alone, without retransmission payloads and header extensions. */
export function packagerCapabilities(router: types.Router): types.RtpCapabilities {
  const codecs = router.rtpCapabilities.codecs
    ?.filter((codec) => !codec.mimeType.endsWith('/rtx'))
    .map((codec) => ({ ...codec, rtcpFeedback: codec.rtcpFeedback?.filter(({ type }) => type !== 'transport-cc') }));
  return { codecs, headerExtensions: [] };
}
