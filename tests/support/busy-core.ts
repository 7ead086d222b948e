import { type ChildProcess, spawn } from 'node:child_process';

/** Work that takes a share of one core, in a process of its own: 50 ms of turning, and rest in proportion. */
export function loadCore(share: number): { stop(): void } {
  const loop = `const t=50,r=t*(1/${share}-1);(function go(){const e=performance.now()+t;while(performance.now()<e);setTimeout(go,r)})()`;
  const child: ChildProcess = spawn(process.execPath, ['-e', loop], { stdio: 'ignore' });
  return { stop: () => void child.kill() };
}
