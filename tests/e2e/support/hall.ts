import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ip = (...args: string[]) => run('ip', args);

/** Two machines on one cable: the house's, and one at which screen, laptop and phone stand. */
export interface Hall {
  houseNamespace: string;
  houseAddress: string;
  deviceNamespace: string;
  deviceAddress: string;
  /** Pulls the devices' cable out, or puts it back. */
  cable(state: 'out' | 'in'): Promise<void>;
  close(): Promise<void>;
}

/** Why no network of the test's own can be laid here; undefined where it can. */
export async function whyNoHall(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s';
  if (process.getuid?.() !== 0) return 'network namespaces are root’s to make: run as root';
  const name = `gangbo-try-${process.pid}`;
  try {
    await ip('netns', 'add', name);
    await ip('netns', 'del', name);
    return undefined;
  } catch (error) {
    return `this machine allows no network namespaces: ${error instanceof Error ? error.message.split('\n').at(-1) : String(error)}`;
  }
}

/** A network of the test's own (ip-netns(8), veth(4)): neither end can reach anything but the other, as in a hall without an uplink. */
export async function layCable(): Promise<Hall> {
  const mark = String(process.pid % 10_000);
  const [house, devices] = [`gangbo-house-${mark}`, `gangbo-hall-${mark}`];
  const ends = [
    { namespace: house, link: `gbh${mark}`, address: '192.168.77.1' },
    { namespace: devices, link: `gbd${mark}`, address: '192.168.77.2' },
  ] as const;
  const close = async () => {
    // Deleting a namespace takes its end of the cable, and with it the other.
    for (const { namespace } of ends) await ip('netns', 'del', namespace).catch(() => undefined);
  };
  try {
    for (const { namespace } of ends) await ip('netns', 'add', namespace);
    await ip('link', 'add', ends[0].link, 'netns', house, 'type', 'veth', 'peer', 'name', ends[1].link, 'netns', devices);
    for (const { namespace, link, address } of ends) {
      const there = (...args: string[]) => ip('-n', namespace, ...args);
      // Named as a wired card is: a bridge's or a container's name would not be taken for the local network.
      await there('link', 'set', link, 'name', 'eth0');
      await there('addr', 'add', `${address}/24`, 'dev', 'eth0');
      await there('link', 'set', 'eth0', 'up');
      await there('link', 'set', 'lo', 'up');
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    houseNamespace: house,
    houseAddress: ends[0].address,
    deviceNamespace: devices,
    deviceAddress: ends[1].address,
    cable: async (state) => void (await ip('-n', devices, 'link', 'set', 'eth0', state === 'in' ? 'up' : 'down')),
    close,
  };
}
