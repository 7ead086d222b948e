import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

let ready: Promise<unknown> | undefined;

/** The decoder's own file from node_modules: nothing is fetched. */
function decoder(): Promise<unknown> {
  ready ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then((wasm) =>
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true }),
  );
  return ready;
}

/** Every code that a phone's camera would find on this glass: read from its pixels, not from its document. */
export async function codesOn(page: Page): Promise<string[]> {
  await decoder();
  const picture = await page.screenshot({ type: 'png', animations: 'allow', caret: 'initial' });
  const found = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 });
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}
