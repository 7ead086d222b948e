import type { EmployerKind } from '../../posting/facts.ts';
import { cleanLine, fold } from '../text/clean-text.ts';
import { clip } from './clip.ts';

export interface EmployerReading {
  /** Absent when nobody is named: 某公司, 保密, 无. */
  employer?: string;
  employerKind: EmployerKind;
}

const organisation =
  /公司|集团|厂|店|馆|超市|商场|商行|商铺|中心|学校|幼儿园|医院|诊所|酒店|宾馆|饭庄|餐厅|食堂|合作社|农场|基地|工作室|经营部|服务部|服务站|事务所|门市|物业|护理[站院]|养老院|敬老院|网点|配送站|工坊|作坊|工程队|施工队|项目部|车队|物流|仓储|快递|仓库|水吧|茶饮|茶铺|铺$|银行|协会|商会|机构|社区|村委|居委|街道|人民政府|局$|所$|站$|城$|市场|直播间|电商|部$|行$|坊$|屋$|苑$|园$|家政|到家|汽车服务|服务$|俱乐部|影楼|网吧|驾校/;
const householder = /^(?:个人|家庭|私人|业主|雇主|住户|户主|个体(?:雇主)?|宝妈|房东)/;
const household =
  /(?:先生|女士|阿姨|大姐|大哥|老师|师傅|奶奶|爷爷)(?:家|\s*[（(]?(?:个人|业主|雇主|家庭))?[)）]?$|家$|业主|雇主家|[（(]个人[)）]/;
const nobody =
  /^(?:无|没有|不详|未知|保密|待定|暂无|面议|某.*|[-—/*.。]+|xx+.*|\?+|知名(?:企业|公司|品牌)?|大型?(?:工厂|企业|公司)|本地(?:大厂|企业|公司|工厂)|工厂直招|厂家直招|直招)$/i;

/**
 * Who offers the work. In a column headed 用人单位 anything that is not a household counts as an organisation's name;
 * elsewhere (`named: false`) only what reads like one does.
 */
export function readEmployer(text: string, options: { named: boolean } = { named: true }): EmployerReading {
  const name = cleanLine(text)
    .replace(/^[【[(（](.*)[】\])）]$/, '$1')
    .replace(/^(?:用人单位|单位|公司|企业|雇主)[:：]\s*/, '')
    .trim();
  const plain = fold(name);
  if (plain === '' || nobody.test(plain)) return { employerKind: 'unknown' };
  const employer = clip(name, 60);
  if (householder.test(plain)) return { employer, employerKind: 'householder' };
  if (organisation.test(plain)) return { employer, employerKind: 'organisation' };
  if (household.test(plain) && plain.length <= 12) return { employer, employerKind: 'householder' };
  return options.named ? { employer, employerKind: 'organisation' } : { employerKind: 'unknown' };
}

/** Whether a phrase of a chat message reads like the name of a firm. */
export function looksLikeOrganisation(text: string): boolean {
  const plain = fold(cleanLine(text));
  return plain.length >= 2 && plain.length <= 40 && organisation.test(plain) && !nobody.test(plain);
}
