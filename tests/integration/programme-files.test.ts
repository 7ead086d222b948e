import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetForStaff } from '#server/contract/programme.ts';
import { contentAssets } from '#server/db/schema/programme.ts';
import { ContentShelf } from '#server/media/content/content-shelf.ts';
import { findAsset, noteAsset } from '#server/services/programme/content-assets.ts';
import { contentHistory } from '#server/services/programme/content-history.ts';
import { approveContent, changeContent, createContent } from '#server/services/programme/contents.ts';
import { Refusal } from '#server/services/refusal.ts';
import { forgetFiles } from '#server/services/retention/forget-files.ts';
import { listScreens } from '#server/services/screens/list-screens.ts';
import { type House, openHouse } from '../support/house.ts';
import { httpApp } from '../support/http-app.ts';
import { signedIn } from '../support/staff.ts';
import { buildDesk, caihe, city, type Desk, gongshu, person, shangcheng } from './desk-world.ts';

const run = promisify(execFile);

describe('pictures and films for the walls', () => {
  let house: House;
  let desk: Desk;
  let shelf: ContentShelf;
  let dir: string;

  beforeAll(async () => {
    house = await openHouse('embedded');
    await house.startBackground();
    desk = await buildDesk(house.ctx);
    dir = await mkdtemp(join(tmpdir(), 'gangbo-contents-'));
    shelf = new ContentShelf({ dir });
  });
  afterAll(async () => {
    await house.close();
    await rm(dir, { recursive: true, force: true });
  });

  const made = async (name: string, ...args: string[]): Promise<Buffer> => {
    const path = join(dir, name);
    await run('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', ...args, path]);
    return readFile(path);
  };
  const film = (name: string, ...args: string[]) =>
    made(name, '-i', 'testsrc=size=320x180:rate=25', '-f', 'lavfi', '-i', 'sine=frequency=440', '-t', '5', '-pix_fmt', 'yuv420p', ...args);
  const picture = (name: string, size: string) => made(name, '-i', `testsrc=size=${size}`, '-frames:v', '1');
  async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const take = (bytes: Buffer) => shelf.take(chunks(bytes));
  async function refused(bytes: Buffer): Promise<string> {
    try {
      await take(bytes);
      return 'taken';
    } catch (error) {
      if (error instanceof Refusal) return error.problem.code;
      throw error;
    }
  }

  const screenAt = async (station: string) => {
    const found = (await listScreens(house.ctx, desk.admin)).find((screen) => screen.station.name.startsWith(station));
    if (!found) throw new Error(`no screen at ${station}`);
    return { kind: 'screen' as const, screenId: found.id };
  };

  test('a picture is kept under the hash of what it was remade to, no larger than a wall', async () => {
    const kept = await take(await picture('large.png', '5000x2500'));
    expect(kept).toMatchObject({ mediaType: 'image/png', width: 3_840, height: 1_920, durationMs: null });
    const stored: Buffer[] = [];
    for await (const chunk of await shelf.read(kept.sha256)) stored.push(Buffer.from(chunk));
    expect(createHash('sha256').update(Buffer.concat(stored)).digest('hex')).toBe(kept.sha256);
  });

  test('a photograph taken sideways stands upright, and says no more where it was taken', async () => {
    const jpeg = await picture('photo.jpg', '640x360');
    const kept = await take(withExif(jpeg, 6));
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', width: 360, height: 640 });
    const stored: Buffer[] = [];
    for await (const chunk of await shelf.read(kept.sha256)) stored.push(Buffer.from(chunk));
    expect(Buffer.concat(stored).includes('Exif')).toBe(false);
  });

  test.each<[string, () => Promise<Buffer>, string]>([
    ['a picture of 20,000 pixels, by its header alone', async () => pngHeader(20_000, 20_000), 'CONTENT_PICTURE_SIZE'],
    ['a picture that breaks off', async () => (await picture('torn.jpg', '1280x720')).subarray(0, 9_000), 'CONTENT_PICTURE_BROKEN'],
    [
      'a drawing with a script',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      'CONTENT_SVG_SCRIPT',
    ],
    ['a drawing that fetches', async () => Buffer.from('<svg><image href="https://x.example/a.png"/></svg>'), 'CONTENT_SVG_SCRIPT'],
    ['a drawing that does nothing', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'), 'CONTENT_SVG'],
    ['what is neither', async () => Buffer.from('PK\u0003\u0004 a workbook'), 'CONTENT_FILE_KIND'],
    ['a film that old glass can’t decode', () => film('mpeg4.mp4', '-c:v', 'mpeg4'), 'CONTENT_FILM_CODEC'],
    ['a film without an end', () => film('live.webm', '-c:v', 'libvpx', '-f', 'webm', '-live', '1'), 'CONTENT_FILM_NO_END'],
    [
      'a film that breaks off',
      async () => half(await film('whole.mp4', '-c:v', 'libx264', '-g', '25', '-movflags', '+faststart')),
      'CONTENT_FILM_BROKEN',
    ],
    ['a film without its beginning', async () => (await film('tail.mp4', '-c:v', 'libx264')).subarray(0, 20_000), 'CONTENT_FILM_BROKEN'],
    [
      'a film larger than full HD',
      () => made('4k.mp4', '-i', 'testsrc=size=3840x2160:rate=5', '-t', '1', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'),
      'CONTENT_FILM_SIZE',
    ],
  ])('%s is refused in words', async (_, bytes, code) => {
    expect(await refused(await bytes())).toBe(code);
  });

  test('nothing of what was refused stays behind', async () => {
    expect(await readdir(join(dir, 'content', 'incoming'))).toEqual([]);
  });

  test('a film is measured, and a screen gets it only once somebody has approved what it belongs to', async () => {
    const kept = await take(await film('good.mp4', '-c:v', 'libx264', '-c:a', 'aac'));
    expect(kept).toMatchObject({ mediaType: 'video/mp4', width: 320, height: 180 });
    expect(kept.durationMs).toBeGreaterThan(4_800);
    await noteAsset(house.ctx, desk.li, kept);
    const screen = await screenAt('城站');
    const facts = {
      kind: 'film' as const,
      title: '安全培训',
      source: '区人社局',
      targets: [],
      asset: kept.sha256,
      fit: 'contain' as const,
      soundOn: false,
    };
    await expect(
      createContent(house.ctx, desk.li, { regionCode: shangcheng, facts: { ...facts, kind: 'picture', seconds: 10 } }),
    ).rejects.toThrow('CONTENT_FILE_MISSING');
    const { id } = await createContent(house.ctx, desk.li, { regionCode: shangcheng, facts });
    await expect(findAsset(house.ctx, screen, kept.sha256)).rejects.toThrow('CONTENT_FILE_MISSING');
    await approveContent(house.ctx, desk.wang, { contentId: id, version: 1 });
    expect(await findAsset(house.ctx, screen, kept.sha256)).toEqual({ mediaType: 'video/mp4' });
    // Neither a wall of another region nor another region's desk: nobody there has seen it.
    await expect(findAsset(house.ctx, await screenAt('拱墅'), kept.sha256)).rejects.toThrow('CONTENT_FILE_MISSING');
    const elsewhere = await person(house.ctx, '小周', 'clerk', `${city}/${gongshu}/`);
    await expect(findAsset(house.ctx, elsewhere, kept.sha256)).rejects.toThrow('CONTENT_FILE_MISSING');
    // Nor do they come to see it by naming it.
    await expect(createContent(house.ctx, elsewhere, { regionCode: gongshu, facts })).rejects.toThrow('CONTENT_FILE_MISSING');
    for (const somebody of [desk.wang, desk.zhao, await person(house.ctx, '小吴', 'clerk', `${city}/${shangcheng}/${caihe}/`)])
      expect(await findAsset(house.ctx, somebody, kept.sha256)).toEqual({ mediaType: 'video/mp4' });
    // Who brings the very same file sees what they have brought.
    await noteAsset(house.ctx, elsewhere, kept);
    expect(await findAsset(house.ctx, elsewhere, kept.sha256)).toEqual({ mediaType: 'video/mp4' });
    await house.settle();
    const { entries } = await contentHistory(house.ctx, desk.li, id);
    expect(entries.map(({ by, action, version, source }) => [by, action, version, source])).toEqual([
      ['小李', 'content.entered', 1, '区人社局'],
      ['老王', 'content.approved', 1, null],
    ]);
  });

  test('a picture that was replaced is still there for staff who look back, and for no screen', async () => {
    const { ctx } = house;
    const bring = async (name: string, size: string) => {
      const kept = await take(await picture(name, size));
      await noteAsset(ctx, desk.li, kept);
      return kept.sha256;
    };
    const [last, next] = [await bring('last-week.png', '350x200'), await bring('this-week.png', '360x200')];
    const shows = (asset: string) => ({
      ...{ kind: 'picture' as const, title: '招聘会', source: '区人社局', targets: [], asset },
      ...{ fit: 'contain' as const, seconds: 10 },
    });
    const { id } = await createContent(ctx, desk.li, { regionCode: shangcheng, facts: shows(last) });
    await approveContent(ctx, desk.wang, { contentId: id, version: 1 });
    await changeContent(ctx, desk.li, { contentId: id, version: 1, facts: shows(next) });
    await approveContent(ctx, desk.wang, { contentId: id, version: 2 });
    await house.settle();
    expect(await findAsset(ctx, desk.wang, last)).toEqual(await findAsset(ctx, desk.wang, next));
    await expect(findAsset(ctx, await screenAt('城站'), last)).rejects.toThrow('CONTENT_FILE_MISSING');
    const elsewhere = await person(ctx, '小郑', 'clerk', `${city}/${gongshu}/`);
    await expect(findAsset(ctx, elsewhere, last)).rejects.toThrow('CONTENT_FILE_MISSING');
  });

  test('a file that no content names is deleted a month after it last came, and no other', async () => {
    const { ctx } = house;
    const bring = async (name: string, size: string) => {
      const kept = await take(await picture(name, size));
      await noteAsset(ctx, desk.li, kept);
      return kept.sha256;
    };
    const [used, unused, again] = [
      await bring('used.png', '320x200'),
      await bring('unused.png', '330x200'),
      await bring('again.png', '340x200'),
    ];
    const facts = {
      kind: 'picture' as const,
      title: '用着',
      source: '区人社局',
      targets: [],
      asset: used,
      fit: 'contain' as const,
      seconds: 10,
    };
    await createContent(ctx, desk.li, { regionCode: shangcheng, facts });
    // As if a month had passed; one of them was brought once more.
    const month = ctx.clock.now().subtract({ hours: 31 * 24 });
    await ctx.db.update(contentAssets).set({ uploadedAt: month });
    expect(await bring('again.png', '340x200')).toBe(again);
    const before = { unused: ctx.clock.now().subtract({ hours: 30 * 24 }), replaced: ctx.clock.now().subtract({ hours: 3 * 366 * 24 }) };
    expect(await forgetFiles(ctx, shelf, before)).toBeGreaterThan(0);
    expect(await shelf.size(unused)).toBeUndefined();
    for (const sha256 of [used, again]) expect(await shelf.size(sha256)).toBeGreaterThan(0);
    await expect(findAsset(ctx, desk.li, unused)).rejects.toThrow('CONTENT_FILE_MISSING');
    expect(await forgetFiles(ctx, shelf, before)).toBe(0);
  });

  test('over HTTP a clerk brings a file, and it is served in stretches to those who may see it', async () => {
    const { app, close } = httpApp(house);
    const clerk = await signedIn(house, app, 'clerk', shangcheng);
    const file = join(dir, 'small.png');
    await run('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=size=320x180', '-frames:v', '1', file]);
    const type = { 'content-type': 'application/octet-stream' };
    const brought = await clerk.send('POST', `/api/contents/files?region=${shangcheng}`, type, await readFile(file));
    expect(brought.status).toBe(201);
    const asset = (await brought.json()) as AssetForStaff;
    const part = await clerk.send('GET', asset.url, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${asset.bytes}`);
    expect(part.headers.get('cache-control')).toContain('immutable');
    expect((await part.arrayBuffer()).byteLength).toBe(10);
    expect((await clerk.send('GET', asset.url, { range: `bytes=${asset.bytes}-` })).status).toBe(416);
    expect((await clerk.send('GET', asset.url, { 'if-none-match': `"${asset.sha256}"` })).status).toBe(304);
    expect((await app.request(`http://gangbo.test${asset.url}`)).status).toBe(401);
    close();
  });
});

const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

/** A PNG's signature and header chunk: all that a refusal by size may need. */
function pngHeader(width: number, height: number): Buffer {
  const head = Buffer.alloc(64);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

/** An Exif segment (APP1) with one entry: how the camera was held. */
function withExif(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, jpeg.subarray(2)]);
}
