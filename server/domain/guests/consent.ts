/**
 * What a guest agrees to, word for word. A changed wording is a new version: what somebody agreed to can be shown years later
 * (个人信息保护法 第十四条; 民法典 第一千零一十九条 on one's likeness). Never change a version in place.
 */
export const consent = {
  version: '2026-11',
  'zh-CN': [
    '我同意在本场直播中出镜、出声：画面和声音会在驿站大屏、手机和直播平台上播出。',
    '我知道这场直播会被录像，录像连同岗位记录保存三年，可以回看。',
    '候场时主播能看到我、听到我；只有主播请我上台，观众才看得到、听得到。',
    '我可以随时退出。我的名字 60 天后从系统里删除；已播出的录像想删，打驿站电话。',
  ],
  en: [
    'I agree to be seen and heard in this show: picture and sound go out to the stations’ screens, to phones and to live platforms.',
    'I know that the show is recorded; the recording is kept for three years with the jobs’ records and can be watched again.',
    'While I wait, the host sees and hears me; viewers do so only when the host brings me on stage.',
    'I may leave at any time. My name is deleted from the system after 60 days; to have a recording removed, ring the station.',
  ],
} as const;
