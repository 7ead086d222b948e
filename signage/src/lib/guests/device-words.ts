import { m } from '$lib/paraglide/messages.js';
import type { DeviceProblem } from '../program/device-problem.ts';

/** What is wrong with a guest's camera or microphone, and what helps. */
export const deviceWords: Record<DeviceProblem, () => string> = {
  DEVICE_INSECURE_PAGE: m.guest_device_insecure_page,
  DEVICE_REFUSED: m.guest_device_refused,
  DEVICE_MISSING: m.guest_device_missing,
  DEVICE_BUSY: m.guest_device_busy,
  DEVICE_VANISHED: m.guest_device_vanished,
  DEVICE_UNUSABLE: m.guest_device_unusable,
  PICTURE_STOPPED: m.guest_device_unusable,
};
