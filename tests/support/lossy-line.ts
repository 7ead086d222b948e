import { createSocket, type Socket } from 'node:dgram';

/**
 * A line that loses packets and takes its time, on this machine: everything that comes to its port goes on to another and back, less the share it is
 * told to lose, and late. The kernel's netem isn't there in containers.
 */
export interface LossyLine {
  readonly port: number;
  /** Each packet by itself, both ways. @param share 0 to 1; 1 is a line that is cut */
  lose(share: number): void;
  /**
   * Each packet by itself, both ways: a round trip takes twice as long. They come in order all the same, as through the queues of a real line.
   * @param wanted.jitterMs up to so much more or less, every value as likely
   */
  delay(wanted: { ms: number; jitterMs: number }): void;
  /** Since the share was last set. */
  counted(): { passed: number; lost: number };
  close(): void;
}

export async function openLossyLine(targetPort: number): Promise<LossyLine> {
  const front = createSocket('udp4');
  /** One socket towards the target for each address that speaks to us: it tells its peers apart by theirs. */
  const backs = new Map<string, { socket: Socket; pass(packet: Buffer): void }>();
  let share = 0;
  let late = { ms: 0, jitterMs: 0 };
  let passed = 0;
  let lost = 0;
  let isClosed = false;
  const survives = (): boolean => {
    const isLost = Math.random() < share;
    if (isLost) lost += 1;
    else passed += 1;
    return !isLost;
  };
  /** One direction of one peer. */
  function way(send: (packet: Buffer) => void): (packet: Buffer) => void {
    const onTheWay: Buffer[] = [];
    let lastAtMs = 0;
    const arrive = () => {
      const packet = onTheWay.shift();
      if (packet && !isClosed) send(packet);
    };
    return (packet) => {
      if (!survives()) return;
      const nowMs = performance.now();
      lastAtMs = Math.max(lastAtMs, nowMs + late.ms + (Math.random() * 2 - 1) * late.jitterMs);
      onTheWay.push(packet);
      // Whichever timer rings first takes the oldest: rounded to milliseconds, they would overtake each other.
      if (onTheWay.length === 1 && lastAtMs <= nowMs) arrive();
      else setTimeout(arrive, lastAtMs - nowMs);
    };
  }
  front.on('message', (packet, from) => {
    const key = `${from.address}:${from.port}`;
    let back = backs.get(key);
    if (!back) {
      const socket = createSocket('udp4');
      socket.on(
        'message',
        way((answer) => front.send(answer, from.port, from.address)),
      );
      back = { socket, pass: way((sent) => socket.send(sent, targetPort, '127.0.0.1')) };
      backs.set(key, back);
    }
    back.pass(packet);
  });
  await new Promise<void>((resolve) => front.bind(0, '127.0.0.1', resolve));
  return {
    port: front.address().port,
    lose(wanted) {
      share = wanted;
      passed = 0;
      lost = 0;
    },
    delay(wanted) {
      late = wanted;
    },
    counted: () => ({ passed, lost }),
    close() {
      isClosed = true;
      front.close();
      for (const { socket } of backs.values()) socket.close();
    },
  };
}
