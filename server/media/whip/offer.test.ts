import { generateRouterRtpCapabilities } from 'mediasoup/ortc';
import { parse } from 'sdp-transform';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../services/refusal.ts';
import { programCodecs } from '../sfu/codecs.ts';
import type { TransportOffer } from '../sfu/transport.ts';
import { readFragment, takeOffer, writeFragment } from './offer.ts';
import { etagOf, judgePatch } from './patch.ts';
import { browserVideo, data, h264, h264Simulcast, h264WithoutSsrc, offer, opus, vp8 } from './testing/offers.ts';

const capabilities = generateRouterRtpCapabilities(programCodecs);
const take = (sdp: string) => takeOffer(sdp, capabilities);

const transport: TransportOffer = {
  id: 'transport',
  iceParameters: { usernameFragment: 'ours', password: 'a-password-of-ours-24-lo', iceLite: true },
  iceCandidates: [
    { foundation: 'udp', priority: 1076302079, ip: '192.0.2.7', address: '192.0.2.7', protocol: 'udp', port: 40_000, type: 'host' },
    {
      foundation: 'tcp',
      priority: 1076276479,
      ip: '192.0.2.7',
      address: '192.0.2.7',
      protocol: 'tcp',
      port: 40_000,
      type: 'host',
      tcpType: 'passive',
    },
  ],
  dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: 'AA:BB' }] },
};

function refusal(sdp: string): { code: string; details?: object } {
  try {
    take(sdp);
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
  return { code: 'taken' };
}

describe('an encoder’s offer', () => {
  it('of OBS is taken: one H.264 picture and one Opus sound', () => {
    const taken = take(offer([opus, h264()]));
    expect(taken.dtlsParameters.role).toBe('client');
    expect(taken.ice).toEqual({ usernameFragment: 'EsAw', password: 'P2uYro0UCOQ4zxjKXaWCBui1' });
    expect(
      taken.tracks.map(({ kind, rtpParameters }) => [kind, rtpParameters.mid, rtpParameters.codecs[0]?.mimeType, rtpParameters.encodings]),
    ).toEqual([
      ['audio', '0', 'audio/opus', [{ ssrc: 1001 }]],
      ['video', '1', 'video/H264', [{ ssrc: 2001 }]],
    ]);
  });

  it('of a browser is narrowed to H.264 with its retransmissions', () => {
    const { tracks } = take(offer([browserVideo, opus]));
    const [video] = tracks;
    expect(video?.rtpParameters.codecs.map(({ mimeType, payloadType }) => [mimeType, payloadType])).toEqual([
      ['video/H264', 96],
      ['video/rtx', 97],
    ]);
    expect(video?.rtpParameters.encodings).toEqual([{ ssrc: 2001, rtx: { ssrc: 2002 } }]);
  });

  it('may bring a picture alone, and streams that only their mid names', () => {
    expect(take(offer([h264()])).tracks).toHaveLength(1);
    expect(take(offer([h264WithoutSsrc, opus])).tracks[0]?.rtpParameters.encodings).toEqual([{}]);
  });

  it.each([
    ['actpass', 'passive'],
    ['active', 'passive'],
    ['passive', 'active'],
  ])('that sets up DTLS as %s is answered %s, in one bundle, with every candidate', (setup, answered) => {
    const text = take(offer([opus, h264()], { setup })).answer(transport);
    const answer = parse(text);
    expect(answer.groups).toEqual([{ type: 'BUNDLE', mids: '0 1' }]);
    expect(answer.icelite).toBe('ice-lite');
    expect(answer.media.map(({ type, mid, setup: role, direction, rtcpMux }) => [type, String(mid), role, direction, rtcpMux])).toEqual([
      ['audio', '0', answered, 'recvonly', 'rtcp-mux'],
      ['video', '1', answered, 'recvonly', 'rtcp-mux'],
    ]);
    expect(answer.media[0]?.candidates?.map(({ transport: protocol, port }) => [protocol, port])).toEqual([
      ['udp', 40_000],
      ['tcp', 40_000],
    ]);
    expect(text).not.toContain('video-orientation');
  });

  it.each([
    ['nothing', '', 'WHIP_BAD_SDP'],
    ['a page', '<html></html>', 'WHIP_BAD_SDP'],
    ['a session without media', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n', 'WHIP_BAD_SDP'],
    ['no fingerprint', offer([opus, h264()], { fingerprint: false }), 'WHIP_BAD_SDP'],
    ['no ICE credentials', offer([opus, h264()], { ice: false }), 'WHIP_BAD_SDP'],
    ['a setup that is none', offer([opus, h264()], { setup: 'holdconn' }), 'WHIP_BAD_SDP'],
    ['sound alone', offer([opus]), 'WHIP_UNSUPPORTED'],
    ['two pictures', offer([h264(), h264()]), 'WHIP_UNSUPPORTED'],
    ['a data channel', offer([opus, h264(), data]), 'WHIP_UNSUPPORTED'],
    ['no bundle', offer([opus, h264()], { bundle: false }), 'WHIP_UNSUPPORTED'],
    ['no rtcp-mux', offer([opus, h264()], { mux: false }), 'WHIP_UNSUPPORTED'],
    ['a viewer', offer([opus, h264()], { direction: 'recvonly' }), 'WHIP_UNSUPPORTED'],
    ['simulcast', offer([opus, h264Simulcast]), 'WHIP_UNSUPPORTED'],
    ['VP8', offer([opus, vp8]), 'WHIP_NEEDS_H264'],
    ['H.264 High', offer([opus, h264('640c1f')]), 'WHIP_NEEDS_H264'],
    ['H.264 in single NAL units', offer([opus, h264('42e01f', 0)]), 'WHIP_NEEDS_H264'],
  ])('with %s is refused whole, by name', (_, sdp, code) => {
    expect(refusal(sdp).code).toBe(code);
  });

  it('that was damaged on its way is taken or refused, and never an error of ours', () => {
    const whole = offer([browserVideo, opus]).split('\r\n');
    for (let at = 0; at < whole.length; at += 1) {
      for (const damaged of ['', 'a=', 'm=video', 'a=rtpmap:96', 'a=fmtp:96 apt=', 'a=ssrc:x cname', '\u0000🙂']) {
        expect(refusal(whole.with(at, damaged).join('\r\n')).code).toMatch(/^(taken|WHIP_)/);
      }
    }
  });

  it('that is refused for its codec says what was offered', () => {
    expect(refusal(offer([opus, vp8])).details).toEqual({ needed: 'H.264', offered: 'VP8' });
  });
});

describe('a PATCH of a WHIP session', () => {
  const etag = etagOf('5f0c6f3e-0000', 2);
  it.each([
    ['its own tag, its own credentials', etag, true, 'trickle'],
    ['its own tag among others', `"x", ${etag}`, true, 'trickle'],
    ['any tag, new credentials', '*', false, 'restart'],
    ['any tag, the same credentials', '*', true, 'trickle'],
    ['no tag', undefined, true, 'WHIP_NO_IF_MATCH'],
    ['the tag of an ICE session before', etagOf('5f0c6f3e-0000', 1), true, 'WHIP_OTHER_ETAG'],
    ['its own tag, credentials of another ICE session', etag, false, 'WHIP_OTHER_ETAG'],
  ])('with %s', (_, ifMatch, isSameIce, expected) => {
    const judged = () => judgePatch({ ifMatch, etag, isSameIce });
    if (expected.startsWith('WHIP')) expect(judged).toThrow(expected);
    else expect(judged()).toBe(expected);
  });

  it('carries credentials, and is answered with ours', () => {
    const fragment = 'a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n';
    expect(readFragment(fragment)).toEqual({ usernameFragment: 'EsAw', password: 'P2uYro0UCOQ4zxjKXaWCBui1' });
    expect(() => readFragment('hello')).toThrow('WHIP_BAD_SDP');
    expect(readFragment(writeFragment(transport, { kind: 'audio', mid: '0' })).password).toBe('a-password-of-ours-24-lo');
    expect(writeFragment(transport, { kind: 'audio', mid: '0' })).toContain(
      'a=candidate:tcp 1 tcp 1076276479 192.0.2.7 40000 typ host tcptype passive\r\n',
    );
  });
});
