import type { Locale } from './problems.ts';

interface Worded {
  what: string;
  todo: string;
}

/** What a player says that it left out, or that went wrong with it (`setAside` of its beat), by the first word of its `why`. */
const faultWords = {
  UNREADABLE: {
    'zh-CN': { what: '收到的清单读不出来', todo: '屏上照播原来的；看中间有没有要登录的网络或代理。' },
    en: { what: 'a manifest that can’t be read', todo: 'What was held plays on; is there a portal or a proxy in between?' },
  },
  NOT_A_MANIFEST: {
    'zh-CN': { what: '收到的不是清单', todo: '屏上照播原来的；这块屏的版本可能太旧，“重新打开页面”。' },
    en: { what: 'what came is no manifest', todo: 'What was held plays on; the player may be too old: reload it.' },
  },
  UNKNOWN_KEY: {
    'zh-CN': { what: '清单的签名密钥不认识', todo: '屏上照播原来的；服务器换过密钥就重新配对，没换过请马上查。' },
    en: {
      what: 'a manifest signed by a key it doesn’t know',
      todo: 'Pair it anew if the server’s key was changed; if not, look into it at once.',
    },
  },
  HASH_WRONG: {
    'zh-CN': { what: '清单被改动过，没有采用', todo: '屏上照播原来的；一再出现，请查网络里谁在改内容。' },
    en: { what: 'a manifest that was changed on its way, not taken', todo: 'If it comes again, find out who changes it.' },
  },
  SIGNATURE_WRONG: {
    'zh-CN': { what: '清单的签名不对，没有采用', todo: '屏上照播原来的；一再出现，请查网络里谁在冒充服务器。' },
    en: { what: 'a manifest with a wrong signature, not taken', todo: 'If it comes again, find out who poses as the server.' },
  },
  REPLAYED: {
    'zh-CN': { what: '收到一份旧清单，没有采用', todo: '恢复过备份就“立即更新内容”；没有恢复过，请查网络。' },
    en: { what: 'an older manifest came again, not taken', todo: 'After a restored backup publish once more; else look into the network.' },
  },
  OTHER_SCREEN: {
    'zh-CN': { what: '收到别的屏的清单，没有采用', todo: '“重新打开页面”；仍然如此，重新配对。' },
    en: { what: 'another screen’s manifest, not taken', todo: 'Reload it; if it stays, pair it anew.' },
  },
  TOO_BIG: {
    'zh-CN': { what: '素材太大，这台设备放不下，没有下载', todo: '换小的图片或视频，或清理设备的存储。' },
    en: { what: 'a file too big for this device, not fetched', todo: 'Use a smaller one, or make room on the device.' },
  },
  ASSET_WRONG: {
    'zh-CN': { what: '下载的素材和审核的不一样，没有采用', todo: '10 分钟后会再试；一直这样，请重新上传。' },
    en: { what: 'a file that is not the one approved, not taken', todo: 'Tried again in ten minutes; if it stays, upload it anew.' },
  },
  DISK_FULL: {
    'zh-CN': { what: '设备存储满了', todo: '正在播的不受影响；请清理设备，或去掉大的视频。' },
    en: { what: 'the device’s disk is full', todo: 'What plays goes on; make room on the device or drop large films.' },
  },
  EVICTED: {
    'zh-CN': { what: '素材被浏览器清掉了，正在重新下载', todo: '不用处理；常常这样，请清理设备的存储。' },
    en: {
      what: 'the browser has cleared a file; it is fetched again',
      todo: 'Nothing to do; if it happens often, make room on the device.',
    },
  },
  STORE: {
    'zh-CN': { what: '设备的存储写不进去', todo: '画面照播，但断电后可能要重新下载或配对；请检查存储卡。' },
    en: { what: 'the device’s store can’t be written', todo: 'It plays on, but may lose what it has with its power: check the card.' },
  },
  SET_ASIDE: {
    'zh-CN': { what: '连续三次播不出来，已跳过', todo: '换掉这一条，或重新上传。' },
    en: { what: 'failed three times, and left out', todo: 'Replace it, or upload it anew.' },
  },
  MEMORY_CEILING: {
    'zh-CN': { what: '内存太高，已在换页时重新打开页面', todo: '常常这样，请换更小的素材或更好的设备。' },
    en: { what: 'reloaded between two slides for its memory', todo: 'If it happens often, use smaller files or a better device.' },
  },
  PAGE_NOT_DRAWN: {
    'zh-CN': { what: '截不了图', todo: '请驿站人员看一眼屏。' },
    en: { what: 'no picture of the page could be drawn', todo: 'Have somebody look at the screen.' },
  },
  SOUND_REFUSED: {
    'zh-CN': {
      what: '浏览器不让直播出声，先静音播着',
      todo: '打开浏览器时加 --autoplay-policy=no-user-gesture-required，再“重新打开页面”。',
    },
    en: {
      what: 'the browser plays no sound in a show; the picture goes on without',
      todo: 'Start the browser with --autoplay-policy=no-user-gesture-required, then reload the page.',
    },
  },
  UPDATE_REFUSED: {
    'zh-CN': { what: '新版本试播没有通过，没有换上', todo: '画面不受影响；请把浏览器版本告诉维护人员。' },
    en: {
      what: 'a new version failed its rehearsal',
      todo: 'The picture is not touched; tell whoever maintains it which browser this is.',
    },
  },
  ROLLED_BACK: {
    'zh-CN': { what: '新版本播不好，已退回旧版', todo: '画面不受影响；请把浏览器版本告诉维护人员。' },
    en: { what: 'a new version was taken back', todo: 'The old one plays; tell whoever maintains it which browser this is.' },
  },
  NOT_PROVED: {
    'zh-CN': { what: '新版本没有按时播出，但没有旧版可退', todo: '请马上看画面；不对就重启设备。' },
    en: {
      what: 'a new version is slow to play, and there is no older one',
      todo: 'Look at the picture now; restart the device if it is wrong.',
    },
  },
} as const satisfies Record<string, Record<Locale, Worded>>;

/** @returns undefined for what a newer player says; its own word is better than none */
export function wordsOfFault(why: string, locale: Locale): Worded | undefined {
  const code = /^[A-Z_]+/.exec(why)?.[0];
  return code !== undefined && isFault(code) ? faultWords[code][locale] : undefined;
}

const isFault = (code: string): code is keyof typeof faultWords => Object.hasOwn(faultWords, code);
