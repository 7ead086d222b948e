import type { ScreenForStaff } from '#server/contract/screens.ts';

/** A 55-inch television across a hall: what most stations hang. */
export const newGlass = (): ScreenForStaff['glass'] => ({
  name: '',
  kind: 'lcd',
  widthMm: 1210,
  heightMm: 680,
  widthPx: 1920,
  heightPx: 1080,
  viewingDistanceM: 3,
  mountHeightM: 1.8,
  touch: false,
  liveMode: 'off',
  soundOn: false,
});
