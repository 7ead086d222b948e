/** What a rule rests on. `date`: in force since, or reported on. Article numbers only where the text was checked. */
export interface LegalSource {
  law: string;
  article?: string;
  date?: string;
  url?: string;
}

export const sources = {
  labourContractArt9: { law: '《中华人民共和国劳动合同法》', article: '第九条', date: '2008-01-01' },
  labourContractArt20: { law: '《中华人民共和国劳动合同法》', article: '第二十条', date: '2008-01-01' },
  labourContractArt30: { law: '《中华人民共和国劳动合同法》', article: '第三十条', date: '2008-01-01' },
  labourArt15: { law: '《中华人民共和国劳动法》及《禁止使用童工规定》', article: '劳动法第十五条', date: '2002-12-01' },
  labourArt58: { law: '《中华人民共和国劳动法》', article: '第五十八条', date: '1995-01-01' },
  womenArt43: { law: '《中华人民共和国妇女权益保障法》（2022年修订）', article: '第四十三条', date: '2023-01-01' },
  employmentArt28: { law: '《中华人民共和国就业促进法》', article: '第二十八条', date: '2008-01-01' },
  employmentArt3: { law: '《中华人民共和国就业促进法》', article: '第三条', date: '2008-01-01' },
  employmentArt29: { law: '《中华人民共和国就业促进法》', article: '第二十九条', date: '2008-01-01' },
  employmentArt30: { law: '《中华人民共和国就业促进法》', article: '第三十条', date: '2008-01-01' },
  onlineRecruitment: { law: '《网络招聘服务管理规定》（人社部令第44号）', date: '2021-03-01' },
  platformNotice: { law: '人社部等五部门《关于规范网络平台招聘类信息发布的通知》', date: '2026-01-13' },
} as const satisfies Record<string, LegalSource>;
