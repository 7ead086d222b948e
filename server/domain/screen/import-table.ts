import { type CellValue, cellText, type GridRow } from '../intake/table/grid.ts';

/** 屏清单 as stations keep it: a row a screen, columns by the names that people write over them. */
export const importColumns = {
  name: ['屏名称', '屏幕名称', '名称', '屏名', 'name', 'screen'],
  station: ['驿站', '站点', '驿站名称', '所属驿站', 'station'],
  size: ['尺寸', '屏幕尺寸', '大小', 'size'],
  pixels: ['分辨率', '像素', '点数', 'pixels', 'resolution'],
  distance: ['观看距离', '观看距离(米)', '距离', '距离(米)', 'distance'],
  height: ['安装高度', '安装高度(米)', '高度', 'height'],
  kind: ['类型', '屏类型', '种类', 'kind', 'type'],
  touch: ['触摸', '是否触摸', 'touch'],
  live: ['直播', '播直播', 'live'],
  groups: ['分组', '屏分组', 'group', 'groups'],
  tags: ['标签', 'tag', 'tags'],
} as const;
export type ImportColumn = keyof typeof importColumns;

export const importProblems = [
  'NAME_MISSING',
  'NAME_TOO_LONG',
  'NAME_TWICE',
  'STATION_MISSING',
  'STATION_UNKNOWN',
  'STATION_AMBIGUOUS',
  'SIZE_UNREADABLE',
  'PIXELS_UNREADABLE',
  'DISTANCE_UNREADABLE',
  'HEIGHT_UNREADABLE',
  'KIND_UNKNOWN',
  'TOUCH_UNKNOWN',
  'LIVE_UNKNOWN',
  'GROUP_UNKNOWN',
  'TAG_TOO_LONG',
  'GLASS_TOO_SMALL',
] as const;
export type ImportProblem = (typeof importProblems)[number];

export interface RowProblem {
  column: ImportColumn;
  code: ImportProblem;
  /** What stands in the cell. */
  value: string;
}

export interface ImportedGlass {
  name: string;
  kind: 'lcd' | 'led-low-resolution' | 'led-ultra-wide' | 'kiosk';
  widthMm: number;
  heightMm: number;
  widthPx: number;
  heightPx: number;
  viewingDistanceM: number;
  mountHeightM: number;
  touch: boolean;
  liveMode: 'off' | 'beside' | 'full';
  soundOn: boolean;
}

export interface ImportRow {
  /** As the program of tables numbers it. */
  row: number;
  station: string;
  /** Undefined where something that it needs can't be read. */
  glass: ImportedGlass | undefined;
  name: string;
  groups: string[];
  tags: string[];
  problems: RowProblem[];
}

export type Header = ReadonlyMap<ImportColumn, number>;

/** 观看距离（米） and 观看距离(m) are the same column. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s|[*：:]/g, '')
    .replace(/\((米|m|毫米|mm|寸|英寸|px)\)/g, '');

const columnOf = new Map(
  Object.entries(importColumns).flatMap(([column, names]) => names.map((name) => [plain(name), column as ImportColumn] as const)),
);

/** The row that names the columns: one that names a screen and its station. */
export function readHeader({ cells }: GridRow): Header | undefined {
  const header = new Map<ImportColumn, number>();
  cells.forEach((cell, index) => {
    const column = columnOf.get(plain(cellText(cell)));
    if (column !== undefined && !header.has(column)) header.set(column, index);
  });
  return header.has('name') && header.has('station') ? header : undefined;
}

const kinds: Record<string, ImportedGlass['kind']> = {
  '': 'lcd',
  液晶: 'lcd',
  液晶屏: 'lcd',
  电视: 'lcd',
  电视机: 'lcd',
  lcd: 'lcd',
  led: 'led-low-resolution',
  led屏: 'led-low-resolution',
  led大屏: 'led-low-resolution',
  低分辨率led: 'led-low-resolution',
  条屏: 'led-ultra-wide',
  led条屏: 'led-ultra-wide',
  自助机: 'kiosk',
  自助求职机: 'kiosk',
  一体机: 'kiosk',
  kiosk: 'kiosk',
};
const yesNo: Record<string, boolean> = { '': false, 是: true, 有: true, yes: true, 否: false, 无: false, 没有: false, no: false };
const liveModes: Record<string, ImportedGlass['liveMode']> = {
  '': 'off',
  不播: 'off',
  否: 'off',
  一侧: 'beside',
  旁边: 'beside',
  是: 'beside',
  全屏: 'full',
};

/** What stands in one row; blank ones are none. */
export function readRow({ row, cells }: GridRow, header: Header): ImportRow | undefined {
  const text = (column: ImportColumn) =>
    cellText(cellAt(cells, header.get(column)))
      .normalize('NFKC')
      .trim();
  if ([...header.keys()].every((column) => text(column) === '')) return undefined;
  const problems: RowProblem[] = [];
  const refuse = (column: ImportColumn, code: ImportProblem) => void problems.push({ column, code, value: text(column).slice(0, 60) });
  const look = <T>(column: ImportColumn, table: Record<string, T>, code: ImportProblem): T | undefined => {
    const found = table[plain(text(column))];
    if (found === undefined) refuse(column, code);
    return found;
  };

  const name = text('name');
  if (name === '') refuse('name', 'NAME_MISSING');
  else if (name.length > 40) refuse('name', 'NAME_TOO_LONG');
  const station = text('station');
  if (station === '') refuse('station', 'STATION_MISSING');
  const pixels = readPair(text('pixels'), { least: 64, most: 16_384 });
  if (pixels === undefined) refuse('pixels', 'PIXELS_UNREADABLE');
  const size = pixels && readSize(text('size'), pixels);
  if (pixels !== undefined && size === undefined) refuse('size', 'SIZE_UNREADABLE');
  const distance = readMetres(text('distance'), { least: 0.3, most: 100 });
  if (distance === undefined) refuse('distance', 'DISTANCE_UNREADABLE');
  const mountHeightM = text('height') === '' ? 1.8 : readMetres(text('height'), { least: 0, most: 50 });
  if (mountHeightM === undefined) refuse('height', 'HEIGHT_UNREADABLE');
  const kind = look('kind', kinds, 'KIND_UNKNOWN');
  const touch = look('touch', yesNo, 'TOUCH_UNKNOWN');
  const liveMode = look('live', liveModes, 'LIVE_UNKNOWN');
  const tags = listOf(text('tags'));
  if (tags.some((tag) => tag.length > 20)) refuse('tags', 'TAG_TOO_LONG');

  const isWhole =
    problems.length === 0 &&
    pixels &&
    size &&
    distance !== undefined &&
    mountHeightM !== undefined &&
    kind &&
    liveMode &&
    touch !== undefined;
  return {
    row,
    name,
    station,
    groups: listOf(text('groups')),
    tags,
    problems,
    glass: isWhole
      ? {
          name,
          kind,
          widthMm: size[0],
          heightMm: size[1],
          widthPx: pixels[0],
          heightPx: pixels[1],
          viewingDistanceM: distance,
          mountHeightM,
          touch: touch || kind === 'kiosk',
          liveMode,
          soundOn: false,
        }
      : undefined,
  };
}

const cellAt = (cells: readonly (CellValue | undefined)[], at: number | undefined) => (at === undefined ? undefined : cells[at]);

const listOf = (text: string) => [...new Set(text.split(/[、,，;；/|]/).map((part) => part.trim()))].filter((part) => part !== '');

/** 1920×1080, 1920*1080, 1920x1080, 1920 1080. */
function readPair(text: string, { least, most }: { least: number; most: number }): [number, number] | undefined {
  const match = /^(\d{2,6})\s*[x×*✕ ]\s*(\d{2,6})$/i.exec(text.replace(/(mm|毫米|px|像素|点)/gi, '').trim());
  if (!match) return undefined;
  const pair: [number, number] = [Number(match[1]), Number(match[2])];
  return pair.every((value) => value >= least && value <= most) ? pair : undefined;
}

const inchMm = 25.4;

/** Width and height in mm: given so (1210×680), or by the diagonal in inches (55寸, 55"), which the picture's shape divides. */
function readSize(text: string, [widthPx, heightPx]: readonly [number, number]): [number, number] | undefined {
  const given = readPair(text, { least: 50, most: 200_000 });
  if (given) return given;
  const inches = /^(\d{1,3}(?:\.\d)?)\s*(?:英?寸|吋|"|″|''|inch|in)?$/i.exec(text);
  const diagonalMm = Number(inches?.[1]) * inchMm;
  if (!(diagonalMm >= 100)) return undefined;
  const diagonalPx = Math.hypot(widthPx, heightPx);
  return [Math.round((diagonalMm * widthPx) / diagonalPx), Math.round((diagonalMm * heightPx) / diagonalPx)];
}

function readMetres(text: string, { least, most }: { least: number; most: number }): number | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,2})?)\s*(?:米|m)?$/i.exec(text);
  const metres = Number(match?.[1]);
  return metres >= least && metres <= most ? metres : undefined;
}
