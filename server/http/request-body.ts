import type { RouteContext } from './env.ts';

/** The body as it arrives, chunk by chunk: an upload is never held in memory. */
export async function* bodyOf(c: RouteContext): AsyncGenerator<Uint8Array> {
  const body = c.req.raw.body;
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Refused in the middle: the rest is not waited for.
    await reader.cancel();
  }
}
