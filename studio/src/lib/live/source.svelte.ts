import { type Effort, efforts } from '#server/domain/live/effort.ts';
import type { CanvasFormat } from '$lib/program/canvas.ts';
import { Compositor, type CompositorRate, canCompose } from '$lib/program/compositor.ts';
import { guestPicture, HOST, SCREEN } from '$lib/program/layouts.ts';
import { ProgramSound } from '$lib/program/sound.ts';
import { DeviceError, type DeviceProblem } from '$signage/program/device-problem.ts';
import {
  CAMERA,
  type DeviceChoice,
  holdOpen,
  listDevices,
  onVanished,
  openCamera,
  openMicrophone,
  openScreen,
} from '$signage/program/devices.ts';

export type SourceKind = 'none' | 'camera' | 'test';
/** 第二画面: another camera of the host's. */
export const SECOND = 'second';

/** The host's pictures and sound: devices, or the built-in test picture. Lives as long as the page. */
export class Source {
  kind = $state<SourceKind>('none');
  problem = $state<DeviceProblem>();
  cameras = $state<DeviceChoice[]>([]);
  microphones = $state<DeviceChoice[]>([]);
  cameraId = $state('');
  secondCameraId = $state('');
  microphoneId = $state('');
  tone = $state(false);
  muted = $state(false);
  level = $state(0);
  format = $state<CanvasFormat>('landscape');
  /** The host's own pictures, by name. */
  #own = $state.raw<readonly string[]>([]);
  /** Guests whose pictures come now, by the pictures' names. */
  #flowing = $state.raw<ReadonlySet<string>>(new Set());
  /** Pictures of guests on stage, in the order in which they came. */
  #guestPictures = $state.raw<ReadonlyMap<string, MediaStreamTrack>>(new Map());
  /** Set when there is a sound: what guests hear of the host. */
  guestsTrack = $state.raw<MediaStreamTrack>();
  talking = $state(false);
  stream = $state.raw<MediaStream>();
  #compositor: Compositor | undefined;
  #sound: ProgramSound | undefined;
  readonly #pictures = new Map<string, MediaStreamTrack>();
  readonly #letGo = new Map<string, () => void>();
  #microphone: MediaStreamTrack | undefined;
  #meter: ReturnType<typeof setInterval> | undefined;
  #effort: Pick<Effort, 'fps' | 'cameraHeight'> = efforts.full;
  readonly #onRate: (rate: CompositorRate) => void;

  readonly canCompose = canCompose();

  /** @param onRate once a second, also while the tab is hidden */
  constructor(onRate: (rate: CompositorRate) => void = () => {}) {
    this.#onRate = onRate;
  }

  /** The pictures there are, in the order in which layouts take them: people first. A guest's only while it comes. */
  get names(): readonly string[] {
    const guests = [...this.#guestPictures.keys()].filter((name) => this.#flowing.has(name));
    return [HOST, ...guests, SECOND, SCREEN].filter((name) => guests.includes(name) || this.#own.includes(name));
  }

  get compositor(): Compositor | undefined {
    return this.#compositor;
  }

  get tracks(): { video: MediaStreamTrack; audio: MediaStreamTrack } | undefined {
    return this.#compositor && this.#sound ? { video: this.#compositor.track, audio: this.#sound.track } : undefined;
  }

  /** Another canvas, before the show: the picture is made anew. */
  async useFormat(format: CanvasFormat): Promise<void> {
    if (format === this.format) return;
    this.format = format;
    const before = this.#compositor;
    if (!before) return;
    this.#compositor = undefined;
    this.stream = undefined;
    this.#flowing = new Set();
    const { compositor } = await this.#prepare();
    if (this.kind === 'test') compositor.setSource(HOST, 'test');
    for (const [name, track] of this.#pictures) compositor.setSource(name, track);
    before.close();
  }

  /** From a click: sound needs a gesture. */
  async useCamera(): Promise<void> {
    this.problem = undefined;
    this.#drop(HOST);
    this.#dropMicrophone();
    await this.#trying(async () => {
      const { sound } = await this.#prepare();
      await this.#show(HOST, await openCamera(this.cameraId || undefined));
      this.kind = 'camera';
      this.#microphone = await openMicrophone(this.microphoneId || undefined);
      sound.useMicrophone(this.#microphone);
      onVanished(this.#microphone, (error) => this.#vanished(error));
    });
    ({ cameras: this.cameras, microphones: this.microphones } = await listDevices());
  }

  async useTestPicture(): Promise<void> {
    this.problem = undefined;
    await this.#trying(async () => {
      const { compositor } = await this.#prepare();
      this.#drop(HOST);
      this.#dropMicrophone();
      compositor.setSource(HOST, 'test');
      this.kind = 'test';
      this.#name(HOST);
    });
  }

  async useSecondCamera(on: boolean): Promise<void> {
    this.problem = undefined;
    this.#drop(SECOND);
    if (!on) return;
    await this.#trying(async () => {
      const other = this.cameras.find(({ id }) => id !== this.cameraId && id !== this.cameras[0]?.id);
      await this.#show(SECOND, await openCamera(this.secondCameraId || other?.id));
    });
    ({ cameras: this.cameras } = await listDevices());
  }

  /** From a click: the browser asks which window. */
  async useScreen(on: boolean): Promise<void> {
    this.problem = undefined;
    this.#drop(SCREEN);
    if (!on) return;
    await this.#trying(async () => {
      const track = await openScreen();
      await this.#show(SCREEN, track);
      // "Stop sharing" of the browser's own bar.
      track.addEventListener('ended', () => this.#drop(SCREEN), { once: true });
    });
  }

  setTone(on: boolean): void {
    this.tone = on;
    this.#sound?.setTone(on);
  }

  /** Pictures of the guests on stage, by the guests' ids, in order. */
  setGuestPictures(tracks: ReadonlyMap<string, MediaStreamTrack>): void {
    const before = this.#guestPictures;
    const now = new Map([...tracks].map(([guestId, track]) => [guestPicture(guestId), track]));
    if (before.size === now.size && [...before].every(([name, track], at) => [...now][at]?.[0] === name && now.get(name) === track)) return;
    for (const [name, track] of before) if (now.get(name) !== track) this.#compositor?.setSource(name, undefined);
    for (const [name, track] of now) if (before.get(name) !== track) this.#compositor?.setSource(name, track);
    this.#flowing = new Set([...this.#flowing].filter((name) => before.get(name) === now.get(name)));
    this.#guestPictures = now;
  }

  /** Voices of guests, by their ids. */
  setGuestVoices(voices: ReadonlyMap<string, { track: MediaStreamTrack; gain: number; heard: boolean }>): void {
    const sound = this.#sound;
    if (!sound) return;
    for (const guestId of sound.guestIds) if (!voices.has(guestId)) sound.useGuest(guestId, undefined, { gain: 0, heard: false });
    for (const [guestId, { track, ...how }] of voices) sound.useGuest(guestId, track, how);
  }

  /** 通话: to the guests alone. */
  setTalking(talking: boolean): void {
    this.talking = talking;
    this.#sound?.setTalking(talking);
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    this.#sound?.setMuted(muted);
  }

  /** How much the machine can carry: cameras in fewer pixels, fewer frames. The canvas stays as it is. */
  setEffort(effort: Pick<Effort, 'fps' | 'cameraHeight'>): void {
    this.#effort = effort;
    this.#compositor?.setRate(effort.fps);
    for (const name of this.#pictures.keys()) this.#ease(name);
  }

  #ease(name: string): void {
    const { fps, cameraHeight } = this.#effort;
    if (name === SCREEN) return;
    const size = { width: { ideal: Math.round((cameraHeight * 16) / 9) }, height: { ideal: cameraHeight } };
    const eased = this.#pictures.get(name)?.applyConstraints({ ...size, frameRate: { ideal: fps, max: CAMERA.maxFps } });
    // A camera that can't do it keeps its size: it is then only the frames that are fewer.
    eased?.catch(() => undefined);
  }

  close(): void {
    clearInterval(this.#meter);
    for (const name of [...this.#pictures.keys()]) this.#drop(name);
    this.#dropMicrophone();
    this.#compositor?.close();
    this.#sound?.close();
    // A show that has ended is left afterwards: closed once is closed.
    this.#compositor = undefined;
    this.#sound = undefined;
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      this.problem = error.code;
    }
  }

  async #show(name: string, track: MediaStreamTrack): Promise<void> {
    const { compositor } = await this.#prepare();
    this.#pictures.set(name, track);
    if (name !== SCREEN) this.#letGo.set(name, holdOpen(track));
    compositor.setSource(name, track);
    if (this.#effort !== efforts.full) this.#ease(name);
    if (name !== SCREEN) onVanished(track, (error) => this.#vanished(error));
    this.#name(name);
  }

  #name(name: string): void {
    if (!this.#own.includes(name)) this.#own = [...this.#own, name];
  }

  #drop(name: string): void {
    this.#pictures.get(name)?.stop();
    this.#pictures.delete(name);
    this.#letGo.get(name)?.();
    this.#letGo.delete(name);
    this.#compositor?.setSource(name, undefined);
    this.#own = this.#own.filter((known) => known !== name);
  }

  #dropMicrophone(): void {
    this.#sound?.useMicrophone(undefined);
    this.#microphone?.stop();
    this.#microphone = undefined;
  }

  async #prepare(): Promise<{ compositor: Compositor; sound: ProgramSound }> {
    if (!window.isSecureContext) throw new DeviceError('DEVICE_INSECURE_PAGE');
    const isNew = this.#compositor === undefined;
    const compositor = this.#compositor ?? this.#compose();
    this.#compositor = compositor;
    if (isNew) for (const [name, track] of this.#guestPictures) compositor.setSource(name, track);
    this.#sound ??= new ProgramSound();
    this.guestsTrack = this.#sound.guestsTrack;
    await this.#sound.resume();
    this.stream ??= new MediaStream([compositor.track]);
    this.#meter ??= setInterval(() => {
      this.level = this.#sound?.level() ?? 0;
    }, 100);
    return { compositor, sound: this.#sound };
  }

  #compose(): Compositor {
    return new Compositor(this.format, {
      rate: this.#onRate,
      flow: (name, flows) => {
        const others = [...this.#flowing].filter((known) => known !== name);
        this.#flowing = new Set(flows ? [...others, name] : others);
      },
      failed: () => {
        this.problem = 'PICTURE_STOPPED';
      },
    });
  }

  #vanished(error: DeviceError): void {
    this.problem = error.code;
  }
}
