import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { CertifiedNames } from './addresses.ts';
import { issueLeaf, issueRoot, type KeyedCertificate } from './issue.ts';
import { contains, type Reach, reachFor } from './name-constraints.ts';

export interface LocalAuthority {
  /** What a screen or laptop installs. */
  rootPem: string;
  /** SHA-256 of the root, `AB:CD:…`: read out on the phone, compared by eye. */
  fingerprint: string;
  /** What the server presents: leaf and root, PEM. */
  cert: string;
  key: string;
  expiresAt: Temporal.Instant;
  /** `true`: this call issued a new certificate. */
  renewed: boolean;
  /** `true`: the root is new too, and devices have to install it (again). */
  rootRenewed: boolean;
}

interface Clock {
  now(): Temporal.Instant;
}

const renewBefore = { hours: 24 * 30 };

/**
 * The station's own certificate authority in `DATA_DIR/tls`: made at the first start, its server certificate issued again a month
 * before it expires and whenever the machine gets another address. Call it again at any time; it changes only what must change.
 *
 * The root lasts, since every device had to install it by hand. It is replaced only near its end, or when the machine moves
 * to a public address that its name constraints do not cover.
 */
export async function localAuthority(dataDir: string, clock: Clock, names: CertifiedNames): Promise<LocalAuthority> {
  const shelf = new Shelf(join(dataDir, 'tls'));
  await shelf.open();
  const now = clock.now();

  const storedRoot = await shelf.read('root');
  const reach = await shelf.readReach();
  const keepRoot = storedRoot && reach && contains(reach, names) && lasts(storedRoot.cert, now);
  const root = keepRoot ? storedRoot : await newRoot(shelf, now, names);

  const storedLeaf = keepRoot ? await shelf.read('server') : undefined;
  const keepLeaf = storedLeaf && lasts(storedLeaf.cert, now) && isFor(storedLeaf.cert, names);
  const leaf = keepLeaf ? storedLeaf : await issueLeaf({ now, root, names });
  if (!keepLeaf) await shelf.write('server', leaf);

  return {
    rootPem: root.cert,
    fingerprint: new X509Certificate(root.cert).fingerprint256,
    cert: `${leaf.cert.trim()}\n${root.cert.trim()}\n`,
    key: leaf.key,
    expiresAt: expiryOf(leaf.cert),
    renewed: !keepLeaf,
    rootRenewed: !keepRoot,
  };
}

async function newRoot(shelf: Shelf, now: Temporal.Instant, names: CertifiedNames): Promise<KeyedCertificate> {
  const reach = reachFor(names);
  const day = now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
  const root = await issueRoot({ now, name: `Gangbo ${hostname()} ${day}`, reach });
  await shelf.write('root', root);
  await shelf.writeReach(reach);
  return root;
}

const expiryOf = (pem: string) => Temporal.Instant.fromEpochMilliseconds(new X509Certificate(pem).validToDate.getTime());

const lasts = (pem: string, now: Temporal.Instant) => Temporal.Instant.compare(expiryOf(pem), now.add(renewBefore)) > 0;

/** Every name of today is on it; names of yesterday may stay. */
function isFor(pem: string, { addresses, hostnames }: CertifiedNames): boolean {
  const cert = new X509Certificate(pem);
  return addresses.every((address) => cert.checkIP(address)) && hostnames.every((name) => cert.checkHost(name));
}

/** Certificates and keys as files that nobody but the server's user can read. */
class Shelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await chmod(this.#folder, 0o700);
  }

  async read(name: string): Promise<KeyedCertificate | undefined> {
    const [cert, key] = await Promise.all([this.#text(`${name}.crt`), this.#text(`${name}.key`)]);
    return cert === undefined || key === undefined ? undefined : { cert, key };
  }

  /** Key first: a certificate without its key is the state that `read` takes for nothing. */
  async write(name: string, { cert, key }: KeyedCertificate): Promise<void> {
    await this.#put(`${name}.key`, key);
    await this.#put(`${name}.crt`, cert);
  }

  async readReach(): Promise<Reach | undefined> {
    const text = await this.#text('reach.json');
    return text === undefined ? undefined : (JSON.parse(text) as Reach);
  }

  writeReach(reach: Reach): Promise<void> {
    return this.#put('reach.json', `${JSON.stringify(reach, null, 2)}\n`);
  }

  async #text(name: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#folder, name), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async #put(name: string, text: string): Promise<void> {
    const draft = join(this.#folder, `${name}.new`);
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, join(this.#folder, name));
  }
}
