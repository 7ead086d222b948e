import { test as base } from '@playwright/test';

/** Playwright's, but what a test opens in the browser that all share ends with it: a wall of an earlier one would go on playing, and take the machine from the next. */
export const test = base.extend<{ endsWhatItOpened: undefined }>({
  endsWhatItOpened: [
    async ({ browser }, use) => {
      const before = new Set(browser.contexts());
      await use(undefined);
      const opened = browser.contexts().filter((context) => !before.has(context));
      await Promise.all(opened.map((context) => context.close()));
    },
    { auto: true },
  ],
});
