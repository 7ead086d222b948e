/** PostgreSQL, Appendix A: a unique index says no. */
const uniqueViolation = '23505';

/** Whether a statement failed because the same is there already. Drizzle wraps what the driver says, PGlite's as well as pg's. */
export function isUniqueViolation(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if ('code' in at && at.code === uniqueViolation) return true;
  return false;
}
