import { fold } from '../intake/text/clean-text.ts';
import type { PostingFacts } from '../posting/facts.ts';
import { find16To18, findUnder16, findUpperAges } from './match/ages.ts';
import { findKeptDocuments } from './match/documents.ts';
import { findFees } from './match/fees.ts';
import { findFormulas, findLinks, findLures, findMessengers, findScamSigns, findUnpaidTrials, findWithheldWages } from './match/lures.ts';
import {
  findCarrierLimits,
  findDisabilityLimits,
  findEthnicLimits,
  findMaritalLimits,
  findRegistrationLimits,
  findRegistrationWishes,
  findReligiousLimits,
  findSexLimits,
} from './match/persons.ts';
import type { Span } from './match/span.ts';
import { compareWithMinimum, type MinimumWage } from './minimum-wage.ts';
import { type Rule, type RuleCode, rules, type Severity } from './rules.ts';
import type { LegalSource } from './sources.ts';

/** What the lint says of one place in a posting. The same shape crosses the wire (contract LintFinding). */
export interface Finding {
  rule: RuleCode;
  severity: Severity;
  /** 'title', 'requirements.2', 'pay' …: where to look and what to mend. */
  field: string;
  /** UTF-16 offsets in that field's text, and the words themselves; absent where something is missing. */
  span?: { start: number; end: number; text: string };
  source?: LegalSource;
  explanation: { zh: string; en: string };
  fix?: { zh: string; en: string };
}

export interface LintContext {
  /** YYYY-MM-DD in the station's zone. */
  today: string;
  /** Figures an administrator has entered; without them pay is compared with nothing. */
  minimumWages?: readonly MinimumWage[];
  /** The posting's region and those above it, nearest first. */
  regions?: readonly string[];
}

const textRules: { rule: RuleCode; find: (text: string) => Span[] }[] = [
  { rule: 'FEE', find: findFees },
  { rule: 'KEPT_DOCUMENTS', find: findKeptDocuments },
  { rule: 'UNDER_16', find: findUnder16 },
  { rule: 'SEX', find: findSexLimits },
  { rule: 'MARITAL_STATE', find: findMaritalLimits },
  { rule: 'ETHNICITY', find: findEthnicLimits },
  { rule: 'RELIGION', find: findReligiousLimits },
  { rule: 'DISABILITY', find: findDisabilityLimits },
  { rule: 'HEALTH_CARRIER', find: findCarrierLimits },
  { rule: 'HOUSEHOLD_LIMIT', find: findRegistrationLimits },
  { rule: 'AGE_16_TO_18', find: find16To18 },
  { rule: 'UPPER_AGE', find: findUpperAges },
  { rule: 'HOUSEHOLD_PREFERENCE', find: findRegistrationWishes },
  { rule: 'LURE', find: findLures },
  { rule: 'SCAM_SIGN', find: findScamSigns },
  { rule: 'UNPAID_TRIAL', find: findUnpaidTrials },
  { rule: 'WAGE_WITHHELD', find: findWithheldWages },
  { rule: 'LINK_IN_TEXT', find: findLinks },
  { rule: 'FORMULA', find: findFormulas },
];
// What names something instead of describing the work: a shop called 女人世界 limits nobody.
const onlyFormulas = textRules.filter(({ rule }) => rule === 'FORMULA' || rule === 'LINK_IN_TEXT');

/** Every finding of a posting, those that block first, in reading order. */
export function lint(facts: PostingFacts, context: LintContext): Finding[] {
  const findings: Finding[] = [];
  for (const { field, text, named } of textsOf(facts)) {
    if (text === undefined || text === '') continue;
    for (const hit of hitsOf(text, named ?? false))
      findings.push(finding(hit.rule, field, { ...hit.span, text: text.slice(hit.span.start, hit.span.end) }));
  }
  findings.push(...missingFacts(facts), ...expired(facts, context), ...belowMinimum(facts, context));
  return findings.sort((a, b) => Number(a.severity === 'warn') - Number(b.severity === 'warn'));
}

/** Lint of one free text (a field while it is typed, a chat post, a notice). */
export function lintText(text: string, field = 'text'): Finding[] {
  return hitsOf(text, false).map(({ rule, span }) => finding(rule, field, { ...span, text: text.slice(span.start, span.end) }));
}

export function blocks(findings: readonly Finding[]): boolean {
  return findings.some((found) => found.severity === 'block');
}

interface Hit {
  rule: RuleCode;
  span: Span;
}

// The conditions of a table repeat from row to row. A pure memo, bounded, of short texts only.
const remembered = new Map<string, readonly Hit[]>();
const mostRemembered = 2_000;
const longestRemembered = 40;

function hitsOf(text: string, named: boolean): readonly Hit[] {
  if (text.length > longestRemembered) return findHits(text, named);
  const key = named ? `\n${text}` : text;
  const known = remembered.get(key);
  if (known) return known;
  const hits = findHits(text, named);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, hits);
  return hits;
}

function findHits(text: string, named: boolean): Hit[] {
  const plain = fold(text);
  return (named ? onlyFormulas : textRules).flatMap(({ rule, find }) => find(plain).map((span) => ({ rule, span })));
}

function textsOf(facts: PostingFacts): { field: string; text: string | undefined; named?: boolean }[] {
  return [
    facts.title === undefined ? { field: 'trade', text: facts.trade } : { field: 'title', text: facts.title },
    { field: 'employer', text: facts.employer, named: true },
    { field: 'pay', text: facts.pay.note },
    { field: 'shift', text: facts.shift.text },
    { field: 'place', text: facts.place, named: true },
    ...facts.requirements.map((text, index) => ({ field: `requirements.${index}`, text })),
    ...facts.benefits.map((text, index) => ({ field: `benefits.${index}`, text })),
    { field: 'description', text: facts.description },
  ];
}

function missingFacts(facts: PostingFacts): Finding[] {
  const found: Finding[] = [];
  if (facts.employer === undefined || facts.employer === '') found.push(finding('NO_EMPLOYER', 'employer'));
  if (facts.phones.length === 0) {
    const words = [facts.description ?? '', facts.contact ?? '', ...facts.requirements].join('\n');
    found.push(finding(findMessengers(fold(words)).length > 0 ? 'MESSENGER_ONLY' : 'PHONE_MISSING', 'phones'));
  }
  const { min, max, unit } = facts.pay;
  if ((min === undefined && max === undefined) || unit === undefined) found.push(finding('PAY_UNCLEAR', 'pay'));
  if (facts.place === undefined || facts.place === '') found.push(finding('PLACE_UNCLEAR', 'place'));
  if (facts.headcount.approximate) found.push(finding('HEADCOUNT_UNCLEAR', 'headcount'));
  return found;
}

function expired(facts: PostingFacts, { today }: LintContext): Finding[] {
  return facts.expiry.kind === 'date' && facts.expiry.on < today ? [finding('EXPIRED', 'expiry')] : [];
}

function belowMinimum(facts: PostingFacts, { today, minimumWages = [], regions = [] }: LintContext): Finding[] {
  const below = compareWithMinimum(facts, minimumWages, regions, today);
  if (!below) return [];
  const { figure, yuan } = below;
  const per = figure.unit === 'hour' ? { zh: '小时', en: 'hour' } : { zh: '月', en: 'month' };
  return [
    {
      ...finding('BELOW_MINIMUM', 'pay'),
      source: { law: figure.source, date: figure.inForceFrom },
      explanation: {
        zh: `折合每${per.zh} ${yuan} 元，低于当地最低工资 ${figure.yuan} 元。`,
        en: `It comes to ${yuan} yuan an ${per.en}, below the regional minimum of ${figure.yuan}.`.replace('an month', 'a month'),
      },
    },
  ];
}

function finding(code: RuleCode, field: string, span?: Finding['span']): Finding {
  const rule: Rule = rules[code];
  return {
    rule: code,
    severity: rule.severity,
    field,
    ...(span && { span }),
    ...(rule.source && { source: rule.source }),
    explanation: rule.explanation,
    fix: rule.fix,
  };
}
