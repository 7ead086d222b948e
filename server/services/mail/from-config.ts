import { createTransport } from 'nodemailer';
import type { MailConfig } from '../../config.ts';
import { MailFailure, type MailPort } from './port.ts';

const timeoutMs = 10_000;

export function mailFromConfig(config: MailConfig | undefined): MailPort {
  return config === undefined ? noMail : smtpMail(config);
}

const noMail: MailPort = {
  available: false,
  async send() {
    throw new MailFailure('no-mail-server');
  },
};

/** SMTP (RFC 5321). Each letter has a connection of its own: an alert is seldom, and a kept connection is dead by then. */
function smtpMail({ host, port, security, login, from }: MailConfig): MailPort {
  return {
    available: true,
    async send({ to, subject, text, id }) {
      const transport = createTransport({
        host,
        port,
        secure: security === 'tls',
        requireTLS: security === 'starttls',
        ignoreTLS: security === 'none',
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        // Nothing of a letter may name a file or an address to be fetched.
        disableFileAccess: true,
        disableUrlAccess: true,
        ...(login && { auth: { user: login.user, pass: login.mailPassword } }),
      });
      try {
        await transport.sendMail({
          from: { name: '岗播 Gangbo', address: from },
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${from.split('@')[1]}>`,
        });
      } catch (error) {
        const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
        throw new MailFailure(String(responseCode ?? code ?? 'unknown'), { cause: error });
      } finally {
        transport.close();
      }
    },
  };
}
