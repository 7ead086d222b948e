const size = { width: 1280, height: 720 };
const quality = 0.85;

/** A chosen picture as a series shows it: cut to 16:9 around its middle, and a JPEG that says nothing of the camera. @throws DOMException where it is no picture */
export async function posterJpeg(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.max(size.width / picture.width, size.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, size.width, size.height);
  context.drawImage(picture, (size.width - width) / 2, (size.height - height) / 2, width, height);
  picture.close();
  return await canvas.convertToBlob({ type: 'image/jpeg', quality });
}
