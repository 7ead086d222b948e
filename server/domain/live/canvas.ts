/** The program's canvas: 1280 × 720, 720 × 1280 for the phone platforms, or 854 × 480 for weak machines. Never changed while a show is on. */
export const programCanvases = ['landscape', 'portrait', 'small'] as const;
export type ProgramCanvas = (typeof programCanvases)[number];

/** Width over height. */
export const shapeOf = (canvas: ProgramCanvas): number => (canvas === 'portrait' ? 9 / 16 : 16 / 9);
