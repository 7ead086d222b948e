/**
 * What the picture itself says. Always Chinese, whatever language the host works in: one picture goes to every wall and phone, and the public reads
 * it, not who made it.
 */
export const PROGRAM_LOCALE = 'zh-CN';

export const programWords = {
  host: (name: string) => `主播 ${name}`,
  live: '直播',
  scan: (number: number | string) => `扫码 抢 ${number} 号岗`,
  slate: '马上回来',
  heard: (name: string) => `连线 ${name}`,
} as const;

/** The letters of all that, to be fetched before they are drawn. */
export const programLetters = Object.values(programWords)
  .map((words) => (typeof words === 'string' ? words : words('')))
  .join('');
