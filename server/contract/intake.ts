import { z } from 'zod';
import { type ColumnMapping, columnFields } from '../domain/intake/table/columns.ts';

/** What the columns of one sheet mean: found by the intake, shown in the preview, edited there and sent back. */
export const columnMapping = z.object({
  /** First and last header row, from 1; 0 and 0 where the table has none. */
  headerFrom: z.int().min(0).max(1_048_576),
  headerTo: z.int().min(0).max(1_048_576),
  columns: z
    .array(
      z.object({
        /** From 0. */
        column: z.int().min(0).max(199),
        header: z.string().max(200),
        field: z.enum(columnFields),
        confidence: z.enum(['header', 'content', 'chosen']),
      }),
    )
    .max(200),
}) satisfies z.ZodType<ColumnMapping>;

/** By sheet name. */
export const columnMappings = z.record(z.string().max(200), columnMapping);
