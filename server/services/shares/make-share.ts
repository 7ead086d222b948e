import { and, eq, inArray } from 'drizzle-orm';
import type { Share, ShareItem, ShareRequest } from '../../contract/desk.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { formatDistance, formatPay, formatSettlement, formatShift, payWords } from '../../domain/board/format.ts';
import { distanceBetween } from '../../domain/geo.ts';
import { offeredNow } from '../browse/public-postings.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { ensureLinks, linkUrl } from '../links/ensure-links.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { stationWithPath } from '../regions/region-of.ts';

const origins = ['chat', 'poster', 'print'] as const;

/**
 * What a station's groups need, in one press: text for a chat, facts for a long picture and for a sheet of paper, each with a link of its own, so that
 * the funnel tells which of them brought people.
 * @throws Refusal STATION_UNKNOWN, NOT_ALLOWED, NOTHING_TO_SHARE
 */
export async function makeShare(ctx: Context, actor: Actor, input: ShareRequest): Promise<Share> {
  return await ctx.db.transaction(async (tx) => {
    const { station, path } = await stationWithPath(tx, input.stationId);
    requireIn(actor, 'clerk', path);
    const rows = await tx
      .select({ posting: postings, facts: postingVersions.facts })
      .from(postings)
      .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
      // What has not begun, or has ended, is on no wall; it is in no group either.
      .where(and(inArray(postings.id, input.postingIds), offeredNow(ctx)));
    const now = ctx.clock.now();
    const order = new Map(input.postingIds.map((id, at) => [id, at]));
    const shown = rows
      .filter(({ posting }) => posting.placesLeft > 0)
      .sort((a, b) => (order.get(a.posting.id) ?? 0) - (order.get(b.posting.id) ?? 0));
    if (shown.length === 0) throw new Refusal('NOTHING_TO_SHARE');

    const today = now.toZonedDateTimeISO(station.timeZone).toPlainDate();
    const items = shown.map(({ posting, facts }): ShareItem => {
      const { amount, unit } = payWords(facts.pay);
      return {
        id: posting.id,
        number: posting.number,
        trade: facts.trade,
        pay: amount,
        payUnit: unit,
        settlement: formatSettlement(facts.pay) ?? '',
        employer: facts.employer ?? '',
        place: facts.place ?? '',
        distanceM: distanceBetween(station, posting),
        shift: formatShift(facts.shift, { today: today.toString() }),
        placesLeft: posting.placesLeft,
        approximate: facts.headcount.approximate,
        benefits: facts.benefits,
      };
    });
    const postingIds = items.map((item) => item.id);
    const setKey = `${station.id}|${[...postingIds].sort().join(',')}`;
    const codes = new Map<string, string>();
    for (const origin of origins) {
      const made = await ensureLinks(tx, ctx, [{ origin, setKey, stationId: station.id, postingIds }]);
      codes.set(origin, linkUrl(ctx, made.get(setKey) ?? ''));
    }
    const url = (origin: (typeof origins)[number]) => codes.get(origin) ?? '';
    await record(tx, ctx, actor, { area: 'desk', action: 'postings.shared', subject: station.id, after: { postingIds } });
    const confirmed = shown
      .flatMap(({ posting }) => posting.confirmedAt ?? [])
      .sort((a, b) => a.epochMilliseconds - b.epochMilliseconds)[0];
    return {
      station: { id: station.id, name: station.name, phone: station.phone, address: station.address },
      items,
      chat: {
        text: chatText({ station, day: `${today.month}月${today.day}日`, items, facts: shown.map((row) => row.facts), url: url('chat') }),
        url: url('chat'),
      },
      poster: { url: url('poster') },
      print: { url: url('print') },
      confirmedAt: confirmed?.toString() ?? null,
    };
  });
}

interface ChatText {
  station: { name: string; phone: string };
  day: string;
  items: readonly ShareItem[];
  facts: readonly Parameters<typeof formatPayOf>[0][];
  url: string;
}

const formatPayOf = (facts: { pay: Parameters<typeof formatPay>[0] }): string => formatPay(facts.pay);

/** A message that a county group reads on a phone: a number and the pay first, the link once, no private number. */
function chatText({ station, day, items, facts, url }: ChatText): string {
  const lines = items.map((item, at) => {
    const fact = facts[at];
    const where = [item.place, formatDistance(item.distanceM)].filter(Boolean).join(' ');
    const left = item.approximate ? '' : `还剩${item.placesLeft}人`;
    return [
      `${item.number ?? ''} ${item.trade} ${fact ? formatPayOf(fact) : ''}${item.settlement ? ` ${item.settlement}` : ''}`.trim(),
      [where, item.shift, left].filter(Boolean).join('｜'),
    ].join('\n   ');
  });
  return [
    `【${station.name}】${day} 零工`,
    ...lines,
    `点开抢单：${url}`,
    `没有智能手机？打驿站电话报编号：${station.phone}`,
    '求职不收费，有人收押金请拨 12333',
  ].join('\n');
}
