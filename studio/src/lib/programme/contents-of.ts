import type { ContentForStaff, ContentsPage } from '#server/contract/programme.ts';
import { api } from '$lib/api.ts';

/** A region's contents, the newest first: so many answers of five hundred, or all that there are; and whether there are more. */
export async function contentsOf(
  region: string,
  { answers = Number.POSITIVE_INFINITY } = {},
): Promise<{ contents: ContentForStaff[]; hasMore: boolean }> {
  const contents = new Map<string, ContentForStaff>();
  let next: string | null | undefined;
  for (let answer = 0; answer < answers && next !== null; answer += 1) {
    const page = await api.get<ContentsPage>('/contents', { region, after: next });
    // Told twice, it is shown once.
    for (const content of page.contents) if (!contents.has(content.id)) contents.set(content.id, content);
    next = page.next;
  }
  return { contents: [...contents.values()], hasMore: next !== null };
}
