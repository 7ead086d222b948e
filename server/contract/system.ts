import { z } from 'zod';

/** What an administrator looks at first: addresses, what is missing, and how to get it. */
export const systemView = z.object({
  mode: z.enum(['embedded', 'standard']),
  version: z.string(),
  publicUrl: z.string(),
  publicUrlDeclared: z.boolean(),
  secureUrl: z.string(),
  /** First time that another device opened a page; null: none has. */
  deviceSeenAt: z.string().nullable(),
  smsAvailable: z.boolean(),
  dependencies: z.record(
    z.string(),
    z.object({
      state: z.enum(['ready', 'starting', 'missing', 'failed']),
      detail: z.string().optional(),
      counts: z.object({ waiting: z.int(), active: z.int(), failed: z.int() }).optional(),
    }),
  ),
});
export type SystemView = z.infer<typeof systemView>;
