import { afterAll, beforeAll, describe } from 'vitest';
import { type House, type HouseOptions, type Mode, modes, openHouse } from './house.ts';

/**
 * The same tests on both sides of the house: PGlite alone, and PostgreSQL with Redis. `house()` is the open installation, one for each file
 * and mode, with a fresh database.
 */
export function describeBothModes(name: string, define: (house: () => House) => void, options: HouseOptions = {}): void {
  describeModes(modes, name, define, options);
}

export function describeModes(
  among: readonly Mode[],
  name: string,
  define: (house: () => House) => void,
  options: HouseOptions = {},
): void {
  describe.each(among)(`${name}, %s`, (mode) => {
    let open: House | undefined;
    beforeAll(async () => {
      open = await openHouse(mode, options);
    });
    afterAll(() => open?.close());
    define(() => {
      if (!open) throw new Error('the house opens before the first test: call house() inside a test');
      return open;
    });
  });
}
