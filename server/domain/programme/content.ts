import type { NoticeTopic } from '../board/manifest.ts';
import type { ProgrammeTarget } from './target.ts';

/** What a piece of content says, as two people see it before it hangs anywhere. */
export type ContentFacts = ContentFrame &
  (
    | { kind: 'picture'; asset: string; fit: 'contain' | 'cover'; seconds: number }
    | { kind: 'film'; asset: string; fit: 'contain' | 'cover'; soundOn: boolean }
    | { kind: 'notice'; topic: NoticeTopic; paragraphs: string[]; url?: string | undefined }
  );

interface ContentFrame {
  title: string;
  /** Who says so, or where it comes from: asked of everything that hangs in public. */
  source: string;
  /** None: every screen of its region. */
  targets: ProgrammeTarget[];
  /** ISO 8601: shown from, and never at or after. */
  from?: string | undefined;
  until?: string | undefined;
}

export const assetOf = (facts: ContentFacts): string | undefined => (facts.kind === 'notice' ? undefined : facts.asset);
