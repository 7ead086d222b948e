import type { ProblemKind } from './kind.ts';

export const kioskProblems = {
  NOT_A_KIOSK: {
    status: 409,
    zh: '这块屏不是可以触摸的自助机。请在“屏幕”里把类型改成自助机，并勾选可触摸。',
    en: 'This screen is no kiosk that can be touched. Set its kind and touch under Screens.',
  },
} as const satisfies Record<string, ProblemKind>;
