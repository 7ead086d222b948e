// The product's SFU in a process of its own: a worker of its pool, a router with the program's codecs, one program in and as many viewers out as are asked for.
import type { types } from 'mediasoup';
import { packagerCapabilities, programCodecs } from '#server/media/sfu/codecs.ts';
import { WorkerPool } from '#server/media/sfu/worker-pool.ts';
import { workerBinary } from '#tests/support/live-server.ts';
import { answering } from '../lib/messages.ts';
import { SSRC, TYPE } from './stream.ts';

const HERE = '127.0.0.1';
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const pool = await WorkerPool.start({
  workers: 1,
  firstPort: 0,
  listenIp: HERE,
  announcedAddress: HERE,
  workerBin: await workerBinary(),
  seats: { phones: 0, screens: 0 },
  log: silent,
});
const { router } = await pool.createRouter(programCodecs);
const producers: types.Producer[] = [];
let viewers: types.PlainTransport[] = [];

const kinds = {
  video: { type: TYPE.video, ssrc: SSRC.video, codec: programCodecs[1] },
  audio: { type: TYPE.audio, ssrc: SSRC.audio, codec: programCodecs[0] },
} as const;

async function produce(kind: 'video' | 'audio'): Promise<number> {
  const { type, ssrc, codec } = kinds[kind];
  if (!codec) throw new Error('the program has no such codec');
  const { mimeType, clockRate, channels, parameters = {} } = codec;
  const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: HERE }, rtcpMux: true, comedia: true });
  producers.push(
    await transport.produce({
      kind,
      rtpParameters: {
        codecs: [{ mimeType, clockRate, parameters, payloadType: type, ...(channels && { channels }) }],
        encodings: [{ ssrc }],
      },
    }),
  );
  return transport.tuple.localPort;
}

/** SRTP with keys from the other side: the handshake is once a viewer and is not what is measured. */
async function admit({ port, srtp }: { port: number; srtp: types.SrtpParameters | undefined }): Promise<void> {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: HERE },
    rtcpMux: true,
    comedia: false,
    ...(srtp && { enableSrtp: true, srtpCryptoSuite: srtp.cryptoSuite }),
  });
  await transport.connect({ ip: HERE, port, ...(srtp && { srtpParameters: srtp }) });
  for (const { id: producerId } of producers) await transport.consume({ producerId, rtpCapabilities: packagerCapabilities(router) });
  viewers.push(transport);
}

answering({
  open: async () => ({ video: await produce('video'), audio: await produce('audio'), workerPid: pool.pids[0] }),
  async admit({ ports, srtp }) {
    const wanted = (ports as number[]).map((port, at) => ({ port, srtp: (srtp as types.SrtpParameters[] | undefined)?.[at] }));
    for (let from = 0; from < wanted.length; from += 20) await Promise.all(wanted.slice(from, from + 20).map(admit));
    return {};
  },
  dismiss() {
    for (const transport of viewers) transport.close();
    viewers = [];
    return {};
  },
  stop() {
    pool.close();
    return {};
  },
});
