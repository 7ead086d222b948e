import { getCookie } from 'hono/cookie';
import { z } from 'zod';
import { codeCheck, codeRequest, codeSent } from '../contract/grabs.ts';
import { knownLink } from '../services/links/find-link.ts';
import { recordScan } from '../services/links/record-scan.ts';
import { checkCode } from '../services/seekers/check-code.ts';
import { requestCode } from '../services/seekers/request-code.ts';
import { endSession, seekerCookie } from '../services/seekers/session.ts';
import { whoAmI } from '../services/seekers/who-am-i.ts';
import { deskDocs } from './desk-docs.ts';
import { input, open, routes } from './env.ts';
import { giveSession, takeSession } from './seeker-cookie.ts';
import { visitorOf } from './visitor.ts';

const docs = deskDocs('seekers');
const me = z.object({ signedIn: z.boolean(), proved: z.boolean(), phoneMasked: z.string().nullable(), smsAvailable: z.boolean() });

export const seekersRoutes = () =>
  routes()
    .get('/me', open('a page asks who it is talking to'), docs('Who this browser is', { schema: me }), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await whoAmI(c.var.context, c.var.actor));
    })
    .post(
      '/codes',
      open('who asks for a code is not known yet; limited by phone, link and address'),
      input('json', codeRequest),
      docs('Text a one-time code', { schema: codeSent }),
      async (c) => {
        const { phone, link } = c.req.valid('json');
        return c.json(await requestCode(c.var.context, { phone, linkCode: link, clientAddress: c.var.clientAddress }));
      },
    )
    .post(
      '/sessions',
      open('the code is the proof; five tries, and limited by address'),
      input('json', codeCheck.extend({ link: codeRequest.shape.link })),
      docs('Prove the phone; the session is a cookie'),
      async (c) => {
        const { phone, code, link } = c.req.valid('json');
        const { context, actor, clientAddress } = c.var;
        giveSession(c, await checkCode(context, actor, { phone, code, clientAddress }));
        const scanned = await knownLink(context, link);
        if (scanned) await recordScan(context, { link: scanned, step: 'verify', postingId: undefined }, visitorOf(c));
        return c.body(null, 204);
      },
    )
    .delete('/sessions', open('ends the session of this browser, if there is one'), docs('Forget this browser'), async (c) => {
      const cookie = getCookie(c, seekerCookie);
      if (cookie !== undefined) await endSession(c.var.context, cookie);
      takeSession(c);
      return c.body(null, 204);
    });
