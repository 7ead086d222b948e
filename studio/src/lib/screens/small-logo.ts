import { logoHeightPx, mostLogoBytes, widestLogo } from '#server/contract/brands.ts';

/** Heights tried, from what stands sharp on a large wall to what a header needs at the least. */
const heights = [192, 128, 96, 64, 48, logoHeightPx.least];

/**
 * A picture file as a PNG that a board can carry. The browser draws it as it draws any <img>: an SVG's scripts don't run and nothing that it
 * names is fetched; what leaves here is pixels.
 * @returns nothing where it can't be drawn, or has too much in it even when it is small
 */
export async function smallLogo(file: Blob): Promise<Blob | undefined> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    const drawn = await image.decode().then(
      () => true,
      () => false, // no picture: said by the answer
    );
    if (!drawn || image.height === 0) return undefined;
    for (const height of heights) {
      const png = await pngOf(image, height);
      if (png.size <= mostLogoBytes) return png;
    }
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function pngOf(image: HTMLImageElement, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.height = height;
  canvas.width = Math.max(1, Math.round(Math.min(image.width / image.height, widestLogo) * height));
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws no canvas');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, canvas.width, height);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('this browser writes no PNG'))), 'image/png'),
  );
}
