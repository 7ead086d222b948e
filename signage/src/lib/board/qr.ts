import QRCode from 'qrcode';

/** The dark modules of an address as one SVG path, in modules, inside a quiet zone of 4 (ISO/IEC 18004). */
export function codePath(url: string, version: number): string {
  const { modules } = QRCode.create(url, { version, errorCorrectionLevel: 'M' });
  const quiet = 4;
  let path = '';
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (!modules.get(y, x)) continue;
      let run = 1;
      while (x + run < modules.size && modules.get(y, x + run)) run += 1;
      path += `M${x + quiet} ${y + quiet}h${run}v1h-${run}z`;
      x += run;
    }
  }
  return path;
}
