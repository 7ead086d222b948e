import { DeviceError, type DeviceProblem } from '../program/device-problem.ts';
import { type DeviceChoice, listDevices, onVanished, openGuestCamera, openMicrophone } from '../program/devices.ts';
import { adviseLevel } from '../program/level-advice.ts';
import { TrackMeter } from '../program/level-meter.ts';

const LOOK_EVERY_MS = 100;

/** A guest's camera and microphone, with the check that stands before the green room. Lives as long as the page. */
export class GuestDevices {
  camera = $state.raw<MediaStreamTrack>();
  microphone = $state.raw<MediaStreamTrack>();
  cameras = $state.raw<DeviceChoice[]>([]);
  microphones = $state.raw<DeviceChoice[]>([]);
  cameraId = $state('');
  microphoneId = $state('');
  cameraProblem = $state<DeviceProblem>();
  microphoneProblem = $state<DeviceProblem>();
  /** Loudness of this moment, 0 to 1. */
  level = $state(0);
  /** The loudest of the last seconds: a pause between two words is no alarm. */
  peak = $state(0);
  muted = $state(false);
  #meter: TrackMeter | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  get advice() {
    return adviseLevel(this.peak);
  }

  /** From a click. Without a camera a guest may still be heard. */
  async open(wants: 'video' | 'audio'): Promise<void> {
    await this.openMicrophone();
    if (wants === 'video') await this.openCamera();
    ({ cameras: this.cameras, microphones: this.microphones } = await listDevices());
  }

  async openCamera(): Promise<void> {
    this.closeCamera();
    this.cameraProblem = await problemOf(async () => {
      const track = await openGuestCamera(this.cameraId || undefined);
      this.camera = track;
      onVanished(track, ({ code }) => {
        this.cameraProblem = code;
        if (this.camera === track) this.camera = undefined;
      });
    });
  }

  /** The guest goes on with the voice alone. */
  closeCamera(): void {
    this.camera?.stop();
    this.camera = undefined;
    this.cameraProblem = undefined;
  }

  async openMicrophone(): Promise<void> {
    this.#closeMicrophone();
    this.microphoneProblem = await problemOf(async () => {
      const track = await openMicrophone(this.microphoneId || undefined);
      track.enabled = !this.muted;
      this.microphone = track;
      this.#meter = new TrackMeter(track);
      this.#timer = setInterval(() => {
        this.level = this.#meter?.level() ?? 0;
        this.peak = Math.max(this.level, this.peak * 0.985);
      }, LOOK_EVERY_MS);
      onVanished(track, ({ code }) => {
        this.microphoneProblem = code;
        if (this.microphone === track) this.#closeMicrophone();
      });
    });
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    if (this.microphone) this.microphone.enabled = !muted;
  }

  close(): void {
    this.closeCamera();
    this.#closeMicrophone();
  }

  #closeMicrophone(): void {
    clearInterval(this.#timer);
    this.#meter?.close();
    this.#meter = undefined;
    this.microphone?.stop();
    this.microphone = undefined;
    this.level = 0;
    this.peak = 0;
  }
}

async function problemOf(act: () => Promise<void>): Promise<DeviceProblem | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return error.code;
  }
}
