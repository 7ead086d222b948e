import { z } from 'zod';
import { line } from './primitives.ts';

/** 品牌 of a station, as its clerk sets it. An empty line and no accent are the board's own. */
export const brandChange = z.object({
  line: line(24),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable(),
});
export type BrandChange = z.infer<typeof brandChange>;

export const brandForStaff = z.object({
  line: z.string(),
  accent: z.string().nullable(),
  /** PNG, base64. */
  logo: z.object({ sha256: z.string(), png: z.string(), width: z.int(), height: z.int() }).nullable(),
});
export type BrandForStaff = z.infer<typeof brandForStaff>;

export const mostLogoBytes = 8 * 1024;
export const logoHeightPx = { least: 32, most: 512 };
export const widestLogo = 6;
