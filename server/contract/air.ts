import { z } from 'zod';
import { programCanvases } from '../domain/live/canvas.ts';
import { effortRungs } from '../domain/live/effort.ts';
import { id } from './primitives.ts';

/** Before the show: which canvas it is sent on. */
export const chooseCanvas = z.object({ canvas: z.enum(programCanvases) });
export type ChooseCanvas = z.infer<typeof chooseCanvas>;

/** Keeps the card of one item up; null lets it follow the talk again. */
export const pinCard = z.object({ itemId: id.nullable() });
export type PinCard = z.infer<typeof pinCard>;

/** Pitches a job at once: behind the current item, and straight on to it. */
export const insertNow = z.object({ postingId: id });
export type InsertNow = z.infer<typeof insertNow>;

/** The studio had to send less, or can send more again. */
export const noteEffort = z.object({
  rung: z.enum(effortRungs),
  fps: z.number().min(0).max(120),
  /** Share of the time that drawing took. */
  busy: z.number().min(0).max(10),
});
export type NoteEffort = z.infer<typeof noteEffort>;
