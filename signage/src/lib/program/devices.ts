import { DeviceError, deviceProblemOf } from './device-problem.ts';

export const CAMERA = { width: 1280, height: 720, fps: 25, maxFps: 30 } as const;

export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

/** @throws DeviceError */
export async function openCamera(deviceId?: string): Promise<MediaStreamTrack> {
  return open({
    video: {
      ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
      width: { ideal: CAMERA.width },
      height: { ideal: CAMERA.height },
      frameRate: { ideal: CAMERA.fps, max: CAMERA.maxFps },
    },
  });
}

/** For a guest: the picture stands in half of the canvas at most. A phone's front camera first. @throws DeviceError */
export async function openGuestCamera(deviceId?: string): Promise<MediaStreamTrack> {
  return open({
    video: {
      ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'user' }),
      width: { ideal: 640 },
      height: { ideal: 360 },
      frameRate: { ideal: 20, max: 24 },
    },
  });
}

/** A window or the whole screen, as the person picks it. Letters move little: few frames, many pixels. @throws DeviceError */
export async function openScreen(): Promise<MediaStreamTrack> {
  if (!navigator.mediaDevices) throw new DeviceError('DEVICE_INSECURE_PAGE');
  return firstOf(() =>
    navigator.mediaDevices.getDisplayMedia({
      video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 10, max: 15 } },
      audio: false,
    }),
  );
}

/** @throws DeviceError */
export async function openMicrophone(deviceId?: string): Promise<MediaStreamTrack> {
  return open({
    audio: {
      ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  });
}

/** Names are empty until a device has been allowed once. */
export async function listDevices(): Promise<{ cameras: DeviceChoice[]; microphones: DeviceChoice[] }> {
  if (!navigator.mediaDevices) return { cameras: [], microphones: [] };
  const devices = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind) =>
    devices.filter((device) => device.kind === kind && device.deviceId !== '').map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { cameras: of('videoinput'), microphones: of('audioinput') };
}

/**
 * Keeps a camera running as it is while its track is asked for fewer or smaller pictures. Chromium shuts the device of an only track down and opens it in
 * another format, which takes a second or more on a busy machine, and ends the track where that fails: the host would lose the camera to the very ladder
 * that is to spare the machine. With a second track on it pictures are scaled and left out instead.
 * @returns what lets go of it
 */
export function holdOpen(camera: MediaStreamTrack): () => void {
  const second = camera.clone();
  return () => second.stop();
}

/** Calls back when the device is pulled out or taken away. `stop()` of our own fires nothing. */
export function onVanished(track: MediaStreamTrack, vanished: (error: DeviceError) => void): void {
  track.addEventListener('ended', () => vanished(new DeviceError('DEVICE_VANISHED')), { once: true });
}

async function open(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  if (!navigator.mediaDevices) throw new DeviceError('DEVICE_INSECURE_PAGE');
  return firstOf(() => navigator.mediaDevices.getUserMedia(constraints));
}

async function firstOf(ask: () => Promise<MediaStream>): Promise<MediaStreamTrack> {
  let stream: MediaStream;
  try {
    stream = await ask();
  } catch (error) {
    throw new DeviceError(deviceProblemOf(error), error);
  }
  const [track] = stream.getTracks();
  if (!track) throw new DeviceError('DEVICE_MISSING');
  return track;
}
