import { and, eq, type SQLWrapper, sql } from 'drizzle-orm';
import { auditEntries } from '../../db/schema/records.ts';

/** Entries by which a content was given this picture or film, whatever it names by now. */
export const onceNamed = (sha256: SQLWrapper | string) =>
  and(eq(auditEntries.area, 'programme'), eq(sql`${auditEntries.after} #>> '{facts,asset}'`, sha256));
