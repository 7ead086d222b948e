/**
 * What a station's list may begin with: words under which money is asked of people who look for work, and the frauds that are aimed at them. A person reads
 * them, and takes out what they don't want, before any counts. Sources: 《人力资源市场暂行条例》第二十九条 and 《就业服务与就业管理规定》第十四条 (no deposit, no
 * fee, no document held back); the kinds of fraud that 国家反诈中心 warns those who look for work of (2023).
 */
export const usualWords: readonly string[] = [
  ...['押金', '保证金', '入职费', '介绍费', '中介费', '服装费', '培训费', '办卡费', '扣身份证', '押身份证'],
  ...['刷单', '返利', '垫付', '充值任务', '培训贷', '校园贷', '套路贷', '无抵押贷款', '代办贷款'],
  ...['跑分', '租银行卡', '收银行卡', '卖银行卡', '收电话卡', '借微信号', '租微信号', '代开发票', '代办证件'],
  ...['赌博', '博彩', '网赌', '棋牌代理', '裸聊', '约炮', '高薪出国', '偷渡'],
];
