// A process of its own: ten thousand phones press at once, each on a connection of its own. Reads one JSON object on stdin:
// {port, postingId, tokens}; writes {tooks: ms[], states: string[]}.
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

interface Order {
  port: number;
  postingId: string;
  tokens: string[];
}

const { port, postingId, tokens } = JSON.parse(await text(process.stdin)) as Order;
const body = JSON.stringify({ postingId });
/** Connections opened at a time beforehand: a listen queue is finite, and its overflow is not what is measured. */
const openingMost = 200;

const sockets: Socket[] = [];
for (let start = 0; start < tokens.length; start += openingMost)
  sockets.push(...(await Promise.all(tokens.slice(start, start + openingMost).map(() => opened()))));

const pressedAt = performance.now();
const answers = await Promise.all(sockets.map((socket, index) => press(socket, tokens[index] ?? '')));
for (const socket of sockets) socket.destroy();
process.stdout.write(JSON.stringify({ tooks: answers.map((answer) => answer.took), states: answers.map((answer) => answer.state) }));

function opened(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

function press(socket: Socket, token: string): Promise<{ took: number; state: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      const state = /"state":"(\w+)"/.exec(said)?.[1];
      if (state !== undefined) resolve({ took: performance.now() - pressedAt, state });
      else if (/"code":"\w+"/.test(said)) reject(new Error(said.slice(0, 600)));
    });
    socket.write(
      `POST /api/grabs HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\ncookie: gangbo_seeker=${token}\r\n\r\n${body}`,
    );
  });
}
