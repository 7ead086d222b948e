import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { postingFacts } from '#server/contract/posting.ts';
import { notate } from '#tests/fixtures/intake/notation.ts';
import { sampleFiles } from '../../demo/samples.ts';
import { runIntake } from './run-intake.ts';

const [workbook = '', csv = '', chat = ''] = sampleFiles.tables;
const now = Temporal.Instant.from('2026-11-21T08:00:00+08:00');
const read = async (path: string) => await runIntake({ path, fileName: basename(path), now });
const golden = (name: string) => readFile(join(import.meta.dirname, '../../../../tests/fixtures/intake', name), 'utf8');
const count = (list: { findings: { rule: string }[] }[], rule: string) =>
  list.filter(({ findings }) => findings.some((found) => found.rule === rule)).length;

// Each line of the golden files was held against the sample by a person; a change of one is a change of meaning.
describe('the weekly workbook', () => {
  it('is read row by row as a clerk would', async () => {
    expect(notate(await read(workbook))).toBe(await golden('weekly-workbook.golden.txt'));
  });

  it('has 76 jobs in rows 4 to 79, and nothing of it is lost', async () => {
    const result = await read(workbook);
    expect(result.rows).toBe(76);
    expect(result.postings.map(({ row }) => row)).toEqual(Array.from({ length: 76 }, (_, index) => index + 4));
    expect(result.skipped.map(({ sheet, row, reason }) => [sheet, row, reason])).toEqual([
      ['第11期', 1, 'title'],
      ['第11期', 2, 'title'],
      ['第11期', 3, 'header'],
      ['第11期', 80, 'blank'],
      ['第11期', 81, 'footer'],
      ['填表说明', 1, 'no-table'],
    ]);
  });

  it('carries merged employers down, and the validity of its title to every row', async () => {
    const { postings } = await read(workbook);
    const employerOf = (row: number) => postings.find((posting) => posting.row === row)?.facts.employer;
    expect([5, 6, 7, 8, 9, 10].map(employerOf)).toEqual([
      '云裳衣汇服饰店',
      '云裳衣汇服饰店',
      '城东物业',
      '城东物业',
      '城东物业',
      '城东物业',
    ]);
    expect(new Set(postings.map(({ facts }) => JSON.stringify(facts.expiry)))).toEqual(new Set(['{"kind":"date","on":"2026-11-22"}']));
  });

  it('marks every deposit and every limit by sex that stands in it', async () => {
    const { postings } = await read(workbook);
    const says = (words: string) => postings.filter(({ original }) => Object.values(original).some((text) => text.includes(words))).length;
    expect(says('押金')).toBe(8);
    expect(count(postings, 'FEE')).toBe(says('押金'));
    expect(says('限女性')).toBe(3);
    expect(count(postings, 'SEX')).toBe(says('限女性'));
    expect(count(postings, 'HOUSEHOLD_PREFERENCE')).toBe(says('本地户口优先'));
  });
});

describe('the county export', () => {
  it('is read row by row as a clerk would', async () => {
    expect(notate(await read(csv))).toBe(await golden('county-export.golden.txt'));
  });

  it('is GB18030, with one duplicate and one blank row, and its expired rows marked', async () => {
    const result = await read(csv);
    const { rows, postings, duplicates, rejected, skipped, notices } = result;
    expect(notices).toEqual([{ code: 'ENCODING', encoding: 'gb18030' }]);
    expect({ rows, postings: postings.length, duplicates: duplicates.length, rejected: rejected.length }).toEqual({
      rows: 221,
      postings: 220,
      duplicates: 1,
      rejected: 0,
    });
    expect(duplicates[0]).toMatchObject({ row: 53, sameAs: { row: 52 } });
    expect(skipped.map(({ row, reason }) => [row, reason])).toEqual([
      [1, 'header'],
      [94, 'blank'],
    ]);
    expect(count(postings, 'EXPIRED')).toBe(postings.filter(({ original }) => original.截止日期 === '2026-11-01').length);
  });

  it('sent again renews every posting that stands already', async () => {
    const first = await read(csv);
    const known = new Map(first.postings.map(({ fingerprint, row }) => [fingerprint, { postingId: `posting-${row}` }]));
    const again = await runIntake({ path: csv, fileName: basename(csv), now, known });
    expect(again.postings).toEqual([]);
    expect(again.duplicates).toHaveLength(221);
    expect(again.duplicates.filter(({ renews }) => renews !== undefined)).toHaveLength(220);
    expect(again.duplicates[0]).toMatchObject({ row: 2, renews: 'posting-2' });
  });
});

describe('the chat posts', () => {
  it('are read post by post as a clerk would, in all five styles', async () => {
    expect(notate(await read(chat))).toBe(await golden('chat-posts.golden.txt'));
  });

  it('without an employer go to the call-back list with their phone', async () => {
    const { rows, postings } = await read(chat);
    expect(rows).toBe(30);
    const callBacks = postings.filter(({ state }) => state === 'call-back');
    expect(callBacks).toHaveLength(18);
    for (const { missing, facts } of callBacks) {
      expect(missing).toEqual(['employer']);
      expect(facts.phones.length).toBeGreaterThan(0);
    }
  });

  it('say 明天 of the day they were sent', async () => {
    const text = '李姐 2026/11/18 19:02\n明天早上要两个保洁员,上城区城站路,200元/天,会的私信139 0000 4618';
    const { postings } = await runIntake({ text, now });
    expect(postings[0]?.facts.shift).toMatchObject({ startsOn: '2026-11-19' });
    expect(postings[0]?.original).toMatchObject({ 发送人: '李姐' });
  });
});

it('every fact of the samples fits the contract', async () => {
  for (const path of sampleFiles.tables) {
    const { postings } = await read(path);
    for (const { facts } of postings) expect(() => postingFacts.parse(facts)).not.toThrow();
  }
});

it('a run that was cut short goes on where it stopped, with nothing lost and nothing twice', async () => {
  const whole = await read(csv);
  const stored = whole.postings.filter(({ row }) => row <= 120);
  const known = new Map(stored.map(({ fingerprint, sheet, row }) => [fingerprint, { sheet, row }]));
  const rest = await runIntake({ path: csv, fileName: basename(csv), now, known, resumeAfter: { sheet: basename(csv), row: 120 } });
  expect([...stored, ...rest.postings].map(({ row }) => row)).toEqual(whole.postings.map(({ row }) => row));
  expect(rest.duplicates).toEqual([]);
});
