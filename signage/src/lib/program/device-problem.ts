/** Why there is no camera or microphone, as a code; worded in messages. */
export type DeviceProblem =
  /** The page is not on HTTPS (or localhost): browsers give no devices. */
  | 'DEVICE_INSECURE_PAGE'
  | 'DEVICE_REFUSED'
  | 'DEVICE_MISSING'
  /** Another program holds it. */
  | 'DEVICE_BUSY'
  /** Pulled out, or the laptop slept, while it was in use. */
  | 'DEVICE_VANISHED'
  | 'DEVICE_UNUSABLE'
  /** No device at all: the worker that draws the program has fallen, and its track with it. */
  | 'PICTURE_STOPPED';

export class DeviceError extends Error {
  readonly code: DeviceProblem;

  constructor(code: DeviceProblem, cause?: unknown) {
    super(code, { cause });
    this.name = 'DeviceError';
    this.code = code;
  }
}

/** What getUserMedia's exceptions mean (Media Capture and Streams §10.2). */
export function deviceProblemOf(error: unknown): DeviceProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'DEVICE_REFUSED';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return 'DEVICE_MISSING';
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'DEVICE_BUSY';
    default:
      return 'DEVICE_UNUSABLE';
  }
}
