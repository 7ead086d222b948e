import type { PostingFacts } from '../../domain/posting/facts.ts';

/** One job of the sample files, as it was read. */
export interface SampleJob {
  facts: PostingFacts;
  original: string;
}

/** Who offers what. The sample files test readers, and in two of them trades and employers are drawn apart: a wall would show them to people. */
const employersOf: Record<string, readonly [string, ...string[]]> = {
  仓库理货员: ['迅达仓储物流', '东站货运服务部'],
  叉车工: ['迅达仓储物流', '东站货运服务部'],
  搬运工: ['东站货运服务部', '迅达仓储物流'],
  货车司机: ['农民路货运信息部'],
  快递分拣员: ['迅捷快递示例网点'],
  外卖骑手: ['蓝风配送站'],
  网约车司机: ['畅行汽车服务'],
  采摘工: ['西解村果蔬合作社', '解店镇香菇合作社'],
  香菇分拣: ['解店镇香菇合作社', '西解村果蔬合作社'],
  质检员: ['恒联电子有限公司', '宏睿光电科技有限公司'],
  普工: ['恒联电子有限公司', '宏睿光电科技有限公司'],
  数控车床操作工: ['国精机件有限公司'],
  安装工: ['匠心装修工程队'],
  水电维修工: ['便邻便民服务部'],
  绣花剪线: ['向阳来料加工坊'],
  服装打样师: ['禾线服装设计工作室'],
  拉包工: ['云裳衣汇服饰店', '禾采服装商行'],
  直播主播: ['云裳衣汇服饰店', '禾采服装商行'],
  服务员: ['湖滨小馆餐饮店', '城站面馆'],
  帮厨: ['城站面馆', '湖滨小馆餐饮店'],
  咖啡师: ['转角水吧', '弯弯茶饮铺'],
  月嫂: ['美禾家政服务有限公司', '邻里到家'],
  育儿嫂: ['邻里到家', '美禾家政服务有限公司'],
  家政钟点工: ['邻里到家'],
  整理收纳师: ['美禾家政服务有限公司', '邻里到家'],
  护工: ['康颐护理站'],
  保安员: ['安居物业服务有限公司', '城东物业'],
  保洁员: ['城东物业', '安居物业服务有限公司'],
  车辆秩序员: ['城东物业', '安居物业服务有限公司'],
  消防设施操作员: ['安居物业服务有限公司', '城东物业'],
};

/** A trade that nobody here has is not planted. */
export function withFittingEmployers(jobs: readonly SampleJob[]): SampleJob[] {
  return jobs.flatMap((job, index) => {
    const { trade, employer = '' } = job.facts;
    const fitting = employersOf[trade];
    if (fitting === undefined) return [];
    if (fitting.includes(employer)) return [job];
    const right = fitting[index % fitting.length] ?? fitting[0];
    return [{ facts: { ...job.facts, employer: right, employerKind: 'organisation' }, original: job.original.replaceAll(employer, right) }];
  });
}

/** One of each trade before a second of any: no page of a wall is three times the same. */
export function spreadTrades(jobs: readonly SampleJob[]): SampleJob[] {
  const byTrade = Object.values(Object.groupBy(jobs, ({ facts }) => facts.trade)).map((same) => same ?? []);
  const longest = Math.max(...byTrade.map((same) => same.length));
  return Array.from({ length: longest }, (_, turn) => byTrade.flatMap((same) => same[turn] ?? [])).flat();
}
