// The line that loses packets and takes its time, in a process of its own, so that its work is nobody else's.
import { type LossyLine, openLossyLine } from '#tests/support/lossy-line.ts';
import { answering } from '../lib/messages.ts';

let line: LossyLine | undefined;

answering({
  async open({ port }) {
    line = await openLossyLine(Number(port));
    return { port: line.port };
  },
  lose({ share }) {
    line?.lose(Number(share));
    return {};
  },
  delay({ ms, jitterMs }) {
    line?.delay({ ms: Number(ms), jitterMs: Number(jitterMs) });
    return {};
  },
  counted: () => line?.counted() ?? {},
});
