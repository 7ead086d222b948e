import type { ProblemKind } from './kind.ts';

export const postingsProblems = {
  POSTING_NOT_FOUND: { status: 404, zh: '找不到这个岗位。', en: 'This job is not found.' },
  POSTING_CLOSED: { status: 410, zh: '这个岗位已经下架，看看附近的其他岗位。', en: 'This job is no longer offered. See others nearby.' },
  POSTING_EXPIRED: { status: 410, zh: '这个岗位已经过期，看看附近的其他岗位。', en: 'This job has expired. See others nearby.' },
  POSTING_STATE: {
    status: 409,
    zh: '岗位现在的状态是「{status}」，不能这样操作。请刷新后再看。',
    en: 'The posting is now "{status}", so this cannot be done. Refresh and look again.',
  },
  POSTING_BLOCKED: {
    status: 422,
    zh: '有 {count} 处违反规定，改好才能提交：{rules}',
    en: '{count} findings break the rules; mend them first: {rules}',
  },
  VERSION_CONFLICT: {
    status: 409,
    zh: '别人刚改过这个岗位。您的内容还在，请对照最新版再保存。',
    en: 'Somebody has just changed this posting. Yours is kept; compare with the newest and save again.',
  },
  SAME_PERSON: {
    status: 403,
    zh: '录入和审核要两个人：请让另一位同事审核。',
    en: 'Entry and approval need two people: ask a colleague to approve.',
  },
  EMPLOYER_UNCHECKED: {
    status: 409,
    zh: '这家单位（雇主）还没有核验。先登记看过的证照，再审核。',
    en: 'This employer has not been checked. Record the licence or ID you saw, then approve.',
  },
  EMPLOYER_CHECKED: {
    status: 409,
    zh: '「{name}」已经核验过，登记的类别或信用代码和您填的不一样，所以没有改动。代码变了，请在“用人单位”里重新核验；另一家同名的，名称里请写上区别（例如门店）。',
    en: '"{name}" has been checked with another kind or credit code, so nothing was changed. Where the code is new, check it again on the employers page; for another of the same name, add what tells them apart.',
  },
  EMPLOYER_MISSING: {
    status: 422,
    zh: '没有用人单位，也没有写明是个人雇主。请回访补全。',
    en: 'No employer is named, nor a householder. Ring back and complete it.',
  },
  CREDIT_CODE_INVALID: {
    status: 422,
    zh: '统一社会信用代码的校验位不对，请核对证照。',
    en: 'The check character of the social credit code is wrong. Compare with the licence.',
  },
  EMPLOYER_LINK_UNKNOWN: {
    status: 410,
    zh: '这个链接已失效。请向驿站要一个新的。',
    en: 'This link no longer works. Ask the station for a new one.',
  },
  PLACE_FAR: {
    status: 409,
    zh: '这个位置离最近的驿站有 {km} 公里。确认没有标错再保存。',
    en: 'This pin is {km} km from the nearest station. Save it only if that is right.',
  },
  REGION_UNKNOWN: { status: 422, zh: '没有这个区域：{region}', en: 'There is no such region: {region}' },
  PUBLICATION_TIMES: {
    status: 422,
    zh: '显示的结束时间要晚于开始时间。请改正后再保存。',
    en: 'What is shown must end after it begins. Correct the times and save again.',
  },
  REGION_TWICE: {
    status: 422,
    zh: '文件里区域代码 {region} 出现了两次，不知道以哪个为准，所以什么都没导入。请删掉重复的一个，再导入。',
    en: 'The file names region {region} twice, so nothing was brought in. Delete one of the two and bring it in again.',
  },
  STATION_UNKNOWN: { status: 422, zh: '没有这个驿站。', en: 'There is no such station.' },
  NOTHING_TO_SHARE: {
    status: 422,
    zh: '选中的岗位都不在公开状态，先审核发布再分享。',
    en: 'None of these postings is public. Approve and publish first.',
  },
  POSTER_PICTURE: {
    status: 422,
    zh: '海报图片要 JPEG，长和宽在 {least} 到 {most} 像素之间。请换一张再传。',
    en: 'The picture must be a JPEG between {least} and {most} pixels on either side. Choose another one.',
  },
} as const satisfies Record<string, ProblemKind>;
