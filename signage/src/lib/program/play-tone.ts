const LOUDNESS = 0.2;

/** One second on the loudspeaker: whether it is heard, only the person can say. */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.gain.value = LOUDNESS;
  const tone = context.createOscillator();
  tone.frequency.value = 880;
  tone.connect(gain).connect(context.destination);
  const ended = new Promise((resolve) => tone.addEventListener('ended', resolve, { once: true }));
  tone.start();
  tone.stop(context.currentTime + 1);
  await ended;
  await context.close();
}
