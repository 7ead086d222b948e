import { untrack } from 'svelte';
import type { MinimumWageForStaff } from '#server/contract/desk.ts';
import type { LintFinding } from '#server/contract/posting.ts';
import { lint } from '#server/domain/lint/lint.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { api } from '../api.ts';
import { where } from './where.svelte.ts';
import { todayIn } from './wording.ts';

let wages = $state<MinimumWageForStaff[]>();

/** The same rules that the server applies at saving, run here while somebody types. */
export const deskLint = {
  async load(): Promise<void> {
    // Asked for inside effects, which must not run again, and fill a form anew, because the wages have come.
    if (untrack(() => wages)) return;
    wages = (await api.get<{ wages: MinimumWageForStaff[] }>('/wages')).wages;
  },
  of(facts: PostingFacts, regionCode: string): LintFinding[] {
    const path = where.regions.find((region) => region.code === regionCode)?.path ?? '';
    return lint(facts, { today: todayIn(), regions: path.split('/').filter(Boolean).reverse(), minimumWages: wages ?? [] });
  },
};
