import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkbook } from '#tests/fixtures/intake/office-files.ts';
import { sampleFiles } from '../../services/demo/samples.ts';

const main = join(import.meta.dirname, '../main.ts');
const gangbo = async (...args: string[]) =>
  await promisify(execFile)(process.execPath, [main, ...args], { maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  );

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangbo-cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('gangbo intake FILE --json', () => {
  it('prints one object on one line: every data row in exactly one of three lists, with its sheet and row', async () => {
    for (const [index, file] of sampleFiles.tables.entries()) {
      const { code, stdout } = await gangbo('intake', file, '--json', '--now', '2026-11-21T08:00:00+08:00');
      expect(code).toBe(0);
      expect(stdout.trimEnd()).not.toContain('\n');
      const result = JSON.parse(stdout) as {
        rows: number;
        postings: object[];
        duplicates: object[];
        rejected: object[];
        skipped: object[];
      };
      expect(Object.keys(result)).toEqual(['rows', 'postings', 'duplicates', 'rejected', 'skipped']);
      expect(result.rows).toBe([76, 221, 30][index]);
      expect(result.postings.length + result.duplicates.length + result.rejected.length).toBe(result.rows);
      for (const entry of [...result.postings, ...result.duplicates, ...result.skipped])
        expect(entry).toMatchObject({ sheet: expect.any(String), row: expect.any(Number) });
    }
  });

  it('lays the facts flat beside their place', async () => {
    const { stdout } = await gangbo('intake', sampleFiles.tables[0] ?? '', '--json', '--now', '2026-11-21T08:00:00+08:00');
    expect(JSON.parse(stdout).postings[5]).toMatchObject({
      sheet: '第11期',
      row: 9,
      state: 'blocked',
      trade: '货车司机',
      employer: '城东物业',
      headcount: { min: 1, max: 1 },
      pay: { min: 400, max: 400, unit: 'order', negotiable: false },
      phones: ['057187004921'],
      findings: [
        { rule: 'FEE', severity: 'block', field: 'requirements.0', source: { law: '《中华人民共和国劳动合同法》', article: '第九条' } },
      ],
    });
  });

  it('answers a file that cannot be read with a coded problem and a failing exit', async () => {
    const path = join(folder, 'empty.xlsx');
    await writeFile(path, '');
    const { code, stdout } = await gangbo('intake', path, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ problem: { code: 'INTAKE_EMPTY' } });
  });

  it('obeys a mapping that was passed in', async () => {
    const path = join(folder, 'odd.xlsx');
    const mapping = join(folder, 'mapping.json');
    await writeFile(
      path,
      makeWorkbook([
        {
          name: '表',
          rows: [
            ['甲', '乙', '丙'],
            ['城东物业', '保洁员', '13800009835'],
          ],
        },
      ]),
    );
    const column = (at: number, header: string, field: string) => ({ column: at, header, field, confidence: 'chosen' });
    await writeFile(
      mapping,
      JSON.stringify({
        表: { headerFrom: 1, headerTo: 1, columns: [column(0, '甲', 'employer'), column(1, '乙', 'title'), column(2, '丙', 'phones')] },
      }),
    );
    const { stdout } = await gangbo('intake', path, '--json', '--mapping', mapping);
    expect(JSON.parse(stdout).postings).toMatchObject([{ row: 2, employer: '城东物业', trade: '保洁员' }]);
  });
});
