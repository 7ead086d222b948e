import { type LegalSource, sources } from '../lint/sources.ts';
import type { Guidance } from './entry.ts';

/**
 * What a station has to say before anybody has entered anything: the telephones that answer in the whole country, and what the law says
 * of taking work, in the words of the rules that postings are read against. An administrator corrects, hides and adds to it.
 */
export const builtInGuidance: readonly Guidance[] = [
  hotline('12333', 10, '人社服务热线', 'Labour and social security line', [
    '社保、工资拖欠、劳动合同、就业登记和培训补贴，都可以问。',
    'Ask about unpaid wages, contracts, social insurance, training subsidies.',
    '人力资源和社会保障部 12333 热线',
  ]),
  hotline('12348', 20, '法律援助热线', 'Legal aid line', [
    '讨薪、工伤、合同纠纷，免费咨询律师，符合条件的可以申请法律援助。',
    'Free legal advice about unpaid wages, injuries at work and contracts.',
    '司法部 中国法律服务网',
  ]),
  hotline('12345', 30, '政务服务便民热线', 'Government service line', [
    '不知道该找哪个部门，就打这个电话，会帮您转办。',
    'If you do not know which office to ask, ask here.',
    '国务院办公厅《关于进一步优化地方政务服务便民热线的指导意见》（国办发〔2020〕53号）',
    '2020-12-28',
  ]),
  hotline('12351', 40, '工会职工维权热线', 'Trade union line', [
    '劳动者权益受到侵害，可以找工会帮忙。',
    'The trade unions help workers whose rights are violated.',
    '中华全国总工会 12351 职工维权热线',
  ]),
  text('no-fees', 'rights', 10, '找活不交钱', 'No fees, no deposits', [
    '招工不能向您收押金、保证金、服装费、培训费、体检费，也不能用别的名目收钱。有人收钱，不要交，告诉服务台，或拨打 12333。',
    'Nobody may take a deposit or any fee from you for work. Do not pay; tell the desk or ring 12333.',
    sources.labourContractArt9,
  ]),
  text('documents', 'rights', 20, '身份证不能扣', 'Nobody may keep your identity card', [
    '登记时可以看身份证，但用人单位不能扣押您的身份证和其他证件。',
    'An employer may look at your identity card, but may not keep it.',
    sources.labourContractArt9,
  ]),
  text('paid-in-time', 'rights', 30, '工资按时足额付', 'Wages in full and on time', [
    '用人单位要按约定和规定，及时、足额付工资。拖欠的，可以拨打 12333 投诉，也可以拨打 12348 问法律援助。',
    'Wages are due in full and on time. If they are late, ring 12333, or 12348 for legal aid.',
    sources.labourContractArt30,
  ]),
  text('trial', 'rights', 40, '试用期也要付工资', 'A trial period is paid', [
    '试用期也是上班，要付工资，而且不能低于当地最低工资标准。',
    'Work on trial is work: it is paid, at the local minimum wage at least.',
    sources.labourContractArt20,
  ]),
  text('fair-sex', 'policy', 10, '招工不限男女', 'Women and men alike', [
    '除国家另有规定外，招聘不能限定男女，也不能问婚育情况当作录用条件。',
    'With few exceptions in law, jobs may not be limited to one sex, and marriage or children may not be a condition.',
    sources.womenArt43,
  ]),
  text('fair', 'policy', 20, '平等就业不歧视', 'No discrimination', [
    '劳动者找工作，不因民族、种族、性别、宗教信仰等不同而受歧视。',
    'Nobody may be treated worse for ethnicity, race, sex or religion.',
    sources.employmentArt3,
  ]),
  text('minors', 'policy', 30, '未满 16 周岁不能招用', 'Nobody under 16', [
    '禁止用人单位招用未满 16 周岁的未成年人。发现的，请拨打 12333。',
    'Nobody under 16 may be employed. If you see it, ring 12333.',
    sources.labourArt15,
  ]),
];

function hotline(
  phone: string,
  place: number,
  title: string,
  titleEn: string,
  [body, bodyEn, source, sourceDate]: [body: string, bodyEn: string, source: string, sourceDate?: string],
): Guidance {
  return entry({
    id: `line-${phone}`,
    kind: 'hotline',
    place,
    title,
    titleEn,
    body,
    bodyEn,
    phone,
    source,
    sourceDate: sourceDate ?? null,
  });
}

function text(
  id: string,
  kind: 'policy' | 'rights',
  place: number,
  title: string,
  titleEn: string,
  [body, bodyEn, { law, article, date }]: [body: string, bodyEn: string, source: LegalSource],
): Guidance {
  const source = article === undefined ? law : `${law}${article}`;
  return entry({ id: `law-${id}`, kind, place, title, titleEn, body, bodyEn, phone: null, source, sourceDate: date ?? null });
}

/** Nobody at this installation has looked at them yet: `checkedOn` says so until somebody does. */
function entry(given: Omit<Guidance, 'regionCode' | 'hidden' | 'checkedOn'>): Guidance {
  return { ...given, regionCode: null, hidden: false, checkedOn: null };
}
