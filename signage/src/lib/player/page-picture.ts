import { type PixelProof, proofOf, sampleSize } from './pixels.ts';

/**
 * What the page has drawn, as a picture. A page can't read the display: its document is drawn once more, by the same browser, from an SVG that holds it
 * (foreignObject). Films and pictures are the very pixels that their elements show. The page's own font can't be had inside an SVG image: the system's
 * stands in for it. A wrapper that reads the display sees more; it says so (`glass` in the contract).
 */
export async function drawPage(root: HTMLElement, width: number): Promise<HTMLCanvasElement | undefined> {
  const full = { width: root.clientWidth, height: root.clientHeight };
  if (full.width === 0 || full.height === 0) return undefined;
  const scale = Math.min(1, width / full.width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(full.width * scale));
  canvas.height = Math.max(1, Math.round(full.height * scale));
  const pen = canvas.getContext('2d');
  const image = await imageOf(svgOf(root, full));
  if (pen === null || image === undefined) return undefined;
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A JPEG of at most so many bytes; `undefined` where the page can't be drawn. */
export async function pageJpeg(root: HTMLElement, mostBytes: number): Promise<Blob | undefined> {
  for (const [width, quality] of [
    [1_280, 0.75],
    [960, 0.6],
    [640, 0.5],
  ] as const) {
    const canvas = await drawPage(root, width);
    const picture = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality)));
    if (!picture) return undefined;
    if (picture.size <= mostBytes) return picture;
  }
  return undefined;
}

export async function pageProof(root: HTMLElement): Promise<PixelProof | undefined> {
  const drawn = await drawPage(root, sampleSize.width * 4);
  if (drawn === undefined) return undefined;
  const small = document.createElement('canvas');
  small.width = sampleSize.width;
  small.height = sampleSize.height;
  const pen = small.getContext('2d');
  if (pen === null) return undefined;
  pen.drawImage(drawn, 0, 0, small.width, small.height);
  return proofOf(pen.getImageData(0, 0, small.width, small.height).data, sampleSize);
}

function svgOf(root: HTMLElement, { width, height }: { width: number; height: number }): string {
  const copy = root.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return '';
  stillPictures(root, copy);
  copy.style.position = 'relative';
  copy.style.width = `${width}px`;
  copy.style.height = `${height}px`;
  const page = document.createElement('div');
  page.setAttribute('xmlns', 'http://www.w3.org/1999/xhtml');
  const style = document.createElement('style');
  style.textContent = styles();
  page.append(style, copy);
  const body = new XMLSerializer().serializeToString(page);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">${body}</foreignObject></svg>`;
}

/** An SVG image loads nothing: what moves or was loaded is put into it as it stands. */
function stillPictures(from: HTMLElement, to: HTMLElement): void {
  const sources = from.querySelectorAll<HTMLImageElement | HTMLVideoElement | HTMLCanvasElement>('img, video, canvas');
  const copies = to.querySelectorAll<HTMLElement>('img, video, canvas');
  for (const [index, source] of [...sources].entries()) {
    const still = document.createElement('img');
    still.className = source.className;
    still.setAttribute(
      'style',
      `${source.getAttribute('style') ?? ''};width:100%;height:100%;object-fit:${getComputedStyle(source).objectFit}`,
    );
    const data = dataOf(source);
    if (data !== undefined) still.src = data;
    copies[index]?.replaceWith(still);
  }
}

function dataOf(source: HTMLImageElement | HTMLVideoElement | HTMLCanvasElement): string | undefined {
  const width =
    source instanceof HTMLVideoElement ? source.videoWidth : source instanceof HTMLImageElement ? source.naturalWidth : source.width;
  const height =
    source instanceof HTMLVideoElement ? source.videoHeight : source instanceof HTMLImageElement ? source.naturalHeight : source.height;
  if (width === 0 || height === 0) return undefined;
  const canvas = document.createElement('canvas');
  const scale = Math.min(1, 960 / width);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.7);
}

/** The rules in force. Without the fonts, which an SVG image would not load, and without what moves. */
function styles(): string {
  let text = '*{animation:none!important;transition:none!important}';
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) if (!(rule instanceof CSSFontFaceRule)) text += rule.cssText;
  }
  // The root of the page is no root inside the SVG.
  return text.replace(/:root\b/g, ':root, div');
}

function imageOf(svg: string): Promise<HTMLImageElement | undefined> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(undefined);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
}
