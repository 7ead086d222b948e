import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RestreamState } from '#server/contract/feeds.ts';
import { parseRtmpUrl } from '#server/media/restream/door.ts';
import { RestreamTarget } from '#server/media/restream/restream-target.ts';
import { slateProgram } from '#tests/fixtures/slate-parts.ts';
import { type RtmpServer, startRtmp } from '#tests/support/rtmp-server.ts';
import { until } from './live-stage.ts';

const run = promisify(execFile);

/** The show sent on to a platform, which is Debian's nginx with its RTMP module. */
describe('a show that is sent on', () => {
  let platform: RtmpServer;
  const open = new Set<{ close(): void }>();
  const said: string[] = [];
  const log = {
    info: (facts: object, message: string) => void said.push(JSON.stringify([facts, message])),
    warn: (facts: object, message: string) => void said.push(JSON.stringify([facts, message])),
  };

  beforeAll(async () => {
    platform = await startRtmp();
  });
  afterEach(() => {
    for (const each of open) each.close();
    open.clear();
  });
  afterAll(() => platform?.stop());

  /** A target, and the program that runs as fast or slow as the test wants. */
  function sendOn(url: string, key: string, { allowPrivate = true, heavier = 0 } = {}) {
    const address = parseRtmpUrl(url);
    if (!address) throw new Error('no address');
    let skippedMs = 0;
    let programMs = 0;
    const place = { targetId: 'target', episodeId: 'episode', address, key };
    const now = () => performance.now() + skippedMs;
    const target = new RestreamTarget({ place, allowPrivate, comes: () => true, missing: 'picture', now, log });
    const program = slateProgram({ heavier });
    open.add(target).add(program);
    const play = (ms: number) => {
      programMs += ms;
      for (const part of program.until(programMs)) target.part(part);
    };
    const state = () => target.state;
    return {
      target,
      play,
      state,
      /** Time goes by, for the target's patience. */
      skip: (ms: number) => {
        skippedMs += ms;
      },
      /** Plays until the target says this. */
      playUntil: <Is extends RestreamState['is']>(is: Is) =>
        until(`${key} ${is}`, () => {
          play(200);
          const now = state();
          return now.is === is ? (now as Extract<RestreamState, { is: Is }>) : undefined;
        }),
    };
  }

  /** Between us and the platform, a network that can fail. */
  async function network() {
    const lines = new Set<Socket>();
    let holds = false;
    const server = createServer((socket) => {
      const onward = connect(platform.port, '127.0.0.1');
      for (const end of [socket, onward]) {
        lines.add(end);
        end.on('error', () => undefined).on('close', () => lines.delete(end));
      }
      socket.on('close', () => onward.destroy());
      onward.on('close', () => socket.destroy());
      onward.pipe(socket);
      if (holds) return;
      socket.pipe(onward);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const cut = () => {
      for (const line of lines) line.destroy();
    };
    open.add({
      close() {
        server.close();
        cut();
      },
    });
    return {
      url: `rtmp://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
      hold() {
        holds = true;
        for (const line of lines) line.unpipe().pause();
      },
      free() {
        holds = false;
        cut();
      },
      cut,
    };
  }

  it('arrives whole: picture and sound, in order, with keyframes', async () => {
    const show = sendOn(platform.url, 'whole');
    await show.playUntil('sending');
    show.play(12_000);
    await until('it is published', async () => (await platform.publishing()).includes('whole'));
    expect(show.state()).toMatchObject({ is: 'sending', leftOutSeconds: 0 });
    show.target.close();
    await until('it has ended', async () => !(await platform.publishing()).includes('whole'));
    const { stdout } = await run(
      'ffprobe',
      ['-v', 'error', '-show_streams', '-show_packets', '-of', 'json', await platform.recording('whole')],
      {
        maxBuffer: 2 ** 26,
      },
    );
    const probed: { streams: { index: number; codec_name: string; width?: number; sample_rate?: string }[]; packets: Packet[] } =
      JSON.parse(stdout);
    expect(probed.streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
    expect(probed.streams.find(({ codec_name }) => codec_name === 'h264')).toMatchObject({ width: 1280, height: 720 });
    for (const { index, codec_name } of probed.streams) {
      const packets = probed.packets.filter(({ stream_index }) => stream_index === index);
      const times = packets.map(({ dts_time }) => Number(dts_time));
      const steps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
      expect(Math.min(...steps), codec_name).toBeGreaterThan(0);
      expect(Math.max(...steps), codec_name).toBeLessThan(codec_name === 'aac' ? 0.03 : 0.25);
      expect((times.at(-1) ?? 0) - (times[0] ?? 0), codec_name).toBeGreaterThan(11);
      if (codec_name === 'h264') expect(packets.filter(({ flags }) => flags.startsWith('K')).length).toBeGreaterThanOrEqual(5);
    }
  });

  it('is refused by name when the key is taken, and turned away when it is wrong; the key is never told', async () => {
    const first = sendOn(platform.url, 'secret-key-1');
    await first.playUntil('sending');
    const second = sendOn(platform.url, 'secret-key-1');
    const refused = await second.playUntil('retrying');
    expect(refused).toMatchObject({ trouble: 'refused', tries: 1, said: expect.stringContaining('BadName') });
    const stranger = sendOn(platform.url, 'stranger');
    expect(['refused', 'dropped']).toContain((await stranger.playUntil('retrying')).trouble);
    expect(JSON.stringify([said, refused])).not.toContain('secret-key-1');
    expect(said.length).toBeGreaterThan(1);
  });

  it('waits longer each time for a platform that is not there', async () => {
    const show = sendOn('rtmp://127.0.0.1:9/live', 'nobody');
    const waits: number[] = [];
    for (let tries = 1; tries <= 4; tries += 1) {
      const state = await until('a try', () => {
        show.play(200);
        const now = show.state();
        return now.is === 'retrying' && now.tries === tries ? now : undefined;
      });
      expect(state.trouble).toBe('unreachable');
      waits.push(state.inSeconds);
      show.skip(state.inSeconds * 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8]);
  });

  it('goes on by itself when the line was cut', async () => {
    const line = await network();
    const show = sendOn(line.url, 'cut');
    await show.playUntil('sending');
    line.cut();
    expect((await show.playUntil('retrying')).trouble).toBe('dropped');
    show.skip(5_000);
    await show.playUntil('sending');
    await until('it is published again', async () => {
      show.play(200);
      return (await platform.publishing()).includes('cut');
    });
  });

  it('leaves out what a stalled platform does not take, hangs up on it, and comes again at a keyframe', async () => {
    const line = await network();
    const show = sendOn(line.url, 'stalled', { heavier: 200_000 });
    await show.playUntil('sending');
    line.hold();
    // The program is not held up: each part is given over at once, whatever the platform does.
    const startedMs = performance.now();
    const state = await until('something is left out', () => {
      show.play(2_000);
      const now = show.state();
      return now.is === 'sending' && now.leftOutSeconds > 0 ? now : undefined;
    });
    expect(state.leftOutSeconds).toBeGreaterThan(0);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    show.skip(11_000);
    expect((await show.playUntil('retrying')).trouble).toBe('stalled');
    line.free();
    show.skip(5_000);
    await show.playUntil('sending');
  });

  it('never goes to an address inside this network unless the operator has said so', async () => {
    const show = sendOn(platform.url, 'inside', { allowPrivate: false });
    expect(await show.playUntil('retrying')).toMatchObject({ trouble: 'private' });
    expect(await platform.publishing()).not.toContain('inside');
  });

  it('ends with the server’s process, which leaves no other behind', async () => {
    const script = join(import.meta.dirname, '../../fixtures/restream-alone.ts');
    const server = spawn(process.execPath, [script, platform.url, 'killed'], { stdio: ['ignore', 'ignore', 'inherit'] });
    await until('it is published', async () => (await platform.publishing()).includes('killed'));
    const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8');
    expect(children.trim()).toBe('');
    server.kill('SIGKILL');
    await once(server, 'exit');
    await until('the platform knows', async () => !(await platform.publishing()).includes('killed'));
  });
});

interface Packet {
  stream_index: number;
  dts_time: string;
  flags: string;
}
