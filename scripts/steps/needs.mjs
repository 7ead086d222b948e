import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture } from './process.mjs';
import { step, warn } from './progress.mjs';

const onPath = (program) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What the tests run for real, and the Debian package that brings it. */
const needs = [
  {
    package: 'chromium',
    title: 'Chromium',
    present: () => ['chromium', 'chromium-browser', 'google-chrome'].some(onPath) || existsSync(process.env.CHROMIUM_BIN ?? ''),
  },
  { package: 'postgresql', title: 'PostgreSQL 15+', present: () => onPath('postgres') || debianPostgres() },
  { package: 'redis-server', title: 'Redis 7 / Valkey 8', present: () => ['redis-server', 'valkey-server'].some(onPath) },
  { package: 'openssl', title: 'OpenSSL', present: () => onPath('openssl') },
  // Screens and laptops of the tests install the house's certificate in earnest.
  { package: 'libnss3-tools', title: 'certutil (NSS)', present: () => onPath('certutil') },
  // The glass of a player box.
  { package: 'xvfb', title: 'Xvfb', present: () => onPath('Xvfb') },
  { package: 'matchbox-window-manager', title: 'matchbox', present: () => onPath('matchbox-window-manager') },
  // A network of the test's own, with another machine on it.
  { package: 'iproute2', title: 'ip', present: () => onPath('ip') || existsSync('/sbin/ip') },
  // The yardstick for what the packager writes.
  { package: 'ffmpeg', title: 'ffprobe', present: () => onPath('ffprobe') },
  // A platform that takes shows by RTMP, and the benches' peer.
  { package: 'nginx', title: 'nginx', present: () => onPath('nginx') || existsSync('/usr/sbin/nginx') },
  {
    package: 'libnginx-mod-rtmp',
    title: 'nginx-rtmp',
    present: () => existsSync('/usr/lib/nginx/modules/ngx_rtmp_module.so'),
  },
];

/** Debian keeps the server's programs off PATH. */
function debianPostgres() {
  const folder = '/usr/lib/postgresql';
  return existsSync(folder) && readdirSync(folder).some((version) => existsSync(join(folder, version, 'bin', 'postgres')));
}

export const installTestNeeds = () => installMissing(needs);

/** @param names of the Debian packages that a bench and its peers run */
export const installBenchNeeds = (names) => installMissing(needs.filter((need) => names.includes(need.package)));

/** Installs what is missing where it may (root on Debian); otherwise says what to install, and lets the tests speak. */
async function installMissing(needs) {
  const missing = needs.filter((need) => !need.present());
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.package);
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    warn(
      `缺少 missing: ${missing.map((need) => need.title).join(', ')}。请先安装 please install: sudo apt-get install -y ${packages.join(' ')}`,
    );
    return;
  }
  await step(`安装所需 installing ${packages.join(' ')} (apt)`, async () => {
    // RUNLEVEL=1: packages start no services of their own; the tests start theirs on their own ports.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    await capture('apt-get', ['update', '-qq'], { env, timeoutMs: 300_000 });
    const { code, output } = await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      timeoutMs: 900_000,
    });
    if (code !== 0) warn(output.trim().split('\n').slice(-5).join('\n  '));
  });
}
