import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { get } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lanAddress } from '#server/lan-address.ts';

const root = resolve(import.meta.dirname, '../..');
const lan = lanAddress();

let dataDir: string;
let ports: { http: number; https: number; media: number };
let running: { child: ChildProcess; output: () => string; readyAfterMs: number };

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'gangbo-start-'));
  ports = { http: await freePort(), https: await freePort(), media: await freePort() };
  running = await start();
});

afterAll(() => stop(running.child));

describe('npm start', () => {
  it('prints addresses that other devices can open, and a one-time link for the administrator', () => {
    const printed = running.output();
    expect(printed).toContain(`http://${lan}:${ports.http}/`);
    expect(printed).toContain(`https://${lan}:${ports.https}/screen/`);
    expect(printed).toMatch(/\/studio\/\S*token=[\w-]{20,}/);
  });

  it('answers on the LAN address: health, phone page, studio', async () => {
    const origin = `http://${lan}:${ports.http}`;
    const health = await fetch(`${origin}/api/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ mode: 'embedded' });
    expect((await fetch(`${origin}/`)).status).toBe(200);
    expect((await fetch(`${origin}/studio/`)).status).toBe(200);
  });

  it('serves HTTPS on the LAN address to a device that installed the root from /api/trust', async () => {
    const pem = await (await fetch(`http://${lan}:${ports.http}/api/trust/root.pem`)).text();
    expect(await secureStatus({ ca: pem })).toBe(200);
    await expect(secureStatus({})).rejects.toThrow(/self-signed|unable to verify/i);
  });

  it('is ready again within 10 seconds, builds nothing twice, and keeps its authority', async () => {
    const before = await (await fetch(`http://${lan}:${ports.http}/api/trust`)).json();
    expect(await stop(running.child)).toBe(0);
    running = await start();
    expect(running.readyAfterMs).toBeLessThan(10_000);
    expect(running.output()).not.toContain('构建');
    expect(await (await fetch(`http://${lan}:${ports.http}/api/trust`)).json()).toEqual(before);
  });
});

async function start() {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), 'start'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      PORT: String(ports.http),
      HTTPS_PORT: String(ports.https),
      MEDIA_PORT: String(ports.media),
      LOG_PRETTY: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((ready, failed) => {
    const read = (chunk: Buffer) => {
      output += String(chunk);
      if (output.includes('Gangbo is ready')) ready();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => failed(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  return { child, output: () => output, readyAfterMs: performance.now() - startedMs };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const exited = new Promise<number | null>((settle) => child.once('exit', settle));
  child.kill('SIGTERM');
  return exited;
}

function secureStatus(trust: { ca?: string }): Promise<number | undefined> {
  return new Promise((answer, failed) => {
    get(`https://${lan}:${ports.https}/api/health`, trust, (response) => {
      response.resume();
      answer(response.statusCode);
    }).on('error', failed);
  });
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
