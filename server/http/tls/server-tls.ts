import { readFile } from 'node:fs/promises';
import { setInterval } from 'node:timers';
import type { SecureContextOptions } from 'node:tls';
import type { Clock } from '../../services/clock.ts';
import type { Log } from '../../services/log.ts';
import { certifiedNames } from './addresses.ts';
import { type LocalAuthority, localAuthority } from './local-authority.ts';

export interface TlsSettings {
  dataDir: string;
  /** TLS_CERT and TLS_KEY: then there is no local authority, and nothing to install. */
  declared: { certFile: string; keyFile: string } | undefined;
  publicUrl: string | undefined;
}

/** What a device has to install before it takes our certificate for good. */
export interface TrustAnchor {
  rootPem: string;
  fingerprint: string;
}

interface SecureServer {
  setSecureContext(options: SecureContextOptions): void;
}

const checkEveryMs = 10 * 60_000;

/**
 * The certificate of the HTTPS server, and whoever vouches for it. It closes once and looks after itself until then: a renewed file, a
 * new address or a near expiry reaches the running server without a restart.
 */
export class ServerTls {
  readonly #settings: TlsSettings;
  readonly #clock: Clock;
  readonly #log: Log;
  #material: { cert: string; key: string };
  #anchor: TrustAnchor | undefined;
  #timer: NodeJS.Timeout | undefined;

  static async open(settings: TlsSettings, { clock, log }: { clock: Clock; log: Log }): Promise<ServerTls> {
    const tls = new ServerTls(settings, { clock, log });
    await tls.refresh();
    return tls;
  }

  private constructor(settings: TlsSettings, { clock, log }: { clock: Clock; log: Log }) {
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
    this.#material = { cert: '', key: '' };
  }

  /** For `https.createServer`. */
  get material(): { cert: string; key: string } {
    return this.#material;
  }

  /** `undefined`: the certificate was declared, and devices trust it already. */
  get anchor(): TrustAnchor | undefined {
    return this.#anchor;
  }

  /** Keeps this server's certificate fresh until `close`. */
  watch(server: SecureServer): void {
    this.#timer ??= setInterval(() => void this.#renew(server), checkEveryMs).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** @returns whether there is another certificate than before */
  async refresh(): Promise<boolean> {
    const before = this.#material.cert;
    const { declared } = this.#settings;
    if (declared) {
      const [cert, key] = await Promise.all([readFile(declared.certFile, 'utf8'), readFile(declared.keyFile, 'utf8')]);
      this.#material = { cert, key };
    } else {
      const authority = await localAuthority(this.#settings.dataDir, this.#clock, certifiedNames(this.#settings));
      this.#material = { cert: authority.cert, key: authority.key };
      this.#anchor = { rootPem: authority.rootPem, fingerprint: authority.fingerprint };
      this.#tell(authority);
    }
    return this.#material.cert !== before;
  }

  /** A failure leaves the old certificate in service, and is tried again with the next tick. */
  async #renew(server: SecureServer): Promise<void> {
    try {
      if (await this.refresh()) server.setSecureContext(this.#material);
    } catch (error) {
      this.#log.error({ err: error }, 'the HTTPS certificate could not be renewed');
    }
  }

  #tell({ rootRenewed, renewed, fingerprint, expiresAt }: LocalAuthority): void {
    if (rootRenewed) this.#log.warn({ fingerprint }, 'a new local certificate authority: devices install it from /trust');
    else if (renewed) this.#log.info({ expiresAt: expiresAt.toString() }, 'the HTTPS certificate was issued anew');
  }
}
