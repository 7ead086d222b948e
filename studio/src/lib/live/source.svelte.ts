import { Compositor, canCompose } from '$lib/program/compositor.ts';
import { DeviceError, type DeviceProblem } from '$lib/program/device-problem.ts';
import { type DeviceChoice, listDevices, onVanished, openCamera, openMicrophone } from '$lib/program/devices.ts';
import { ProgramSound } from '$lib/program/sound.ts';

export type SourceKind = 'none' | 'camera' | 'test';

/** The host's picture and sound: devices, or the built-in test picture. Lives as long as the page. */
export class Source {
  kind = $state<SourceKind>('none');
  problem = $state<DeviceProblem>();
  cameras = $state<DeviceChoice[]>([]);
  microphones = $state<DeviceChoice[]>([]);
  cameraId = $state('');
  microphoneId = $state('');
  tone = $state(false);
  level = $state(0);
  stream = $state.raw<MediaStream>();
  #compositor: Compositor | undefined;
  #sound: ProgramSound | undefined;
  #camera: MediaStreamTrack | undefined;
  #microphone: MediaStreamTrack | undefined;
  #meter: ReturnType<typeof setInterval> | undefined;

  readonly canCompose = canCompose();

  get compositor(): Compositor | undefined {
    return this.#compositor;
  }

  get tracks(): { video: MediaStreamTrack; audio: MediaStreamTrack } | undefined {
    return this.#compositor && this.#sound ? { video: this.#compositor.track, audio: this.#sound.track } : undefined;
  }

  /** From a click: sound needs a gesture. */
  async useCamera(): Promise<void> {
    this.problem = undefined;
    this.#releaseDevices();
    try {
      const { compositor, sound } = await this.#prepare();
      this.#camera = await openCamera(this.cameraId || undefined);
      compositor.showCamera(this.#camera);
      this.kind = 'camera';
      onVanished(this.#camera, (error) => this.#vanished(error));
      this.#microphone = await openMicrophone(this.microphoneId || undefined);
      sound.useMicrophone(this.#microphone);
      onVanished(this.#microphone, (error) => this.#vanished(error));
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      this.problem = error.code;
    }
    ({ cameras: this.cameras, microphones: this.microphones } = await listDevices());
  }

  async useTestPicture(): Promise<void> {
    this.problem = undefined;
    try {
      const { compositor } = await this.#prepare();
      this.#releaseDevices();
      compositor.showTestPicture();
      this.kind = 'test';
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      this.problem = error.code;
    }
  }

  setTone(on: boolean): void {
    this.tone = on;
    this.#sound?.setTone(on);
  }

  close(): void {
    clearInterval(this.#meter);
    this.#releaseDevices();
    this.#compositor?.close();
    this.#sound?.close();
  }

  async #prepare(): Promise<{ compositor: Compositor; sound: ProgramSound }> {
    if (!window.isSecureContext) throw new DeviceError('DEVICE_INSECURE_PAGE');
    this.#compositor ??= new Compositor({
      failed: () => {
        this.problem = 'PICTURE_STOPPED';
      },
    });
    this.#sound ??= new ProgramSound();
    await this.#sound.resume();
    this.stream ??= new MediaStream([this.#compositor.track]);
    this.#meter ??= setInterval(() => {
      this.level = this.#sound?.level() ?? 0;
    }, 100);
    return { compositor: this.#compositor, sound: this.#sound };
  }

  #vanished(error: DeviceError): void {
    this.problem = error.code;
  }

  #releaseDevices(): void {
    this.#sound?.useMicrophone(undefined);
    this.#camera?.stop();
    this.#microphone?.stop();
    this.#camera = undefined;
    this.#microphone = undefined;
  }
}
