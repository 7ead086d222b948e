import type { types } from 'mediasoup';
import { extractDtlsParameters, extractRtpCapabilities, getCname } from 'mediasoup-client/handlers/sdp/commonUtils';
import { RemoteSdp } from 'mediasoup-client/handlers/sdp/RemoteSdp';
import { getRtpEncodings } from 'mediasoup-client/handlers/sdp/unifiedPlanUtils';
import {
  getExtendedRtpCapabilities,
  getSendingRemoteRtpParameters,
  getSendingRtpParameters,
  reduceCodecs,
  validateAndNormalizeRtpCapabilities,
} from 'mediasoup-client/ortc';
import { type MediaDescription, parse, type SessionDescription } from 'sdp-transform';
import { Refusal } from '../../services/refusal.ts';
import type { TransportOffer } from '../sfu/transport.ts';

/** A whole offer of picture and sound is some 6 KB from Chromium and 2 KB from OBS. */
export const MOST_SDP_BYTES = 64 * 1024;

export interface SentTrack {
  readonly kind: types.MediaKind;
  readonly rtpParameters: types.RtpParameters;
}

/** An encoder's offer in the SFU's words: what it will send, and the answer that takes it. */
export interface TakenOffer {
  readonly dtlsParameters: types.DtlsParameters;
  readonly ice: IceCredentials;
  /** The section whose ICE is everybody's: fragments name it. */
  readonly first: BundleHead;
  readonly tracks: readonly SentTrack[];
  /** RFC 9725 §4.2: the whole answer with every candidate, once the transport stands. */
  answer(transport: TransportOffer): string;
}

export interface BundleHead {
  readonly kind: types.MediaKind;
  readonly mid: string;
}

export interface IceCredentials {
  readonly usernameFragment: string;
  readonly password: string;
}

/**
 * Takes a WHIP offer whole or not at all (RFC 9725 §4.4.3). It is what mediasoup-client does with a browser's own offer, done here for one that
 * came over the wire: the same functions, so that both ends of the house agree.
 * @throws Refusal WHIP_BAD_SDP for what is no usable offer, WHIP_UNSUPPORTED for what we don't take, WHIP_NEEDS_H264 for the wrong codecs
 */
export function takeOffer(sdp: string, capabilities: types.RtpCapabilities): TakenOffer {
  try {
    return translate(sdp, capabilities);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // The libraries' own words for what is out of shape somewhere inside.
    throw badSdp('a=rtpmap, a=fmtp, a=ssrc');
  }
}

function translate(sdp: string, capabilities: types.RtpCapabilities): TakenOffer {
  const session = readSession(sdp);
  const sections = session.media;
  requireWhole(session);
  const dtls = dtlsOf(session);
  const ice = iceOf(session);

  const local = capabilitiesOf(session);
  // The encoder's order of payload types is kept, the router's codecs decide.
  const extended = getExtendedRtpCapabilities(local, asClients(capabilities), true);
  const tracks = sections.map((section) => {
    const kind = kindOf(section);
    const codecs = kind === 'video' ? 'H.264' : 'Opus';
    const offered = [...new Set(section.rtp.map(({ codec }) => codec))].join(', ');
    if (!extended.codecs.some((codec) => codec.kind === kind)) throw new Refusal('WHIP_NEEDS_H264', { needed: codecs, offered });
    const sent = getSendingRtpParameters(kind, extended);
    const answered = getSendingRemoteRtpParameters(kind, extended);
    sent.codecs = reduceCodecs(sent.codecs);
    answered.codecs = reduceCodecs(answered.codecs);
    sent.mid = String(section.mid);
    sent.rtcp = { ...sent.rtcp, cname: getCname({ offerMediaObject: section }) };
    sent.encodings = encodingsOf(section, sent.codecs);
    return { kind, section, sent, answered };
  });

  return {
    dtlsParameters: dtls,
    ice,
    first: { kind: tracks[0]?.kind ?? 'video', mid: String(sections[0]?.mid) },
    tracks: tracks.map(({ kind, sent }) => ({ kind, rtpParameters: sent as types.RtpParameters })),
    answer(transport) {
      const remote = new RemoteSdp({
        iceParameters: transport.iceParameters,
        iceCandidates: transport.iceCandidates as RemoteEnd['iceCandidates'],
        // It writes its role into what it is given.
        dtlsParameters: { ...transport.dtlsParameters },
      });
      // Whoever offers actpass or active opens DTLS (§4.4.4); we are the other side.
      remote.updateDtlsRole(dtls.role === 'server' ? 'client' : 'server');
      for (const { section, sent, answered } of tracks) {
        remote.send({ offerMediaObject: section, offerRtpParameters: sent, answerRtpParameters: answered });
      }
      return remote.getSdp();
    },
  };
}

/** What an ICE restart or a trickled candidate says of the encoder's end (RFC 8840 §9). @throws Refusal WHIP_BAD_SDP */
export function readFragment(fragment: string): IceCredentials {
  const usernameFragment = /^a=ice-ufrag:(\S{4,256})\s*$/m.exec(fragment)?.[1];
  const password = /^a=ice-pwd:(\S{22,256})\s*$/m.exec(fragment)?.[1];
  if (!usernameFragment || !password) throw badSdp('a=ice-ufrag, a=ice-pwd');
  return { usernameFragment, password };
}

/** Our end after an ICE restart. */
export function writeFragment(
  { iceParameters, iceCandidates }: Pick<TransportOffer, 'iceParameters' | 'iceCandidates'>,
  first: BundleHead,
): string {
  const candidates = iceCandidates.map(
    ({ foundation, priority, address, protocol, port, type, tcpType }) =>
      `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}${tcpType ? ` tcptype ${tcpType}` : ''}\r\n`,
  );
  const head = [
    'a=ice-lite\r\n',
    `a=ice-ufrag:${iceParameters.usernameFragment}\r\n`,
    `a=ice-pwd:${iceParameters.password}\r\n`,
    `m=${first.kind} 9 UDP/TLS/RTP/SAVPF 0\r\n`,
    `a=mid:${first.mid}\r\n`,
  ];
  return [...head, ...candidates, 'a=end-of-candidates\r\n'].join('');
}

const badSdp = (what: string) => new Refusal('WHIP_BAD_SDP', { what });
const unsupported = (what: string) => new Refusal('WHIP_UNSUPPORTED', { what });

function readSession(sdp: string): SessionDescription {
  if (!/^v=0\r?\n/.test(sdp)) throw badSdp('v=0');
  const session = parse(sdp);
  if (session.media.length === 0 || session.media.some(({ type, rtp }) => type === undefined || rtp === undefined)) throw badSdp('m=');
  return session;
}

/** One picture and at most one sound, each sent, all in one bundle. */
function requireWhole({ media, groups }: SessionDescription): void {
  const count = (kind: string) => media.filter(({ type }) => type === kind).length;
  const others = media.filter(({ type }) => type !== 'video' && type !== 'audio');
  if (others.length > 0) throw unsupported(`m=${others[0]?.type}`);
  if (count('video') !== 1 || count('audio') > 1) throw unsupported(`m=video × ${count('video')}, m=audio × ${count('audio')}`);
  const bundle = (groups ?? []).find(({ type }) => type === 'BUNDLE');
  const bundled = new Set(String(bundle?.mids ?? '').split(' '));
  const mids = media.map(({ mid }) => (mid === undefined ? undefined : String(mid)));
  if (mids.some((mid) => mid === undefined || mid === '') || new Set(mids).size !== mids.length) throw badSdp('a=mid');
  // A single track needs no bundle.
  if (media.length > 1 && !mids.every((mid) => mid !== undefined && bundled.has(mid))) throw unsupported('BUNDLE');
  for (const section of media) {
    if (section.direction === 'recvonly' || section.direction === 'inactive') throw unsupported(`a=${section.direction}`);
    if (!section.rtcpMux) throw unsupported('a=rtcp-mux');
    if (section.simulcast || section.simulcast_03 || (section.rids?.length ?? 0) > 1) throw unsupported('a=simulcast');
  }
}

function dtlsOf(session: SessionDescription): types.DtlsParameters {
  const [first] = session.media;
  const fingerprint = first?.fingerprint ?? session.fingerprint;
  if (!fingerprint?.hash || !fingerprint.type) throw badSdp('a=fingerprint');
  const setup = first?.setup ?? session.setup;
  if (setup !== 'actpass' && setup !== 'active' && setup !== 'passive') throw badSdp('a=setup');
  const { fingerprints } = extractDtlsParameters({ sdpObject: session });
  return { role: setup === 'passive' ? 'server' : 'client', fingerprints: fingerprints as types.DtlsFingerprint[] };
}

function iceOf(session: SessionDescription): IceCredentials {
  const [first] = session.media;
  const usernameFragment = first?.iceUfrag ?? session.iceUfrag;
  const password = first?.icePwd ?? session.icePwd;
  if (!usernameFragment || !password) throw badSdp('a=ice-ufrag, a=ice-pwd');
  return { usernameFragment: String(usernameFragment), password: String(password) };
}

function capabilitiesOf(session: SessionDescription) {
  const local = extractRtpCapabilities({ sdpObject: session });
  try {
    validateAndNormalizeRtpCapabilities(local);
  } catch {
    throw badSdp('a=rtpmap, a=fmtp');
  }
  return local;
}

type RemoteEnd = ConstructorParameters<typeof RemoteSdp>[0];

/** mediasoup and mediasoup-client describe the same objects; their types differ in which header extensions they name. */
const asClients = (capabilities: types.RtpCapabilities) =>
  structuredClone(capabilities) as Parameters<typeof getExtendedRtpCapabilities>[1];

const kindOf = (section: MediaDescription): types.MediaKind => (section.type === 'video' ? 'video' : 'audio');

type Codecs = Parameters<typeof getRtpEncodings>[0]['codecs'];

function encodingsOf(section: MediaDescription, codecs: Codecs): types.RtpEncodingParameters[] {
  // Without a=ssrc lines (GStreamer) the SFU learns the stream from the packets' mid extension.
  if (!section.ssrcs?.length) return [{}];
  const encodings = getRtpEncodings({ offerMediaObject: section, codecs }) as types.RtpEncodingParameters[];
  if (encodings.length > 1) throw unsupported('a=ssrc-group:SIM');
  return encodings;
}
