import type { LintFinding } from '#server/contract/posting.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import type { PublicationTarget } from '#server/domain/publication/reach.ts';
import { api } from '../api.ts';

interface Asked {
  regionCode: string;
  facts: PostingFacts;
  /** Where; when and how urgently is nothing to a glass. */
  publications?: readonly { target: PublicationTarget }[];
}

/** Somebody still types. */
const quietMs = 600;

/** What the screens that a posting would reach could not show of it. Asked of the server, which knows them, whenever the words have rested. */
export class GlassLint {
  findings = $state.raw<LintFinding[]>([]);
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  ask(wanted: Asked): void {
    const asked = JSON.stringify(wanted);
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    if (wanted.regionCode === '' || wanted.facts.trade === '') {
      this.findings = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#hear(asked), quietMs);
  }

  async #hear(asked: string): Promise<void> {
    try {
      const { findings } = await api.post<{ findings: LintFinding[] }>('/postings/on-glass', JSON.parse(asked));
      if (asked === this.#asked) this.findings = findings;
    } catch {
      // Half-typed facts are no posting yet; and what blocks is asked again at saving.
      if (asked === this.#asked) this.findings = [];
    }
  }
}
