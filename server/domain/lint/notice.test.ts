import { describe, expect, test } from 'vitest';
import type { GlassFacts } from '../board/compose.ts';
import { manifest } from '../board/testing/rows.ts';
import { type NoticeGlass, type NoticeWords, noticeFindings, urgentFindings } from './notice.ts';

const { layout: _, ...wall } = manifest().screen;
const station = { name: '城站火车站星工驿站', phone: '0571-8700000' };
const glass = (name: string, size: Partial<GlassFacts>): NoticeGlass => ({ name, station, glass: { ...wall, ...size } });
const tv = { kind: 'lcd' as const, widthMm: 700, heightMm: 394, widthPx: 1920, heightPx: 1080, mountHeightM: 1.6 };
const near = glass('窗口电视', { ...tv, viewingDistanceM: 1.5 });
const far = glass('大厅电视', { ...tv, viewingDistanceM: 6 });
const farther = glass('站前电视', { ...tv, viewingDistanceM: 40 });

const long =
  '接市应急管理局通知：今天 14:30 起暴雨红色预警，请立即停止户外作业，已到岗的零工请到最近的驿站或地铁站内躲避，有困难请打 12333，请互相转告，谢谢配合。';
const rules = (findings: readonly { rule: string; severity: string }[]) => findings.map(({ rule, severity }) => `${rule} ${severity}`);

describe('urgent words', () => {
  test('that stand on a glass at once are fine', () => {
    expect(urgentFindings(long, [near])).toEqual([]);
    expect(urgentFindings('暴雨红色预警，请勿外出', [near, far])).toEqual([]);
  });

  test('that go round too slowly block, name the glass, and keep the telephone in what is proposed', () => {
    const [finding] = urgentFindings(long, [near, far]);
    expect(finding).toMatchObject({ rule: 'NOTICE_TOO_LONG', severity: 'block' });
    expect(finding?.explanation.zh).toContain('1 块屏');
    expect(finding?.explanation.zh).toContain('大厅电视');
    expect(finding?.proposal).toContain('12333');
    expect(finding?.proposal).not.toContain('谢谢配合');
    expect(urgentFindings(finding?.proposal ?? '', [near, far])).toEqual([]);
  });

  test('on a glass for which no word is short enough are a warning about the glass', () => {
    expect(rules(urgentFindings('停工', [farther]))).toEqual(['NOTICE_GLASS warn']);
  });

  test('with an address that no line holds are a warning', () => {
    expect(rules(urgentFindings('请看 https://example.org/abcdefg/hijklmn', [far]))).toContain('NOTICE_WORD_BROKEN warn');
  });
});

describe('a notice among the jobs', () => {
  const sentence = '从事灵活就业的人员可以按月向参保地申领社会保险补贴，补贴期限最长不超过3年。';
  const policy = (times: number): NoticeWords => ({
    title: '灵活就业社保补贴',
    paragraphs: Array.from({ length: times }, (_, at) => `${at + 1}. ${sentence}`),
    source: '区人社局 2026-11-02',
  });

  test('that can be read while it stands is fine', () => {
    expect(noticeFindings(policy(2), [near, far])).toEqual([]);
  });

  test('that keeps the jobs away too long blocks, and is proposed as several that do not', () => {
    const words = policy(12);
    const [finding] = noticeFindings(words, [near, far]);
    expect(finding).toMatchObject({ rule: 'NOTICE_TOO_LONG', severity: 'block', field: 'paragraphs' });
    const parts = finding?.parts ?? [];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flat().join('')).toBe(words.paragraphs.join(''));
    for (const paragraphs of parts) expect(noticeFindings({ ...words, paragraphs }, [near, far])).toEqual([]);
  });

  test('of one long paragraph is split at its sentences', () => {
    const words = { ...policy(1), paragraphs: [sentence.repeat(10)] };
    const parts = noticeFindings(words, [far])[0]?.parts ?? [];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flat().join('')).toBe(words.paragraphs.join(''));
  });
});
