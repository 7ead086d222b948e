import type { LintUrgent, NoticeFinding } from '#server/contract/notice-lint.ts';
import type { SaveContent } from '#server/contract/programme.ts';
import { api } from '$lib/api.ts';

type Asked = { path: '/screens/takeovers/lint'; body: LintUrgent } | { path: '/contents/lint'; body: SaveContent };

/** Somebody still types. */
const quietMs = 600;

/** What the glass that a notice is meant for could not show of it. Asked of the server, which knows the glass, whenever the words have rested. */
export class NoticeLint {
  findings = $state.raw<NoticeFinding[]>([]);
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly blocks = $derived(this.findings.some(({ severity }) => severity === 'block'));

  /** `undefined`: there is nothing yet to ask about. */
  ask(wanted: Asked | undefined): void {
    const asked = wanted === undefined ? '' : JSON.stringify(wanted);
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    if (wanted === undefined) this.findings = [];
    else this.#timer = setTimeout(() => void this.#hear(asked, wanted), quietMs);
  }

  async #hear(asked: string, { path, body }: Asked): Promise<void> {
    try {
      const { findings } = await api.post<{ findings: NoticeFinding[] }>(path, body);
      if (asked === this.#asked) this.findings = findings;
    } catch {
      // Half-typed words are no notice yet; and what blocks is asked again at sending.
      if (asked === this.#asked) this.findings = [];
    }
  }
}
