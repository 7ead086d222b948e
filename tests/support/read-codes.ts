import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Pixels } from './pixels.ts';

const wasm = new URL('../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url);
let prepared = false;

/** The texts of the QR codes in a PNG, or in pixels: what a phone's camera would make of these very pixels. */
export async function readCodes(picture: Uint8Array | Pixels): Promise<string[]> {
  if (!prepared) {
    // Its own loader would fetch the module from a CDN.
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });
    prepared = true;
  }
  const given = picture instanceof Uint8Array ? new Uint8Array(picture) : { ...picture, colorSpace: 'srgb' as const };
  // Our codes are Model 2 alone: the whole family would read a Micro QR, or an rMQR, into a stroke of a large figure.
  const found = await readBarcodes(given, { formats: ['QRCodeModel2'], tryHarder: true, maxNumberOfSymbols: 8 });
  return found.map((code) => code.text);
}
