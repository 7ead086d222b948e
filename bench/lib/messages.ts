import type { ChildProcess } from 'node:child_process';

/** Epoch milliseconds with fractions: the same clock in every process of the run. */
export const nowMs = () => performance.timeOrigin + performance.now();

export interface Cpu {
  userMs: number;
  systemMs: number;
}

export function cpuMs(since?: NodeJS.CpuUsage): Cpu {
  const { user, system } = process.cpuUsage(since);
  return { userMs: user / 1_000, systemMs: system / 1_000 };
}

/** Asks a child process and waits for its answer of the same kind. A child that ends is an error, not a wait. */
export function ask<T>(child: ChildProcess, message: { do: string } & Record<string, unknown>): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = () => {
      child.off('message', heard);
      child.off('exit', ended);
    };
    const heard = (answer: unknown) => {
      if (typeof answer !== 'object' || answer === null || !('did' in answer) || answer.did !== message.do) return;
      done();
      resolve(answer as T);
    };
    const ended = (code: number | null) => {
      done();
      reject(new Error(`a process of the bench ended with ${code} while it was asked to ${message.do}`));
    };
    child.on('message', heard);
    child.once('exit', ended);
    child.send(message);
  });
}

/** Lets a child end in order, and ends it where it can't; in a bench that has failed already, what it says of that is told and not thrown. */
export async function dismiss(child: ChildProcess): Promise<void> {
  if (child.connected) {
    await ask(child, { do: 'stop' }).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
    });
  }
  child.kill();
}

/** The other side: one handler a question; what it returns is the answer. */
export function answering(handlers: Record<string, (message: Record<string, unknown>) => Promise<object> | object>): void {
  process.on('message', (message: { do: string } & Record<string, unknown>) => {
    void (async () => {
      const answer = await handlers[message.do]?.(message);
      process.send?.({ ...answer, did: message.do });
    })();
  });
  process.once('disconnect', () => process.exit(0));
}
