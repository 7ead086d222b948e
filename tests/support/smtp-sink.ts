import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface SmtpSink {
  port: number;
  /** Each letter as it came over the wire. */
  letters: { to: string; data: string }[];
  /** The next one is refused for the moment (RFC 5321 §4.2.2: 451). */
  refuseNext(): void;
  close(): void;
}

/** A mail server that keeps what it is given: enough of RFC 5321 for one letter a connection. */
export async function smtpSink(): Promise<SmtpSink> {
  const letters: SmtpSink['letters'] = [];
  let refusing = false;
  const server = createServer((socket) => serve(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function serve(socket: Socket): void {
    let to = '';
    let data: string | undefined;
    let rest = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 sink ESMTP');
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: string) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        take(line);
      }
    });
    function take(line: string): void {
      if (data !== undefined) {
        if (line !== '.') data += `${line}\n`;
        else {
          letters.push({ to, data });
          data = undefined;
          say('250 kept');
        }
        return;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') {
        if (refusing) {
          refusing = false;
          say('451 come again');
          return;
        }
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      }
      if (verb === 'DATA') {
        data = '';
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    }
  }

  return {
    port: (server.address() as AddressInfo).port,
    letters,
    refuseNext: () => {
      refusing = true;
    },
    close: () => void server.close(),
  };
}
