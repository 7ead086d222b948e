// @peculiar/x509 finds its algorithms through tsyringe, which wants this first.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Temporal } from 'temporal-polyfill';
import type { CertifiedNames } from './addresses.ts';
import { nameConstraints, type Reach } from './name-constraints.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate and its private key, both PEM. */
export interface KeyedCertificate {
  cert: string;
  key: string;
}

/**
 * Boxes without a battery wake up in the past: what is issued today is valid for some time back. Leaves live 397 days in all, the
 * longest that every browser takes.
 */
const life = {
  root: { backHours: 24 * 365, aheadHours: 24 * 3650 },
  leaf: { backHours: 24 * 30, aheadHours: 24 * 367 },
};

/** A root that can sign only for this reach, and no further authority (pathlen 0). */
export async function issueRoot({ now, name, reach }: { now: Temporal.Instant; name: string; reach: Reach }): Promise<KeyedCertificate> {
  const keys = await newKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [name] }, { O: ['Gangbo'] }],
    ...validity(now, life.root),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      nameConstraints(reach),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: cert.toString('pem'), key: await pemOf(keys.privateKey) };
}

/** A server certificate for these names. */
export async function issueLeaf({
  now,
  root,
  names,
}: {
  now: Temporal.Instant;
  root: KeyedCertificate;
  names: CertifiedNames;
}): Promise<KeyedCertificate> {
  const keys = await newKeys();
  const authority = new X509Certificate(root.cert);
  const signingKey = await keyFrom(root.key);
  const cert = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [names.hostnames.find((host) => host !== 'localhost') ?? 'gangbo'] }],
    issuer: authority.subjectName,
    ...validity(now, life.leaf),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...names.hostnames.map((value) => ({ type: 'dns' as const, value })),
        ...names.addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: cert.toString('pem'), key: await pemOf(keys.privateKey) };
}

function validity(now: Temporal.Instant, { backHours, aheadHours }: { backHours: number; aheadHours: number }) {
  const date = (instant: Temporal.Instant) => new Date(instant.epochMilliseconds);
  return { notBefore: date(now.subtract({ hours: backHours })), notAfter: date(now.add({ hours: aheadHours })) };
}

const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** 16 random bytes, positive and without a leading zero byte, as RFC 5280 §4.1.2.2 asks. */
function newSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

async function pemOf(key: CryptoKey): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

function keyFrom(pem: string): Promise<CryptoKey> {
  const [der] = PemConverter.decode(pem);
  if (!der) throw new Error('no private key in the PEM text');
  return crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}
