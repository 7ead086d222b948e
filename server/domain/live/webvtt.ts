/** WebVTT (W3C) of an episode's captions. Times are program media time, ms. */
export interface Cue {
  readonly id: string;
  readonly mediaTimeMs: number;
  readonly durationMs: number;
  readonly text: string;
}

/**
 * @param cues in the order of their times
 * @param segmented of a live playlist: its clock is then tied to the picture's (RFC 8216bis §3.1.4), whose media time 0 is ours
 */
export function writeWebVtt(cues: readonly Cue[], { segmented }: { segmented: boolean }): string {
  const head = segmented ? 'WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n' : 'WEBVTT\n';
  return `${head}\n${cues.map(cueText).join('')}`;
}

function cueText({ id, mediaTimeMs, durationMs, text }: Cue): string {
  return `${id}\n${stamp(mediaTimeMs)} --> ${stamp(mediaTimeMs + durationMs)}\n${escaped(text)}\n\n`;
}

/** HH:MM:SS.mmm; hours grow beyond two digits where they must. */
function stamp(ms: number): string {
  const whole = Math.max(Math.round(ms), 0);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1000) % 60)}.${String(whole % 1000).padStart(3, '0')}`;
}

/** A cue's text ends at an empty line and knows tags: neither is the host's to write. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\s+/g, ' ').trim();
}
