import { Refusal } from '../../refusal.ts';
import type { OpenedFile } from './open-file.ts';
export async function openPdf(bytes: Uint8Array): Promise<OpenedFile> {
  throw new Refusal('INTAKE_PDF_WITHOUT_TEXT', { bytes: bytes.length });
}
