import type { ProblemKind } from './kind.ts';

export const brandsProblems = {
  BRAND_ACCENT: {
    status: 422,
    zh: '颜色 {accent} 在屏上看不清：对比度只有 {ratio}:1，至少要 7:1。可以用同一色调的 {would}。',
    en: 'The colour {accent} cannot be read on the glass: its contrast is {ratio}:1, and at least 7:1 is needed. {would} of the same hue would do.',
  },
  BRAND_LOGO: {
    status: 422,
    zh: '这个标志用不了：要 PNG 图片，最大 8 KB，高 32 到 512 像素，宽不超过高的 6 倍。工作台会把 SVG 和大图转好再上传。',
    en: 'This logo cannot be used: it must be a PNG of at most 8 KB, 32 to 512 pixels high, and at most six times as wide. The studio turns SVG and larger pictures into one.',
  },
} as const satisfies Record<string, ProblemKind>;
