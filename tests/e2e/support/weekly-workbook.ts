import { readFile } from 'node:fs/promises';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { sampleFiles } from '#server/services/demo/samples.ts';

/** The office's sample workbook as if it had been sent this week: only the day until which it holds is another one. */
export async function thisWeeksWorkbook(): Promise<Buffer> {
  const [path = ''] = sampleFiles.tables;
  const files = unzipSync(new Uint8Array(await readFile(path)));
  const name = 'xl/sharedStrings.xml';
  const until = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', year: 'numeric', month: 'long', day: 'numeric' });
  const inAWeek = until.format(Date.now() + 7 * 86_400_000);
  const before = strFromU8(files[name] ?? new Uint8Array());
  const after = before.replaceAll(/有效期:\d+年\d+月\d+日/g, `有效期:${inAWeek}`);
  if (after === before) throw new Error('the sample workbook no longer says until when it holds');
  files[name] = strToU8(after);
  return Buffer.from(zipSync(files));
}
