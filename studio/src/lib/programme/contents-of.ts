import { type ContentForStaff, mostContents } from '#server/contract/programme.ts';
import { api } from '$lib/api.ts';

/** A region's contents, the newest first: so many answers of five hundred, or all that there are. */
export async function contentsOf(region: string, { answers = Number.POSITIVE_INFINITY } = {}): Promise<ContentForStaff[]> {
  const contents: ContentForStaff[] = [];
  for (let answer = 0; answer < answers; answer += 1) {
    const found = (await api.get<{ contents: ContentForStaff[] }>('/contents', { region, after: contents.at(-1)?.id })).contents;
    contents.push(...found);
    if (found.length < mostContents) break;
  }
  return contents;
}
