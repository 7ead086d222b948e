import type { ProblemKind } from './kind.ts';

export const linksProblems = {
  LINK_UNKNOWN: {
    status: 404,
    zh: '这个码不对。请再扫一次屏幕上的二维码。',
    en: 'This code is not valid. Scan the code on the screen again.',
  },
  LINK_EXPIRED: {
    status: 410,
    zh: '这个码已经过期。请扫屏幕上现在的二维码。',
    en: 'This code has expired. Scan the one on the screen now.',
  },
  LINK_DOMAIN_NOBODY: {
    status: 422,
    zh: '{domain} 打不开，没有改用。请检查拼写、解析和证书；确认手机能打开，再选“仍然改用”。',
    en: '{domain} cannot be reached, so nothing was switched. Check its spelling, DNS and certificate; if phones do open it, choose “Switch anyway”.',
  },
  LINK_DOMAIN_PRIVATE: {
    status: 422,
    zh: '{domain} 是内网地址，本机没有去打开，也没有改用。本系统只在内网用的，请把 PUBLIC_URL 设成内网地址，或设 ALERTS_PRIVATE=1；确认手机能打开，再选“仍然改用”。',
    en: '{domain} is an address inside a network, so it was not opened and nothing was switched. Where this system is used inside it, set PUBLIC_URL to its address there, or ALERTS_PRIVATE=1; if phones do open it, choose “Switch anyway”.',
  },
  LINK_DOMAIN_ELSEWHERE: {
    status: 422,
    zh: '{domain} 指向的不是本系统，没有改用。请让它指向本系统；确认手机能打开，再选“仍然改用”。',
    en: '{domain} leads to another system, so nothing was switched. Point it here; if phones do get here by it, choose “Switch anyway”.',
  },
  LINK_DOMAIN_LONG: {
    status: 422,
    zh: '这个域名太长：{count} 块屏放不下能扫的码，如 {first}。请换短一点的域名，或选“仍然改用”。',
    en: 'The domain is too long: {count} screens, such as {first}, have no room for a code that scans at that length. Use a shorter one, or choose “Switch anyway”.',
  },
  PHONE_INVALID: { status: 422, zh: '手机号应是 1 开头的 11 位数字。', en: 'A mobile number has 11 digits and starts with 1.' },
  CODE_WRONG: { status: 422, zh: '验证码不对，还可以试 {left} 次。', en: 'Wrong code, {left} tries left.' },
  CODE_EXPIRED: { status: 410, zh: '验证码已失效，请重新获取。', en: 'The code is no longer valid. Ask for a new one.' },
  CODE_SPENT: { status: 410, zh: '验证码已经用过，请重新获取。', en: 'The code has been used. Ask for a new one.' },
  CODE_LOCKED: {
    status: 429,
    zh: '试错太多次，请 {minutes} 分钟后再获取验证码。',
    en: 'Too many wrong tries. Ask for a code again in {minutes} min.',
  },
  SMS_UNAVAILABLE: {
    status: 503,
    zh: '短信暂时发不出。可以先留位，工作人员会打电话给您。',
    en: 'Text messages cannot be sent now. Hold the place; the station will ring you.',
  },
  // Told to staff alone: whoever only typed a number must not learn from it.
  GRAB_TWICE: {
    status: 409,
    zh: '这个手机号在这个岗位已经有一个名额，请婉拒这一单。',
    en: 'This number has a place in this job already. Decline this one.',
  },
  GRAB_TOO_MANY: {
    status: 409,
    zh: '您有 {count} 个岗位还在等答复。等有了答复，或在“我的抢单”里取消几个，再抢新的。',
    en: 'You wait for an answer about {count} jobs. Wait, or cancel some under "My grabs", then grab another.',
  },
  GRAB_STATE: { status: 409, zh: '这个单现在是「{state}」，不能这样操作。', en: 'The grab is now "{state}", so this cannot be done.' },
} as const satisfies Record<string, ProblemKind>;
