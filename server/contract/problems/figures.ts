import type { ProblemKind } from './kind.ts';

export const figuresProblems = {
  WORK_DAY: {
    status: 422,
    zh: '只能确认抢单之后、今天和之前三天内的到岗。再早的请联系驿站工作人员。',
    en: 'Only days since the grab, today and the three before can be confirmed. For earlier ones ask the station’s staff.',
  },
  WORK_SAME_HAND: {
    status: 409,
    zh: '两方确认不能由同一个人填。请让用人方、另一位同事或本人来确认。',
    en: 'One person cannot put down both sides. Let the employer, a colleague or the person confirm.',
  },
  TEAM_NAME_TAKEN: {
    status: 409,
    zh: '这个区域已有叫“{name}”的班组，请换个名称，或直接使用它。',
    en: 'This region already has a team “{name}”. Choose another name, or use that one.',
  },
  TEAM_FULL: { status: 422, zh: '一个班组最多登记 {most} 人。', en: 'A team has at most {most} members on record.' },
  OUTSIDE_UNKNOWN: {
    status: 404,
    zh: '这个展示地址不对，或已经停用。请向驿站管理员要新的地址。',
    en: 'This display address is wrong, or has been withdrawn. Ask the station’s administrator for a new one.',
  },
  FRAME_ORIGIN: {
    status: 422,
    zh: '“{origin}”不是网站地址。请写成 https://域名 的样子，不带路径和星号。',
    en: '“{origin}” is not a site’s address. Write it as https://host, without path or asterisk.',
  },
  DOMAIN_PROOF: {
    status: 422,
    zh: '只收微信平台下载的 MP_verify_*.txt，内容只有字母和数字。请重新下载后原样上传。',
    en: 'Only MP_verify_*.txt as WeChat’s platform gives it, holding letters and digits alone. Download it again and upload it as it is.',
  },
} as const satisfies Record<string, ProblemKind>;
