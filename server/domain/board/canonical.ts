/**
 * Canonical JSON (RFC 8785): what signer and verifier turn into bytes must be the same to the last one. ECMAScript's own
 * number and string serialisation is what the standard asks for; members are sorted by UTF-16 code units, which is
 * what `sort` does. Absent members stay absent.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** @param written texts of objects that were written before: a thousand boards share their rows */
export function canonicalJson(value: unknown, written?: WeakMap<object, string>): string {
  if (typeof value === 'object' && value !== null) {
    const known = written?.get(value);
    if (known !== undefined) return known;
    return Array.isArray(value) ? canonicalArray(value, written) : canonicalObject(value as Record<string, unknown>, written);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('RFC 8785 has no NaN or Infinity');
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`a ${typeof value} has no JSON form`);
  return text;
}

function canonicalArray(value: readonly unknown[], written?: WeakMap<object, string>): string {
  let text = '[';
  for (let i = 0; i < value.length; i += 1) text += (i === 0 ? '' : ',') + canonicalJson(value[i], written);
  return `${text}]`;
}

function canonicalObject(value: Record<string, unknown>, written?: WeakMap<object, string>): string {
  let text = '';
  for (const name of inOrder(Object.keys(value))) {
    const member = value[name];
    if (member === undefined) continue;
    text += (text === '' ? '' : ',') + quoted(name) + canonicalJson(member, written);
  }
  return `{${text}}`;
}

/** What a verifier has parsed is in order already. */
function inOrder(names: string[]): string[] {
  for (let i = 1; i < names.length; i += 1) if ((names[i - 1] ?? '') > (names[i] ?? '')) return names.sort();
  return names;
}

/** A manifest has some forty names, a thousand times each. Bounded, because a verifier reads what anybody may have written. */
const quotedNames = new Map<string, string>();
const mostNames = 500;

function quoted(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(name)}:`;
  if (quotedNames.size < mostNames) quotedNames.set(name, text);
  return text;
}
