import { z } from 'zod';
import { id } from './primitives.ts';

/** Whom a demo tab can be. */
export const demoRole = z.enum(['admin', 'approver', 'clerk', 'host']);

/** The device's public key, as in a real pairing. */
export const demoPairing = z.object({ publicKey: z.string().min(80).max(200) });

/** `adoption` is shown whenever a session is opened. */
export const demoPaired = z.object({ screenId: id, adoption: z.string() });

/** What /demo needs to tell its story. */
export const demoStory = z.object({
  lanUrl: z.string(),
  screens: z.array(z.object({ id, name: z.string(), station: z.string(), widthPx: z.int(), heightPx: z.int(), kind: z.string() })),
  /** The first wall to open. */
  wallId: id.nullable(),
  /** A chat post with a deposit in it, to paste. */
  chatPost: z.string(),
  episodeId: id.nullable(),
  showSlug: z.string().nullable(),
});
export type DemoStory = z.infer<typeof demoStory>;
