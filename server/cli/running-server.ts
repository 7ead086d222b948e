import { readConfig } from '../config.ts';
import type { ProblemBody } from '../contract/problems.ts';
import { readHolder } from '../db/lock.ts';
import { makeCliPass } from '../services/staff/cli-pass.ts';
import { vaultFromConfig } from '../services/vault-keys.ts';

/** The server said no, or nobody answered; the message tells what to do. */
export class ServerRefused extends Error {}

/** Calls the running server in the name of a member of staff: the database belongs to it alone. */
export async function runningServer(username: string) {
  const config = readConfig();
  const base = readHolder(config.dataDir)?.url ?? `http://127.0.0.1:${config.http.port}`;
  const vault = await vaultFromConfig(config.keys);
  return {
    async call<T>(method: string, path: string, body?: Uint8Array<ArrayBuffer> | object): Promise<T> {
      const raw = body instanceof Uint8Array;
      const response = await fetch(`${base}/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${makeCliPass(vault, username, Date.now())}`,
          ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
      }).catch((cause: unknown) => {
        throw new ServerRefused(`服务没有运行，请先 npm start · no server answers at ${base}: npm start first`, { cause });
      });
      if (response.ok) return (await response.json()) as T;
      throw new ServerRefused(((await response.json()) as ProblemBody).message);
    },
  };
}
