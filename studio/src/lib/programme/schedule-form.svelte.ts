import type { SaveSchedule, ScheduleForStaff } from '#server/contract/programme.ts';
import type { ProgrammeTarget } from '#server/domain/programme/target.ts';
import type { HolidayRule, SwappedRule } from '#server/domain/programme/timetable.ts';
import { api } from '$lib/api.ts';
import { where } from '$lib/desk/where.svelte.ts';
import { idOfTarget } from './places.svelte.ts';

/** What is typed and chosen of one schedule; kept whatever the server says, until it is stored. */
export class ScheduleForm {
  readonly id: string | undefined;
  readonly version: number;
  name = $state('');
  playlistId = $state('');
  target = $state.raw<ProgrammeTarget>({ kind: 'region', regionCode: where.code });
  dayparts = $state<{ from: string; to: string }[]>([]);
  weekdays = $state.raw<number[]>([]);
  fromDay = $state('');
  untilDay = $state('');
  onHoliday = $state<HolidayRule>('as-usual');
  onSwapped = $state<SwappedRule>('as-weekday');
  stationHours = $state(false);
  priority = $state(0);

  constructor(of: ScheduleForStaff | { playlistId: string }) {
    this.playlistId = of.playlistId;
    this.id = 'id' in of ? of.id : undefined;
    this.version = 'id' in of ? of.version : 0;
    if (!('id' in of)) return;
    const { name, target, rule, priority } = of;
    this.name = name;
    this.target = target;
    this.priority = priority;
    // A field of time knows no 24:00.
    this.dayparts = rule.dayparts.map(({ from, to }) => ({ from, to: to === '24:00' ? '00:00' : to }));
    this.weekdays = rule.weekdays;
    this.fromDay = rule.fromDay ?? '';
    this.untilDay = rule.untilDay ?? '';
    this.onHoliday = rule.onHoliday;
    this.onSwapped = rule.onSwapped;
    this.stationHours = rule.stationHours;
  }

  toggle(day: number): void {
    this.weekdays = this.weekdays.includes(day) ? this.weekdays.filter((one) => one !== day) : [...this.weekdays, day].sort();
  }

  /** Undefined while something is missing. */
  wire(): SaveSchedule | undefined {
    const { name, playlistId, target, priority, weekdays, onHoliday, onSwapped, stationHours, fromDay, untilDay } = this;
    const dayparts = this.dayparts.map(({ from, to }) => ({ from, to: to === '00:00' ? '24:00' : to }));
    if (name.trim() === '' || playlistId === '' || idOfTarget(target) === '') return undefined;
    if (dayparts.some(({ from, to }) => from === '' || to === '' || from === to)) return undefined;
    if (fromDay !== '' && untilDay !== '' && untilDay < fromDay) return undefined;
    return {
      ...{ name, playlistId, target, priority },
      rule: {
        ...{ dayparts, weekdays, onHoliday, onSwapped, stationHours },
        ...(fromDay === '' ? {} : { fromDay }),
        ...(untilDay === '' ? {} : { untilDay }),
      },
    };
  }

  async save(): Promise<void> {
    const wire = this.wire();
    if (wire === undefined) return;
    if (this.id === undefined) await api.post('/programme/schedules', wire);
    else await api.put(`/programme/schedules/${this.id}`, { ...wire, version: this.version });
  }
}
