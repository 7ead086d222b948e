import { X509Certificate } from 'node:crypto';
import { resolver } from 'hono-openapi';
import { type TrustAnswer, trustAnswer } from '../contract/trust.ts';
import { describe, openUnasked, type RouteContext, routes } from './env.ts';
import { mobileConfig } from './tls/mobile-config.ts';
import type { TrustAnchor } from './tls/server-tls.ts';

export interface Trust {
  httpsPort: number | undefined;
  /** Asked at each request: the root may be renewed while the server runs. */
  anchor(): TrustAnchor | undefined;
}

const why = 'a device that does not trust us yet has no way to prove who it is';

const certificate = (summary: string) =>
  describe({
    summary,
    tags: ['trust'],
    responses: { 200: { description: summary }, 404: { description: 'This server has no authority of its own' } },
  });

/** What a screen, laptop or phone installs to open this server's HTTPS pages without a warning. */
export const trustRoutes = (trust: Trust) =>
  routes()
    .get(
      '/',
      openUnasked(why),
      describe({
        summary: 'The HTTPS port, and the fingerprint of the local certificate authority',
        tags: ['trust'],
        responses: {
          200: { description: 'How to come to a secure page', content: { 'application/json': { schema: resolver(trustAnswer) } } },
        },
      }),
      (c) => {
        const fingerprint = trust.anchor()?.fingerprint;
        const answer: TrustAnswer = {
          ...(trust.httpsPort === undefined ? {} : { httpsPort: trust.httpsPort }),
          ...(fingerprint === undefined ? {} : { fingerprint }),
        };
        return c.json(answer);
      },
    )
    .get('/root.crt', openUnasked(why), certificate('The root certificate (DER)'), (c) =>
      file(c, trust, { name: 'gangbo-root.crt', type: 'application/x-x509-ca-cert', make: (der) => der }),
    )
    .get('/root.pem', openUnasked(why), certificate('The root certificate (PEM)'), (c) =>
      file(c, trust, { name: 'gangbo-root.pem', type: 'application/x-pem-file', make: (_, { rootPem }) => Buffer.from(rootPem) }),
    )
    .get('/root.mobileconfig', openUnasked(why), certificate('The root certificate as an iOS profile'), (c) =>
      file(c, trust, {
        name: 'gangbo.mobileconfig',
        type: 'application/x-apple-aspen-config',
        make: (der) => Buffer.from(mobileConfig(der)),
      }),
    );

interface FileAsked {
  name: string;
  type: string;
  make: (der: Buffer, anchor: TrustAnchor) => Buffer;
}

function file(c: RouteContext, trust: Trust, { name, type, make }: FileAsked) {
  const anchor = trust.anchor();
  if (!anchor) return c.notFound();
  const bytes = make(new X509Certificate(anchor.rootPem).raw, anchor);
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  });
}
