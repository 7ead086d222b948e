// Receives for all viewers, a socket each: counts packets and bytes, and what is missing by the numbers in their headers, which SRTP leaves readable.
import { createSocket, type Socket } from 'node:dgram';
import { answering } from '../lib/messages.ts';

/** As much as an unprivileged process gets: a burst of all viewers at once must not be lost here and be put down to the SFU. */
const BUFFER_BYTES = 4_000_000;

interface Heard {
  packets: number;
  first: number;
  last: number;
}

const sockets: Socket[] = [];
/** By viewer, then by SSRC. What was still on its way when the counting began anew may bring a third. */
let heard: Map<number, Heard>[] = [];
let bytes = 0;

function take(viewer: number, packet: Buffer): void {
  const second = packet[1] ?? 0;
  // RFC 5761: RTCP on the same port has types 192 to 223.
  if (packet.length < 12 || (second >= 192 && second <= 223)) return;
  bytes += packet.length;
  const sequence = packet.readUInt16BE(2);
  const ssrc = packet.readUInt32BE(8);
  const of = heard[viewer]?.get(ssrc);
  if (!of) heard[viewer]?.set(ssrc, { packets: 1, first: sequence, last: sequence });
  else {
    of.packets += 1;
    const step = ((sequence - of.last) << 16) >> 16;
    if (step > 0) of.last += step;
  }
}

answering({
  async open({ count }) {
    for (let viewer = 0; viewer < Number(count); viewer += 1) {
      const socket = createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      socket.setRecvBufferSize(BUFFER_BYTES);
      socket.on('message', (packet) => take(viewer, packet));
      sockets.push(socket);
    }
    heard = sockets.map(() => new Map());
    return { ports: sockets.map((socket) => socket.address().port) };
  },
  clear() {
    heard = sockets.map(() => new Map());
    bytes = 0;
    return {};
  },
  counted() {
    const streams = heard.flatMap((one) => [...one.values()]);
    const packets = streams.reduce((sum, stream) => sum + stream.packets, 0);
    const due = streams.reduce((sum, stream) => sum + stream.last - stream.first + 1, 0);
    return { packets, bytes, lost: Math.max(due - packets, 0), viewers: heard.filter((one) => one.size >= 2).length };
  },
});
