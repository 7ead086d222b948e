import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = new URL('../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url);
let prepared = false;

/** The texts of the QR codes in a PNG: what a phone's camera would make of these very pixels. */
export async function readCodes(png: Uint8Array): Promise<string[]> {
  if (!prepared) {
    // Its own loader would fetch the module from a CDN.
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });
    prepared = true;
  }
  // Our codes are Model 2 alone: the whole family would read a Micro QR, or an rMQR, into a stroke of a large figure.
  const found = await readBarcodes(new Uint8Array(png), { formats: ['QRCodeModel2'], tryHarder: true, maxNumberOfSymbols: 8 });
  return found.map((code) => code.text);
}
