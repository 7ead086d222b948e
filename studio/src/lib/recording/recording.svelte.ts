import type { AskCut, CutOnWire, RecordingForHost } from '#server/contract/recordings.ts';
import { api } from '$lib/api.ts';

/** While an MP4 is made; while the show is on; and afterwards, when only a colleague could change anything. */
const LOOK_EVERY_MS = { busy: 1_500, on: 5_000, calm: 30_000 };

/** The recording of one episode, as it is made and cut. */
export class RecordingDesk {
  recording = $state.raw<RecordingForHost>();
  readonly #episodeId: string;
  #timer: number | undefined;
  #closed = false;

  constructor(episodeId: string) {
    this.#episodeId = episodeId;
  }

  /** Looks until the returned function is called; often while something is being made. */
  watch(problem: (error: unknown) => void): () => void {
    void this.#look(problem);
    return () => {
      this.#closed = true;
      clearTimeout(this.#timer);
    };
  }

  cutOf(kind: CutOnWire['kind'], seq: number | null = null): CutOnWire | undefined {
    return this.recording?.cuts.find((cut) => cut.kind === kind && cut.seq === seq);
  }

  async ask(wanted: AskCut, problem: (error: unknown) => void): Promise<void> {
    await api.post(`/recordings/episodes/${this.#episodeId}/cuts`, wanted);
    await this.#look(problem);
  }

  async #look(problem: (error: unknown) => void): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.recording = await api.get<RecordingForHost>(`/recordings/episodes/${this.#episodeId}`);
    } catch (error) {
      if (!this.#closed) problem(error);
    }
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(problem), LOOK_EVERY_MS[this.#pace]) as unknown as number;
  }

  get #pace(): keyof typeof LOOK_EVERY_MS {
    const { state, cuts = [] } = this.recording ?? {};
    if (cuts.some((cut) => cut.state === 'waiting' || cut.state === 'making')) return 'busy';
    return state === 'kept' || state === 'deleted' ? 'calm' : 'on';
  }
}
