import { formatDistance, formatPay, formatPlaces, formatSettlement, formatShift, type GlassLocale } from '#server/domain/board/format.ts';
import type { KioskJob } from '#server/domain/kiosk/choose.ts';

/** A job as it is said: the number first, facts as short sentences. */
export function spokenJob(job: KioskJob, today: string, locale: GlassLocale): string {
  const zh = locale === 'zh-CN';
  const facts = [
    zh ? `${job.number} 号` : `Number ${job.number}`,
    job.title ?? job.trade,
    formatPay(job.pay, locale).replace('–', zh ? '到' : ' to '),
    formatSettlement(job.pay, locale),
    formatShift(job.shift, { today }, locale).replace('–', zh ? '到' : ' to '),
    job.place,
    job.distanceM === null ? undefined : `${zh ? '离这里' : 'from here'} ${formatDistance(job.distanceM, locale)}`,
    job.employer,
    formatPlaces(job, locale),
    ...(job.requirements ?? []),
    ...job.benefits,
  ];
  return facts.filter((fact) => fact !== undefined && fact !== '').join(zh ? '。' : '. ');
}

/** Slower than any voice says it: hanzi at two and a half a second, letters at eight. */
const slowestMs: Record<GlassLocale, number> = { 'zh-CN': 400, en: 120 };
const startsWithinMs = 10_000;

/** After so long it has been read, or never will be. */
export const readWithinMs = (text: string, locale: GlassLocale): number => startsWithinMs + text.length * slowestMs[locale];

/** 读给我听: by the browser's own voice, where it has one for the language. */
export class Reader {
  isReading = $state(false);
  #voices = $state.raw<SpeechSynthesisVoice[]>([]);
  readonly #speech = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined;
  #words: SpeechSynthesisUtterance | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #look = () => {
    this.#voices = this.#speech?.getVoices() ?? [];
  };

  constructor() {
    this.#look();
    // Chromium knows its voices some time after it was asked first.
    this.#speech?.addEventListener?.('voiceschanged', this.#look);
  }

  canRead(locale: GlassLocale): boolean {
    return this.#voiceFor(locale) !== undefined;
  }

  read(text: string, locale: GlassLocale): void {
    const voice = this.#voiceFor(locale);
    if (this.#speech === undefined || voice === undefined) return;
    this.stop();
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.9;
    // Of one that was cancelled the engine may speak later: by then another is being read.
    words.onend = () => {
      if (this.#words === words) this.#over();
    };
    words.onerror = words.onend;
    this.#words = words;
    this.isReading = true;
    // An engine that has hung says nothing, ever: whoever is read to counts as being here, and the kiosk would stay open for good.
    this.#timer = setTimeout(() => this.stop(), readWithinMs(text, locale));
    this.#speech.speak(words);
  }

  stop(): void {
    this.#speech?.cancel();
    this.#over();
  }

  #over(): void {
    clearTimeout(this.#timer);
    this.#words = undefined;
    this.isReading = false;
  }

  close(): void {
    this.stop();
    this.#speech?.removeEventListener?.('voiceschanged', this.#look);
  }

  #voiceFor(locale: GlassLocale): SpeechSynthesisVoice | undefined {
    const wanted = locale === 'en' ? /^en/i : /^(zh|cmn)/i;
    return this.#voices.find(({ lang }) => wanted.test(lang));
  }
}
