import { describe, expect, it } from 'vitest';
import { postingFacts } from '#server/contract/posting.ts';
import { type Cell, makeDocument, makeWorkbook } from '#tests/fixtures/intake/office-files.ts';
import { good, header, now, read } from '#tests/fixtures/intake/reading.ts';
import { Refusal } from '../../refusal.ts';
import { runIntake } from './run-intake.ts';

describe('whatever comes in', () => {
  // A small generator of our own (xorshift): the same garbage every time, so that a failure can be met again.
  const random = (seed: number) => () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 2 ** 32;
  };

  it('random bytes, under any name, end in a reading or a coded refusal', async () => {
    for (let seed = 1; seed <= 150; seed++) {
      const next = random(seed * 7919);
      const bytes = Uint8Array.from({ length: 1 + Math.floor(next() * 3_000) }, () => Math.floor(next() * 256));
      const name = `a.${['xlsx', 'csv', 'txt', 'docx', 'xls', 'pdf', ''][seed % 7]}`;
      await read(bytes, name).catch((error: unknown) => expect(error, `seed ${seed}`).toBeInstanceOf(Refusal));
    }
  });

  it('a damaged workbook or document does too', async () => {
    const originals = [
      good(),
      makeDocument([
        [
          ['岗位', '电话', '单位'],
          ['保洁员', '13800009836', '城东物业'],
        ],
      ]),
    ];
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed * 104_729);
      const bytes = Buffer.from(originals[seed % 2] as Uint8Array);
      for (let hit = 0; hit < 1 + (seed % 5); hit++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      await read(seed % 3 === 0 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes, seed % 2 === 0 ? 'a.xlsx' : 'a.docx').catch(
        (error: unknown) => expect(error, `seed ${seed}`).toBeInstanceOf(Refusal),
      );
    }
  });

  it('random words make each row exactly one of posting, duplicate, rejected or skipped', async () => {
    const words = [
      '搬运工',
      '200元/天',
      '',
      '13800009835',
      '东站货运服务部',
      '若干',
      '押金',
      '合计',
      '备注：',
      '面议',
      '=1+1',
      '岗位',
      '电话',
      '😀',
      '\u202e',
      '2026-11-01',
      '999999999999999999',
      '(((',
      '至',
      '-',
    ];
    for (let seed = 1; seed <= 60; seed++) {
      const next = random(seed * 15_485_863);
      const rows = Array.from({ length: 12 }, () =>
        Array.from({ length: 7 }, () =>
          Array.from({ length: Math.floor(next() * 3) }, () => words[Math.floor(next() * words.length)]).join(''),
        ),
      );
      const result = await read(makeWorkbook([{ rows: [header, ...rows] }]), 'a.xlsx');
      const places = [result.postings, result.duplicates, result.rejected, result.skipped].flatMap((list) =>
        list.map((entry) => entry.row),
      );
      expect(
        places.sort((a, b) => a - b),
        `seed ${seed}`,
      ).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
      expect(result.rows).toBe(result.postings.length + result.duplicates.length + result.rejected.length);
      for (const { facts } of [...result.postings, ...result.duplicates])
        expect(() => postingFacts.parse(facts), JSON.stringify(facts)).not.toThrow();
    }
  });

  it('facts fit the contract, however long the words were', async () => {
    const long = (words: string, times: number) => words.repeat(times);
    const odd: Cell[] = [
      long('搬运', 60),
      long('城东物业公司', 40),
      `200元/天${long('另有安排', 50)}`,
      3,
      long('城站路3号', 60),
      [long('能吃苦', 60), ...Array.from({ length: 40 }, (_, i) => `条件${i}`)].join('，'),
      '13800009835 / 13900009836 / 15000009837 / 18600009838 / 19900009839 / 13700009840',
    ];
    const { postings } = await read(
      makeWorkbook([
        {
          rows: [
            [...header, '备注', '联系人', '工作时间', '福利'],
            [...odd, long('说明', 2_000), long('王女士', 20), long('早班', 80), long('包吃住', 60)],
          ],
        },
      ]),
      'a.xlsx',
    );
    expect(postings).toHaveLength(1);
    expect(() => postingFacts.parse(postings[0]?.facts)).not.toThrow();
    expect(postings[0]?.original.备注).toHaveLength(4_000);
  });

  it('random chat text never throws', async () => {
    const words = [
      '招',
      '搬运工',
      '200元/天',
      '\n',
      '\n\n',
      '电话',
      ':',
      '13800009835',
      '|',
      '【急招】',
      '明天',
      '张三 08:13',
      '要',
      '5个',
      ',',
      '工资',
      '(',
      '#日报#',
      '\ue000',
      '2026-11-01',
    ];
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed * 32_452_843);
      const text = Array.from({ length: 40 }, () => words[Math.floor(next() * words.length)]).join('');
      const result = await runIntake({ text, now }).catch((error: unknown) => expect(error).toBeInstanceOf(Refusal));
      if (!result) continue;
      expect(result.rows).toBe(result.postings.length + result.duplicates.length + result.rejected.length);
      for (const { facts } of [...result.postings, ...result.duplicates])
        expect(() => postingFacts.parse(facts), JSON.stringify(facts)).not.toThrow();
    }
  });
});
