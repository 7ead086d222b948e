import { z } from 'zod';

/** How a device comes to a secure page of this server (GET /api/trust). */
export const trustAnswer = z.object({
  /** Absent: no HTTPS here. */
  httpsPort: z.number().int().optional(),
  /** SHA-256 of the local authority's root, `AB:CD:…`. Absent: the certificate was declared, and devices trust it already. */
  fingerprint: z.string().optional(),
});
export type TrustAnswer = z.infer<typeof trustAnswer>;
