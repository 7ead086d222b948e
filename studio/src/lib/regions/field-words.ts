import { m } from '$lib/paraglide/messages.js';
import type { EntryKind, Fault, Step } from './import-faults.ts';

interface FieldWords {
  required: boolean;
  what: () => string;
}

/** Every field of a stations.json, as its list of fields and its mistakes are worded. */
export const fileFields: { kind: EntryKind; fields: Record<string, FieldWords> }[] = [
  {
    kind: 'region',
    fields: {
      code: { required: true, what: m.file_code },
      name: { required: true, what: m.file_name },
      level: { required: true, what: m.file_level },
      children: { required: false, what: m.file_children },
    },
  },
  {
    kind: 'station',
    fields: {
      name: { required: true, what: m.file_name },
      region: { required: true, what: m.file_region },
      phone: { required: true, what: m.file_phone },
      hours: { required: true, what: m.file_hours },
      address: { required: false, what: m.file_address },
      lat: { required: false, what: m.file_lat },
      lon: { required: false, what: m.file_lon },
      timeZone: { required: false, what: m.file_time_zone },
      downloads: { required: false, what: m.file_downloads },
      screens: { required: false, what: m.file_screens },
    },
  },
  {
    kind: 'hours',
    fields: {
      days: { required: true, what: m.file_days },
      open: { required: true, what: m.file_time },
      close: { required: true, what: m.file_time },
    },
  },
  {
    kind: 'screen',
    fields: {
      name: { required: true, what: m.file_name },
      widthMm: { required: true, what: m.file_millimetres },
      heightMm: { required: true, what: m.file_millimetres },
      pixels: { required: true, what: m.file_pixels },
      viewingDistanceM: { required: true, what: m.file_viewing },
      mountHeightM: { required: true, what: m.file_mount },
      touch: { required: false, what: m.file_touch },
      kind: { required: false, what: m.file_kind },
      live: { required: false, what: m.file_live },
    },
  },
  {
    kind: 'show',
    fields: {
      name: { required: true, what: m.file_name },
      region: { required: true, what: m.file_region },
      rrule: { required: true, what: m.file_rrule },
      start: { required: true, what: m.file_time },
      minutes: { required: true, what: m.file_minutes },
      timeZone: { required: false, what: m.file_time_zone },
    },
  },
];

const kinds: Record<EntryKind, () => string> = {
  region: m.file_of_region,
  station: m.file_of_station,
  hours: m.file_of_hours,
  screen: m.file_of_screen,
  show: m.file_of_show,
};
export const kindOf = (kind: EntryKind): string => kinds[kind]();

/** What is expected in a field; of the file as a whole, its two lists. */
export function expectedOf({ steps, field }: Pick<Fault, 'steps' | 'field'>): string {
  const kind = steps.at(-1)?.kind;
  const fields = fileFields.find((one) => one.kind === kind)?.fields;
  // Of a part of a field, the field says what it is.
  const known = fields?.[field] ?? fields?.[field.split('.')[0] ?? ''];
  return known?.what() ?? (kind === undefined ? m.file_lists() : m.file_object());
}

const stepOf = ({ kind, position, name }: Step) =>
  name === undefined ? m.file_step({ what: kindOf(kind), position }) : m.file_step_named({ what: kindOf(kind), position, name });

/** 驿站 stations 第 2 项（二号驿站），字段 phone：应该写 …；现在写的是 "没有" */
export function faultOf(fault: Fault): string {
  const where = fault.steps.map(stepOf).join(' › ') || m.file_whole();
  const field = fault.field || '—';
  const expected = expectedOf(fault);
  return fault.found === undefined
    ? m.file_fault_missing({ where, field, expected })
    : m.file_fault({ where, field, expected, found: fault.found });
}
