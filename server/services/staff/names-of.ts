import { inArray } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { apiTokens } from '../../db/schema/tokens.ts';

const tokenPrefix = 'token:';

/** Names of whoever wrote or approved, as they are stored: a user's id, or `token:ID` of a program. Whom nobody knows any more stays without a name. */
export async function namesOfPeople(db: Database | Tx, people: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(people)];
  const tokenIds = wanted.flatMap((id) => (id.startsWith(tokenPrefix) ? [id.slice(tokenPrefix.length)] : []));
  const users = wanted.length === 0 ? [] : await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, wanted));
  const tokens =
    tokenIds.length === 0
      ? []
      : await db.select({ id: apiTokens.id, name: apiTokens.name }).from(apiTokens).where(inArray(apiTokens.id, tokenIds));
  return new Map([
    ...users.map(({ id, name }): [string, string] => [id, name]),
    ...tokens.map(({ id, name }): [string, string] => [`${tokenPrefix}${id}`, name]),
  ]);
}
