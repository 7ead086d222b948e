import { type LegalSource, sources } from './sources.ts';

export type Severity = 'block' | 'warn';

export interface Rule {
  severity: Severity;
  /** Every rule that blocks has one. */
  source?: LegalSource;
  /** What is wrong and why, in words a clerk can read out to an employer. */
  explanation: { zh: string; en: string };
  /** How to mend it. */
  fix: { zh: string; en: string };
}

/** The rules a posting is read against, as data. What finds them stands in match/. */
export const rules = {
  FEE: {
    severity: 'block',
    source: sources.labourContractArt9,
    explanation: {
      zh: '招工不能向求职者收押金、保证金、服装费、培训费、体检费或任何别的钱。',
      en: 'Nobody may take a deposit or a fee from those who look for work.',
    },
    fix: {
      zh: '删掉收钱的话。如果单位真的要收，不要发布，并告知 12333。',
      en: 'Remove it. If the employer really charges, do not publish and tell 12333.',
    },
  },
  KEPT_DOCUMENTS: {
    severity: 'block',
    source: sources.labourContractArt9,
    explanation: { zh: '用人单位不能扣押身份证或其他证件。', en: 'An employer may not keep identity cards or other documents.' },
    fix: { zh: '删掉扣押、抵押证件的话；可以写“入职时出示身份证”。', en: 'Remove it; "show your identity card" is allowed.' },
  },
  UNDER_16: {
    severity: 'block',
    source: sources.labourArt15,
    explanation: { zh: '不能招用未满 16 周岁的人。', en: 'Nobody under 16 may be employed.' },
    fix: { zh: '把年龄下限改为 16 周岁以上（一般写年满 18 周岁）。', en: 'Raise the lower age limit to 16 or more.' },
  },
  SEX: {
    severity: 'block',
    source: sources.womenArt43,
    explanation: { zh: '招聘不能限定男女，也不能写“男士优先”“女士优先”。', en: 'A posting may not be limited to, or prefer, one sex.' },
    fix: { zh: '删掉性别要求，改写工作内容，例如“需搬 20 公斤重物”。', en: 'Remove it; describe the work instead, e.g. "lifts 20 kg".' },
  },
  MARITAL_STATE: {
    severity: 'block',
    source: sources.womenArt43,
    explanation: { zh: '不能把婚姻、生育、怀孕情况当作录用条件。', en: 'Marriage, children or pregnancy may not be a condition.' },
    fix: { zh: '删掉婚育要求。', en: 'Remove it.' },
  },
  ETHNICITY: {
    severity: 'block',
    source: sources.employmentArt28,
    explanation: { zh: '不能因为民族不同而限制或拒绝录用。', en: 'Ethnicity may not be a condition.' },
    fix: { zh: '删掉民族要求。', en: 'Remove it.' },
  },
  RELIGION: {
    severity: 'block',
    source: sources.employmentArt3,
    explanation: { zh: '不能因为宗教信仰不同而限制或拒绝录用。', en: 'Religion may not be a condition.' },
    fix: { zh: '删掉宗教信仰要求。', en: 'Remove it.' },
  },
  DISABILITY: {
    severity: 'block',
    source: sources.employmentArt29,
    explanation: { zh: '不能歧视残疾人。', en: 'People with a disability may not be turned away as such.' },
    fix: { zh: '删掉，改写岗位真正需要的能力。', en: 'Remove it; say what the work really needs.' },
  },
  HEALTH_CARRIER: {
    severity: 'block',
    source: sources.employmentArt30,
    explanation: {
      zh: '不能因为是乙肝等传染病病原携带者而拒绝录用（法律规定的食品等岗位按健康证执行）。',
      en: 'Carriers of an infection may not be turned away as such (work with food needs the health certificate the law asks for).',
    },
    fix: { zh: '删掉；食品岗位可以写“需健康证”。', en: 'Remove it; for work with food write "health certificate needed".' },
  },
  HOUSEHOLD_LIMIT: {
    severity: 'block',
    source: sources.platformNotice,
    explanation: { zh: '不能限定户籍或地域，例如“只招本地人”“外地勿扰”。', en: 'Household registration or region may not be a condition.' },
    fix: { zh: '删掉；可以写“住得近上班方便”。', en: 'Remove it; "living near helps" is allowed.' },
  },
  EXPIRED: {
    severity: 'block',
    source: sources.platformNotice,
    explanation: { zh: '有效期已过，不能再发布。', en: 'The period of validity has ended.' },
    fix: { zh: '打电话问单位还招不招，再改有效期。', en: 'Ring and ask, then change the validity.' },
  },
  NO_EMPLOYER: {
    severity: 'block',
    source: sources.platformNotice,
    explanation: { zh: '没有写明用人单位或雇主是谁。', en: 'No employer or householder is named.' },
    fix: {
      zh: '打电话问清单位全称；家庭雇主写姓名并选“个人雇主”。',
      en: 'Ring and ask the full name; for a household write the name and choose householder.',
    },
  },
  AGE_16_TO_18: {
    severity: 'warn',
    source: sources.labourArt58,
    explanation: {
      zh: '16 到 18 周岁是未成年工，不能安排重活、夜班等禁忌劳动。',
      en: 'Between 16 and 18 heavy and hazardous work is forbidden.',
    },
    fix: { zh: '确认岗位适合，或改为年满 18 周岁。', en: 'Make sure the work is allowed, or raise the limit to 18.' },
  },
  UPPER_AGE: {
    severity: 'warn',
    explanation: {
      zh: '年龄上限容易被投诉为年龄歧视，也会让合适的人不敢报名。',
      en: 'An upper age limit invites complaints of discrimination and keeps suitable people away.',
    },
    fix: { zh: '没有必要就删掉，改写“身体能胜任”。', en: 'Remove it unless needed; say what the work demands.' },
  },
  HOUSEHOLD_PREFERENCE: {
    severity: 'warn',
    source: sources.platformNotice,
    explanation: { zh: '“本地户口优先”有户籍歧视的风险。', en: 'Preferring local registration risks being discrimination.' },
    fix: { zh: '建议删掉；想要住得近的人，写“住附近优先”。', en: 'Better removed; if living near matters, say that.' },
  },
  LURE: {
    severity: 'warn',
    source: sources.platformNotice,
    explanation: {
      zh: '像虚假诱导：不能用“高薪”“轻松月入过万”“保录”之类的话吸引人。',
      en: 'Reads like a lure ("high pay", "guaranteed").',
    },
    fix: { zh: '改成实际的工资数。', en: 'State the real figures.' },
  },
  SCAM_SIGN: {
    severity: 'warn',
    explanation: { zh: '像诈骗或违法活动（刷单、跑分、出租银行卡、垫付等）。', en: 'Has the marks of fraud.' },
    fix: { zh: '先向单位核实；核实不了就不要发布。', en: 'Check with the employer; if in doubt do not publish.' },
  },
  UNPAID_TRIAL: {
    severity: 'warn',
    source: sources.labourContractArt20,
    explanation: { zh: '试工、试用也要付工资，且不低于当地最低工资。', en: 'Trial work must be paid, at the minimum wage at least.' },
    fix: { zh: '请单位写明试工期间的工资。', en: 'Ask what the trial pays and write it down.' },
  },
  WAGE_WITHHELD: {
    severity: 'warn',
    source: sources.labourContractArt30,
    explanation: {
      zh: '压工资、押工资容易引起欠薪纠纷，工资要按时足额付。',
      en: 'Holding back wages leads to disputes; pay is due in full and on time.',
    },
    fix: { zh: '问清每月几号发工资，直接写发薪日。', en: 'Ask for the pay day and write it instead.' },
  },
  LINK_IN_TEXT: {
    severity: 'warn',
    explanation: { zh: '里面有网址，可能把人引到别处。', en: 'Holds a web address that may lead people elsewhere.' },
    fix: { zh: '删掉网址，留电话。', en: 'Remove it and keep the phone number.' },
  },
  FORMULA: {
    severity: 'warn',
    explanation: { zh: '这是表格公式，已按文字处理，没有执行。', en: 'This is a spreadsheet formula; it is kept as text and was not run.' },
    fix: { zh: '改成真正的内容。', en: 'Replace it with what was meant.' },
  },
  MESSENGER_ONLY: {
    severity: 'warn',
    explanation: {
      zh: '只留了微信或私信，没有电话，求职者联系不上也难以核实。',
      en: 'Only a messenger contact: hard to reach and to verify.',
    },
    fix: { zh: '补一个能打通的电话。', en: 'Add a phone number that is answered.' },
  },
  PHONE_MISSING: {
    severity: 'warn',
    source: sources.platformNotice,
    explanation: { zh: '没有能打的电话。', en: 'There is no phone number.' },
    fix: { zh: '补上联系电话。', en: 'Add one.' },
  },
  PAY_UNCLEAR: {
    severity: 'warn',
    source: sources.platformNotice,
    explanation: { zh: '工资没有写清：要有数目，并写明按时、按天、按月还是按件。', en: 'Pay is unclear: it needs a figure and a unit.' },
    fix: { zh: '问清工资数目和计算方式。', en: 'Ask for the figure and its unit.' },
  },
  PLACE_UNCLEAR: {
    severity: 'warn',
    source: sources.platformNotice,
    explanation: { zh: '没有写工作地点。', en: 'No place of work is given.' },
    fix: { zh: '补上地点，写到街道或门牌。', en: 'Add it, down to the street.' },
  },
  HEADCOUNT_UNCLEAR: {
    severity: 'warn',
    source: sources.platformNotice,
    explanation: { zh: '没有写清招几个人。', en: 'The number of places is unclear.' },
    fix: { zh: '问清人数再填。', en: 'Ask for the number.' },
  },
  BELOW_MINIMUM: {
    severity: 'warn',
    explanation: { zh: '工资低于当地最低工资标准。', en: 'Pay is below the regional minimum.' },
    fix: { zh: '请单位核对工资或工时。', en: 'Ask the employer to check pay or hours.' },
  },
} as const satisfies Record<string, Rule>;

export type RuleCode = keyof typeof rules;
