export type LevelAdvice = 'quiet' | 'good' | 'loud';

/** Of the loudest moment while somebody spoke; 1 is full scale. */
export function adviseLevel(peak: number): LevelAdvice {
  if (peak < 0.04) return 'quiet';
  return peak > 0.85 ? 'loud' : 'good';
}
