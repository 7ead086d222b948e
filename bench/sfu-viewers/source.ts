// Sends the program: to the SFU, or itself to everybody (the bare floor: the same packets, a socket, no keys, no SFU).
import { createSocket } from 'node:dgram';
import { answering, nowMs } from '../lib/messages.ts';
import { PICTURE_MS, PICTURE_PACKETS, picture, rtp, SOUND_BYTES, SSRC, TYPE } from './stream.ts';

const socket = createSocket('udp4');
await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
let timer: NodeJS.Timeout | undefined;
let sent = 0;
let pictures = 0;
let sounds = 0;

function start(to: { video: readonly number[]; audio: readonly number[] }): void {
  const give = (packets: readonly Buffer[], ports: readonly number[]) => {
    sent += packets.length;
    for (const port of ports) for (const packet of packets) socket.send(packet, port, '127.0.0.1');
  };
  let nextMs = nowMs();
  const tick = () => {
    give(picture(pictures, pictures * PICTURE_PACKETS.length), to.video);
    pictures += 1;
    for (let n = 0; n < 2; n += 1) {
      give(
        [rtp({ type: TYPE.audio, ssrc: SSRC.audio, sequence: sounds, timestamp: sounds * 960, marker: false, bytes: SOUND_BYTES })],
        to.audio,
      );
      sounds += 1;
    }
    nextMs += PICTURE_MS;
    timer = setTimeout(tick, Math.max(nextMs - nowMs(), 0));
  };
  tick();
}

answering({
  start({ video, audio }) {
    start({ video: video as number[], audio: audio as number[] });
    return {};
  },
  counted: () => ({ sent }),
  stop() {
    clearTimeout(timer);
    return {};
  },
});
