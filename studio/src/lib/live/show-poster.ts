import type { Poster } from '#server/contract/shows.ts';
import { drawModules, fill, fit, inks, loadFont, text, toPng } from '$lib/desk/canvas-ink.ts';

const width = 1080;
const height = 1600;
const margin = 72;
const codeBox = 460;
const room = width - 2 * margin;

export interface PosterWords {
  /** 12月1日 */
  day: string;
  /** 星期二 14:30 */
  time: string;
}

/** A show's picture for chat groups and doors, made of its facts alone. Always Chinese: passers-by read it, not who made it. */
export async function drawShowPoster(canvas: HTMLCanvasElement, show: Poster, { day, time }: PosterWords): Promise<Blob> {
  const jobs = show.trades.length === 0 ? '' : `讲解岗位：${show.trades.join('、')}`;
  await loadFont(`${show.title}${show.hostName}${show.organiser}${day}${time}${jobs}${fixedWords}${show.off?.reason ?? ''}`);
  const c = inks();
  const picture = show.pictureUrl === null ? undefined : await loadPicture(show.pictureUrl);
  const pictureHeight = picture ? Math.round((picture.height / picture.width) * width) : 0;
  canvas.width = width;
  canvas.height = height + pictureHeight;
  const g = canvas.getContext('2d');
  if (!g) throw new Error('this browser draws no canvas');
  if (picture) g.drawImage(picture, 0, 0, width, pictureHeight);
  // Everything below stands under the series' picture.
  g.translate(0, pictureHeight);
  g.textBaseline = 'alphabetic';
  fill(g, c.ink, 0, 0, width, height);
  fill(g, c.raised, 0, 0, width, 150);
  text(g, fit(g, show.organiser, 600, 48, room), margin, 96, 600, 48, c.white);
  text(g, '直播带岗', margin, 250, 600, 52, c.open);
  text(g, fit(g, show.title, 700, 84, room), margin, 360, 700, 84, c.white);
  text(g, show.off ? '停播' : day, margin, 520, 700, 120, c.pay);
  text(g, show.off ? fit(g, `${day} ${time}，${show.off.reason}`, 600, 52, room) : time, margin, 640, 700, show.off ? 52 : 96, c.white);
  text(g, fit(g, `主播 ${show.hostName} · 约 ${show.minutes} 分钟`, 400, 46, room), margin, 740, 400, 46, c.quiet);
  if (jobs) text(g, fit(g, jobs, 400, 46, room), margin, 820, 400, 46, c.white);

  const top = 880;
  fill(g, '#ffffff', 0, top, width, codeBox + 180);
  const side = drawModules(g, show.link.url, { x: width / 2, y: top + 60, box: codeBox });
  text(g, '扫码看直播，也可以设开播提醒', width / 2, top + 60 + side + 76, 700, 46, '#08182a', 'center');
  text(g, '求职不收费，收押金请拨 12333', margin, height - 24, 600, 38, c.open);
  return await toPng(canvas);
}

/** The series' picture; a poster without it is still one. */
async function loadPicture(url: string): Promise<ImageBitmap | undefined> {
  const answer = await fetch(url);
  return answer.ok ? await createImageBitmap(await answer.blob()) : undefined;
}

const fixedWords =
  '直播带岗停播主播约分钟扫码看直播，也可以设开播提醒求职不收费，收押金请拨12333·讲解岗位：、…0123456789:月日星期一二三四五六';
