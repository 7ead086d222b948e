// The line that loses packets, in a process of its own, so that its work is nobody else's.
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
  counted: () => line?.counted() ?? {},
});
