import type { AlertFact, AlertKind } from '../domain/alerts/kinds.ts';
import type { HealthReason, ScreenState } from '../domain/screen/health.ts';
import type { Locale } from './problems.ts';

interface Worded {
  what: string;
  /** What to do about it, from afar first. */
  todo: string;
}

interface HealthWords {
  states: Record<ScreenState, string>;
  reasons: Record<HealthReason, Worded>;
  kinds: Record<AlertKind, Worded>;
  facts: Record<AlertFact, string>;
}

/** What is wrong with a screen and what to do about it: the same words in the studio, in an e-mail and in a robot's message. */
export const healthWords: Record<Locale, HealthWords> = {
  'zh-CN': {
    states: { fine: '正常', degraded: '有问题', silent: '没消息', wrong: '画面不对', asleep: '闭站' },
    reasons: {
      NEVER_HEARD: { what: '配对后一直没有消息', todo: '请驿站人员看屏是否开机、能否上网，打开的地址对不对。' },
      NOT_HEARD: { what: '收不到心跳', todo: '先看同站其他屏；只有这块没消息，请驿站人员看电源和网线，必要时断电重启。' },
      STATION_CLOSED: { what: '已闭站，屏关着', todo: '不用处理，开站后会自动恢复。' },
      BLACK_PICTURE: { what: '画面全黑', todo: '先“重新打开页面”；仍然全黑，请驿站人员看屏和信号线。' },
      BLANK_PICTURE: { what: '画面只有一种颜色', todo: '先“重新打开页面”；仍是空白，截图看看，再请驿站人员断电重启。' },
      HANGING: { what: '画面不动了', todo: '先“重新打开页面”；没有回音，请驿站人员断电重启。' },
      OTHER_CONTENT: { what: '显示的不是已审核的内容', todo: '先切到安全画面，再“立即更新内容”；仍不对，吊销凭证并重新配对。' },
      LONG_BEHIND: { what: '内容超过 30 分钟没有更新', todo: '“立即更新内容”；看剩余存储和网速，素材太大请换小的。' },
      CLONED: { what: '有另一台设备冒用这块屏', todo: '吊销凭证，在驿站现场重新配对。' },
      BEHIND: { what: '新内容还没有换上', todo: '多半在下载素材，稍等；一直这样再“立即更新内容”。' },
      SET_ASIDE: { what: '有内容播不出，已跳过', todo: '打开这块屏的页面看是哪一条，换掉或重新上传。' },
      STORAGE_LOW: { what: '存储快满了', todo: '去掉大的视频，或请驿站人员清理设备。' },
      CLOCK_WRONG: { what: '设备时间不准（超过 5 分钟）', todo: '节目按服务器时间走，不受影响；请在设备上打开自动对时。' },
      MEMORY_HIGH: { what: '内存占用过高', todo: '“重新打开页面”；常常这样，请换更小的素材或更好的设备。' },
      RESCUED: { what: '页面多次自动恢复', todo: '看最近换了什么内容；请驿站人员检查设备散热和电源。' },
      ROLLED_BACK: { what: '新版本没有通过试运行，已退回旧版', todo: '画面不受影响；请把浏览器版本告诉维护人员。' },
      UNPROVED: { what: '查不到画面是否正常', todo: '请驿站人员看一眼屏；“重新打开页面”后仍这样，请把浏览器版本告诉维护人员。' },
      NOT_PERSISTED: {
        what: '浏览器没有答应长期保存内容',
        todo: '现在不影响播放；设备空间不够时浏览器会清掉内容和配对，要重新配对。请把播放页装成应用或加书签，并留足空间。',
      },
    },
    kinds: {
      silent: { what: '没消息', todo: '请看电源和网络。' },
      wrong: { what: '画面不对', todo: '请马上查看；必要时切到安全画面。' },
      degraded: { what: '有问题', todo: '请在方便时处理。' },
      'set-aside': { what: '有内容播不出，已跳过', todo: '请换掉或重新上传。' },
      station: { what: '全站的屏同时没消息', todo: '多半停电或断网，请给驿站打电话。' },
      fleet: { what: '所有驿站的屏同时没消息', todo: '多半是服务器的网络或域名出了问题，请先检查服务器。' },
      server: { what: '服务器停过', todo: '停机期间没有监看。屏按已有内容继续播放；请查停机原因。' },
      playlist: { what: '节目单里没有可播的内容', todo: '屏上显示驿站画面；请给节目单补上有效的内容。' },
    },
    facts: { begun: '告警', repeated: '仍未恢复', ended: '已恢复' },
  },
  en: {
    states: { fine: 'fine', degraded: 'degraded', silent: 'silent', wrong: 'wrong picture', asleep: 'asleep' },
    reasons: {
      NEVER_HEARD: { what: 'never heard since it was paired', todo: 'Is it switched on, online, and on the right address?' },
      NOT_HEARD: {
        what: 'no heartbeat',
        todo: 'Look at its neighbours first; if it is the only one, have somebody check power and cable, and power-cycle it.',
      },
      STATION_CLOSED: { what: 'switched off, the station is closed', todo: 'Nothing to do: it comes back with the opening hours.' },
      BLACK_PICTURE: { what: 'the picture is black', todo: 'Reload the page; still black: have somebody look at panel and signal cable.' },
      BLANK_PICTURE: {
        what: 'the picture is of one colour',
        todo: 'Reload the page; still blank: take a screenshot, then have somebody power-cycle it.',
      },
      HANGING: { what: 'the picture stands still', todo: 'Reload the page; no echo: have somebody power-cycle it.' },
      OTHER_CONTENT: {
        what: 'shows something that was not approved',
        todo: 'Raise the safe slate, then refresh; still wrong: revoke the credential and pair it again.',
      },
      LONG_BEHIND: { what: 'content not renewed for over 30 minutes', todo: 'Refresh; look at storage and line; use smaller files.' },
      CLONED: { what: 'another device plays as this screen', todo: 'Revoke the credential and pair it again on the spot.' },
      BEHIND: { what: 'newer content is not on yet', todo: 'It is probably downloading; if it stays so, refresh.' },
      SET_ASIDE: { what: 'items failed and are left out', todo: 'Open the screen’s page, see which, and replace them.' },
      STORAGE_LOW: { what: 'storage is nearly full', todo: 'Take large films out, or have the device cleaned up.' },
      CLOCK_WRONG: {
        what: 'the device’s clock is off by over 5 minutes',
        todo: 'Playing follows the server’s time; switch automatic time on.',
      },
      MEMORY_HIGH: { what: 'uses too much memory', todo: 'Reload the page; if it recurs, use smaller files or a better device.' },
      RESCUED: { what: 'had to be rescued repeatedly', todo: 'See what content changed last; check cooling and power.' },
      ROLLED_BACK: {
        what: 'a new version failed its trial and was taken back',
        todo: 'The picture is not affected; tell support the browser’s version.',
      },
      UNPROVED: {
        what: 'its picture can’t be checked',
        todo: 'Have somebody look at it; if it stays so after a reload, tell support the browser’s version.',
      },
      NOT_PERSISTED: {
        what: 'the browser has not promised to keep its store',
        todo: 'Nothing is wrong now; short of space it may clear content and pairing. Install the page as an app or bookmark it, and leave room.',
      },
    },
    kinds: {
      silent: { what: 'is silent', todo: 'Check power and network.' },
      wrong: { what: 'shows a wrong picture', todo: 'Look at once; raise the safe slate if need be.' },
      degraded: { what: 'has a problem', todo: 'Deal with it when convenient.' },
      'set-aside': { what: 'leaves items out that fail', todo: 'Replace them.' },
      station: { what: 'all screens of the station fell silent together', todo: 'Power or line, most likely: ring the station.' },
      fleet: {
        what: 'all screens everywhere fell silent together',
        todo: 'The server’s line or name, most likely: check the server first.',
      },
      server: { what: 'the server was away', todo: 'Nothing was watched meanwhile; screens went on with what they held. Find out why.' },
      playlist: { what: 'a playlist has nothing to show', todo: 'Screens show the station’s own slide; add valid items.' },
    },
    facts: { begun: 'Alert', repeated: 'Still so', ended: 'Over' },
  },
};
