// A line that loses packets: everything that comes to its port goes on to the SFU and back, less the share it is told to lose. The kernel's netem isn't there
// in containers. A process of its own, so that its work is nobody else's.
import { createSocket, type Socket } from 'node:dgram';
import { answering } from '../pixels/messages.ts';

const front = createSocket('udp4');
let targetPort = 0;
let share = 0;
let passed = 0;
let lost = 0;
/** One socket towards the SFU for each address that speaks to us: it tells its peers apart by theirs. */
const backs = new Map<string, Socket>();

/** Each packet by itself, both ways. */
function survives(): boolean {
  if (Math.random() < share) {
    lost += 1;
    return false;
  }
  passed += 1;
  return true;
}

front.on('message', (packet, from) => {
  const key = `${from.address}:${from.port}`;
  let back = backs.get(key);
  if (!back) {
    back = createSocket('udp4');
    back.on('message', (answer) => {
      if (survives()) front.send(answer, from.port, from.address);
    });
    backs.set(key, back);
  }
  if (survives()) back.send(packet, targetPort, '127.0.0.1');
});

answering({
  async open({ port }) {
    targetPort = Number(port);
    await new Promise<void>((resolve) => front.bind(0, '127.0.0.1', resolve));
    return { port: front.address().port };
  },
  lose({ share: wanted }) {
    share = Number(wanted);
    passed = 0;
    lost = 0;
    return {};
  },
  counted: () => ({ passed, lost }),
});
