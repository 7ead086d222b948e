import { drizzleAdapter } from '@better-auth/drizzle-adapter';
import { betterAuth } from 'better-auth';
import { username } from 'better-auth/plugins';
import { password } from '../../contract/staff.ts';
import type { Database } from '../../db/driver.ts';
import { account, session, user, verification } from '../../db/schema/auth.ts';

/**
 * better-auth answers one question only: who is signed in. It has no open sign-up (accounts come from invitations), and what
 * somebody may do stands in `staff_grants`.
 */
export function createStaffAuth(options: { db: Database; secret: string; trustedOrigins: string[] }) {
  return betterAuth({
    basePath: '/api/auth',
    secret: options.secret,
    database: drizzleAdapter(options.db, { provider: 'pg', schema: { user, session, account, verification } }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: password.minLength ?? 10,
      maxPasswordLength: password.maxLength ?? 128,
    },
    plugins: [username({ usernameValidator: (name) => /^[a-z0-9][a-z0-9._-]{2,29}$/.test(name) })],
    session: { expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 24 },
    // Ten tries a minute and address: a typist's mistakes pass, guessing does not.
    rateLimit: {
      enabled: true,
      window: 60,
      max: 100,
      customRules: { '/sign-in/username': { window: 60, max: 10 }, '/sign-in/email': { window: 60, max: 10 } },
    },
    trustedOrigins: (request) => [...options.trustedOrigins, ...(request ? [new URL(request.url).origin] : [])],
    advanced: { cookiePrefix: 'gangbo', ipAddress: { ipAddressHeaders: ['x-gangbo-client'] } },
    telemetry: { enabled: false },
    // It warns at each start that its base address is read from the request; that is what a LAN with several addresses needs.
    logger: { level: 'error' },
  });
}

export type StaffAuth = ReturnType<typeof createStaffAuth>;
