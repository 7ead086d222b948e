import { createSocket, type Socket } from 'node:dgram';

/**
 * A line that loses packets, on this machine: everything that comes to its port goes on to another and back, less the share it is told to lose. The
 * kernel's netem isn't there in containers.
 */
export interface LossyLine {
  readonly port: number;
  /** Each packet by itself, both ways. @param share 0 to 1; 1 is a line that is cut */
  lose(share: number): void;
  /** Since the share was last set. */
  counted(): { passed: number; lost: number };
  close(): void;
}

export async function openLossyLine(targetPort: number): Promise<LossyLine> {
  const front = createSocket('udp4');
  /** One socket towards the target for each address that speaks to us: it tells its peers apart by theirs. */
  const backs = new Map<string, Socket>();
  let share = 0;
  let passed = 0;
  let lost = 0;
  const survives = (): boolean => {
    const isLost = Math.random() < share;
    if (isLost) lost += 1;
    else passed += 1;
    return !isLost;
  };
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
  await new Promise<void>((resolve) => front.bind(0, '127.0.0.1', resolve));
  return {
    port: front.address().port,
    lose(wanted) {
      share = wanted;
      passed = 0;
      lost = 0;
    },
    counted: () => ({ passed, lost }),
    close() {
      front.close();
      for (const back of backs.values()) back.close();
    },
  };
}
