import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatWindow } from '#server/contract/audience.ts';
import { chatMessages } from '#server/db/schema/audience.ts';
import { outbox } from '#server/db/schema/records.ts';
import { finishCallMe, revealCallMe } from '#server/services/audience/call-me.ts';
import { moderate } from '#server/services/audience/moderate.ts';
import { readDesk } from '#server/services/audience/read-desk.ts';
import { sayAsHost } from '#server/services/audience/say-as-host.ts';
import { setRoom } from '#server/services/audience/set-room.ts';
import { addWord, listWords, removeWord } from '#server/services/audience/word-list.ts';
import { endEpisode } from '#server/services/live/run-show.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { until } from '#tests/support/until.ts';
import { type AudienceWorld, audienceWorld, noPicture } from './audience-world.ts';
import { city, gongshu, person, shangcheng } from './desk-world.ts';

/** What viewers write in a show, and the host's hand on it. */
describeBothModes('the chat of a show', (house) => {
  let at: AudienceWorld;
  beforeAll(async () => {
    at = await audienceWorld(house());
  });
  afterAll(() => at.close());

  const windowOf = async (episodeId: string, phone = at.phone()) =>
    (await phone.call('GET', `/api/audience/${episodeId}`)).body as unknown as ChatWindow;
  const fast = (episodeId: string, change = {}) =>
    setRoom(at.ctx, at.host, { episodeId, isOn: true, holdsAll: false, slowSeconds: 0, ...change });
  const act = (episodeId: string, messageId: string, what: Parameters<typeof moderate>[2]['act']) =>
    moderate(at.ctx, at.host, { episodeId, messageId, act: what });

  describe('between phones', () => {
    it('reaches every open page, under a number that is the browser’s own for this show', async () => {
      const { episodeId, slug } = await at.show();
      await fast(episodeId);
      const [page, other] = [await at.openPage(slug), await at.openPage(slug)];
      const phone = at.phone();
      const first = await phone.says(episodeId, '明天还招人吗？');
      const second = await phone.says(episodeId, '包住吗');
      expect(first).toMatchObject({ state: 'shown', mobile: null, message: { text: '明天还招人吗？' } });
      expect(first.message.number).toBe(second.message.number);
      for (const open of [page, other]) await until(() => open.shown().length === 2);
      expect(page.shown()).toEqual(['明天还招人吗？', '包住吗']);
      const elsewhere = await at.show();
      expect((await phone.says(elsewhere.episodeId, '在吗')).message.number).not.toBe(first.message.number);
      expect((await windowOf(episodeId, phone)).me.number).toBe(first.message.number);
    });

    it('goes to a page that asks for it alone: screens follow the show without it', async () => {
      const { episodeId, slug } = await at.show();
      const [phone, screen] = [await at.openPage(slug), await at.openPage(slug, '')];
      await at.phone().says(episodeId, '你好');
      await until(() => phone.shown().length === 1);
      expect(screen.news).toEqual([]);
    });

    it('is gathered: a rush is few events, and the newest of a flood go out', async () => {
      const { episodeId, slug } = await at.show();
      const page = await at.openPage(slug);
      await Promise.all(Array.from({ length: 60 }, (_, index) => at.phone().says(episodeId, `第 ${index} 个`)));
      const last = await at.phone().says(episodeId, '最后一个');
      await until(() => page.shown().includes(last.message.text));
      expect(page.news.length).toBeLessThan(20);
      for (const { added } of page.news) expect(added.length).toBeLessThanOrEqual(25);
      expect((await windowOf(episodeId)).messages).toHaveLength(50);
    });

    it('shows who comes the last fifty, the newest at the end', async () => {
      const { episodeId } = await at.show();
      await fast(episodeId);
      for (let index = 0; index < 53; index += 1) await at.phone().says(episodeId, `第 ${index} 条`);
      const { messages } = await windowOf(episodeId);
      expect(messages.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, index) => `第 ${index + 3} 条`));
    });

    it('is text: markup stays what it is, and what cannot be seen or turns the line round goes', async () => {
      const { episodeId } = await at.show();
      const sent = await at.phone().says(episodeId, ' <img src=x onerror=alert(1)>\u202e招\u200b工\u0007\n你好 ');
      expect(sent.message.text).toBe('<img src=x onerror=alert(1)>招工 你好');
      for (const text of ['', '   ', '\u200b\u202e', '字'.repeat(121), '字'.repeat(5_000)]) {
        expect(await at.phone().send(episodeId, text)).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } });
      }
    });

    it('is kept encrypted', async () => {
      const { episodeId } = await at.show();
      await at.phone().says(episodeId, '我住在城站路五号');
      const [row] = await at.ctx.db.select().from(chatMessages).where(eq(chatMessages.episodeId, episodeId));
      expect(JSON.stringify(row)).not.toContain('城站路');
      expect(row?.textSealed).toMatch(/^v1\./);
    });
  });

  describe('has limits', () => {
    it('one message in so many seconds from one browser, also of two taps at once', async () => {
      const { episodeId } = await at.show();
      await fast(episodeId, { slowSeconds: 60 });
      const phone = at.phone();
      await windowOf(episodeId, phone);
      const answers = await Promise.all([phone.send(episodeId, '一'), phone.send(episodeId, '二'), phone.send(episodeId, '三')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
      const { body } = await phone.send(episodeId, '四');
      expect(body).toMatchObject({ code: 'CHAT_TOO_FAST' });
      expect((body.details as { seconds: number }).seconds).toBeGreaterThan(50);
      await at.phone().says(episodeId, '我不用等');
      await fast(episodeId);
      await phone.says(episodeId, '现在可以了');
    });

    it('so many messages from one address', async () => {
      const { episodeId } = await at.show();
      const hall = '203.0.113.9';
      const answers = await Promise.all(Array.from({ length: 320 }, (_, index) => at.phone(hall).send(episodeId, `人 ${index}`)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(300);
      expect(answers.find(({ status }) => status === 429)?.body.code).toBe('TOO_MANY_REQUESTS');
    });

    it('only while the show is on, and while the host has it on', async () => {
      const planned = await at.show({ on: false });
      expect((await at.phone().send(planned.episodeId, '来了')).body.code).toBe('CHAT_CLOSED');
      const { episodeId } = await at.show();
      await fast(episodeId, { isOn: false });
      expect((await at.phone().send(episodeId, '来了')).body.code).toBe('CHAT_OFF');
      await fast(episodeId);
      await at.phone().says(episodeId, '来了');
      await endEpisode(at.ctx, noPicture, at.host, episodeId);
      expect((await at.phone().send(episodeId, '走了')).body.code).toBe('CHAT_CLOSED');
      expect((await windowOf(episodeId)).messages).toHaveLength(1);
      expect((await at.phone().send(at.ctx.random.id(), '来了')).body.code).toBe('EPISODE_NOT_FOUND');
    });
  });

  describe('under the host’s hand', () => {
    it('what is removed is gone within a second from fifty open pages', async () => {
      const { episodeId, slug } = await at.show();
      const pages = await Promise.all(Array.from({ length: 50 }, () => at.openPage(slug)));
      const { message } = await at.phone().says(episodeId, '这是骗人的');
      await until(() => pages.every((page) => page.shown().includes('这是骗人的')));
      const began = performance.now();
      await act(episodeId, message.id, 'remove');
      await until(() => pages.every((page) => page.gone().includes(message.id)));
      expect(performance.now() - began).toBeLessThan(1_000);
      expect((await windowOf(episodeId)).messages).toEqual([]);
      const [kept] = await at.ctx.db.select().from(chatMessages).where(eq(chatMessages.id, message.id));
      expect(kept).toMatchObject({ state: 'removed', decidedBy: `staff:${at.host.userId}` });
      await expect(act(episodeId, message.id, 'show')).rejects.toMatchObject({ problem: { code: 'CHAT_MESSAGE_GONE' } });
      for (const page of pages) page.close();
    });

    it('what is removed at once is told by the sure way, too', async () => {
      const { episodeId, slug } = await at.show();
      const page = await at.openPage(slug);
      const { message } = await at.phone().says(episodeId, '快删掉');
      await act(episodeId, message.id, 'remove');
      await until(() => page.gone().includes(message.id));
      const events = await at.ctx.db.select().from(outbox).where(eq(outbox.type, 'chat.removed'));
      expect(events.map(({ payload }) => payload)).toContainEqual({ type: 'chat.removed', episodeId, messageIds: [message.id] });
    });

    it('a listed word waits for the host, who sees why and lets it through or not', async () => {
      const { episodeId, slug } = await at.show();
      await addWord(at.ctx, at.desk.wang, { regionCode: shangcheng, word: '保证金', action: 'hold' });
      const page = await at.openPage(slug);
      const [asked, other] = [await at.phone().says(episodeId, '要交保 證．金吗'), await at.phone().says(episodeId, '保证金多少')];
      expect([asked.state, other.state]).toEqual(['held', 'held']);
      expect((await windowOf(episodeId)).messages).toEqual([]);
      const { held } = await readDesk(at.ctx, at.host, episodeId);
      expect(held.map(({ text, words }) => [text, words])).toEqual([
        ['要交保 證．金吗', ['保证金']],
        ['保证金多少', ['保证金']],
      ]);
      await act(episodeId, asked.message.id, 'show');
      await act(episodeId, other.message.id, 'remove');
      await until(() => page.shown().length === 1);
      expect(page.shown()).toEqual(['要交保 證．金吗']);
      expect((await readDesk(at.ctx, at.host, episodeId)).held).toEqual([]);
    });

    it('everything waits when the host says so', async () => {
      const { episodeId } = await at.show();
      await fast(episodeId, { holdsAll: true });
      expect((await at.phone().says(episodeId, '你好')).state).toBe('held');
      expect((await readDesk(at.ctx, at.host, episodeId)).room).toEqual({ isOn: true, holdsAll: true, slowSeconds: 0, pinned: null });
    });

    it('who is muted writes no more, and what they wrote goes with them', async () => {
      const { episodeId, slug } = await at.show();
      await fast(episodeId);
      const page = await at.openPage(slug);
      const [troll, other] = [at.phone(), at.phone()];
      const said = [await troll.says(episodeId, '交钱包过'), await troll.says(episodeId, '加我', 'question')];
      await other.says(episodeId, '几点上班');
      await act(episodeId, said[0]?.message.id ?? '', 'mute');
      await until(() => page.gone().length === 2);
      expect(page.gone().sort()).toEqual(said.map(({ message }) => message.id).sort());
      expect(await troll.send(episodeId, '还是我')).toMatchObject({ status: 403, body: { code: 'CHAT_MUTED' } });
      const window = await windowOf(episodeId);
      expect(window.messages.map(({ text }) => text)).toEqual(['几点上班']);
      expect(window.questions).toEqual([]);
      expect((await readDesk(at.ctx, at.host, episodeId)).muted).toBe(1);
      const elsewhere = await at.show();
      await troll.says(elsewhere.episodeId, '下一场可以说话');
    });

    it('the host writes, pins, and takes the pin off; a pinned message that is removed is pinned no more', async () => {
      const { episodeId, slug } = await at.show();
      const page = await at.openPage(slug);
      const pinned = await sayAsHost(at.ctx, at.host, { episodeId, text: '所有岗位都不收费', pin: true });
      expect(pinned.number).toBeNull();
      await until(() => page.news.some(({ room }) => room?.pinned?.id === pinned.id));
      expect((await windowOf(episodeId)).room.pinned).toMatchObject({ text: '所有岗位都不收费' });
      await act(episodeId, pinned.id, 'unpin');
      expect((await windowOf(episodeId)).room.pinned).toBeNull();
      await act(episodeId, pinned.id, 'pin');
      await act(episodeId, pinned.id, 'remove');
      await until(() => page.gone().includes(pinned.id) && page.news.at(-1)?.room?.pinned === null);
      await expect(act(episodeId, pinned.id, 'pin')).rejects.toMatchObject({ problem: { code: 'CHAT_MESSAGE_GONE' } });
    });

    it('belongs to the hosts of its region', async () => {
      const { episodeId } = await at.show();
      const { message } = await at.phone().says(episodeId, '你好');
      const stranger = await person(at.ctx, '外地主播', 'host', `${city}/${gongshu}/`);
      const clerk = at.desk.li;
      for (const actor of [stranger, clerk, { kind: 'anyone' } as const]) {
        for (const attempt of [
          () => moderate(at.ctx, actor, { episodeId, messageId: message.id, act: 'remove' }),
          () => setRoom(at.ctx, actor, { episodeId, isOn: false, holdsAll: false, slowSeconds: 0 }),
          () => sayAsHost(at.ctx, actor, { episodeId, text: '听我的', pin: true }),
          () => readDesk(at.ctx, actor, episodeId),
        ]) {
          await expect(attempt()).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
        }
      }
      const other = await at.show();
      await expect(act(other.episodeId, message.id, 'remove')).rejects.toMatchObject({ problem: { code: 'CHAT_MESSAGE_GONE' } });
    });
  });

  describe('sensitive words', () => {
    it('count in their region and below it, are changed by approvers there, and hold at once', async () => {
      const { episodeId } = await at.show();
      const approver = at.desk.wang;
      await addWord(at.ctx, at.desk.zhao, { regionCode: city, word: '刷单', action: 'refuse' });
      await addWord(at.ctx, at.desk.zhao, { regionCode: gongshu, word: '代练', action: 'refuse' });
      expect((await at.phone().send(episodeId, '招刷 单员')).body.code).toBe('CHAT_WORD_REFUSED');
      expect((await at.phone().says(episodeId, '招代练吗')).state).toBe('shown');
      const listed = await listWords(at.ctx, approver, shangcheng);
      expect(listed.find(({ word }) => word === '刷单')).toMatchObject({ regionName: '杭州市', action: 'refuse', mayRemove: false });
      expect(listed.some(({ word }) => word === '代练')).toBe(false);
      const ofCity = listed.find(({ word }) => word === '刷单')?.id ?? '';
      await expect(removeWord(at.ctx, approver, ofCity)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      await expect(addWord(at.ctx, approver, { regionCode: city, word: '兼职', action: 'hold' })).rejects.toMatchObject({
        problem: { code: 'NOT_ALLOWED' },
      });
      await expect(addWord(at.ctx, at.host, { regionCode: shangcheng, word: '兼职', action: 'hold' })).rejects.toMatchObject({
        problem: { code: 'NOT_ALLOWED' },
      });
      await expect(addWord(at.ctx, approver, { regionCode: shangcheng, word: '！！', action: 'hold' })).rejects.toMatchObject({
        problem: { code: 'CHAT_WORD_EMPTY' },
      });
      await removeWord(at.ctx, at.desk.zhao, ofCity);
      expect((await at.phone().says(episodeId, '招刷单员')).state).toBe('shown');
    });

    it('are listed once, whatever they are written in', async () => {
      const approver = at.desk.wang;
      await addWord(at.ctx, approver, { regionCode: shangcheng, word: '介紹費', action: 'hold' });
      await addWord(at.ctx, approver, { regionCode: shangcheng, word: '介绍费', action: 'refuse' });
      const same = (await listWords(at.ctx, approver, shangcheng)).filter(({ word }) => /介/.test(word));
      expect(same.map(({ word, action }) => [word, action])).toEqual([['介绍费', 'refuse']]);
    });
  });

  describe('questions', () => {
    it('are voted for once a browser, stand by their votes, and are marked answered', async () => {
      const { episodeId, slug } = await at.show();
      const page = await at.openPage(slug);
      const [asker, voter] = [at.phone(), at.phone()];
      const { message: stay } = await asker.says(episodeId, '包住吗？', 'question');
      const { message: pay } = await at.phone().says(episodeId, '几号发工资？', 'question');
      const vote = (phone: typeof voter, id: string) => phone.call('POST', `/api/audience/${episodeId}/messages/${id}/vote`);
      expect((await vote(voter, pay.id)).status).toBe(204);
      expect((await vote(voter, pay.id)).status).toBe(204);
      await vote(asker, pay.id);
      await until(() => page.news.some(({ questions }) => questions.some(({ id, votes }) => id === pay.id && votes === 2)));
      const window = await windowOf(episodeId, voter);
      expect(window.questions.map(({ text, votes }) => [text, votes])).toEqual([
        ['几号发工资？', 2],
        ['包住吗？', 0],
      ]);
      expect(window.me.voted).toEqual([pay.id]);
      await act(episodeId, stay.id, 'answer');
      expect((await windowOf(episodeId)).questions.find(({ id }) => id === stay.id)?.answered).toBe(true);
      await act(episodeId, stay.id, 'answer');
      expect((await windowOf(episodeId)).questions.find(({ id }) => id === stay.id)?.answered).toBe(false);
      await act(episodeId, pay.id, 'remove');
      expect((await vote(at.phone(), pay.id)).body.code).toBe('CHAT_MESSAGE_GONE');
    });
  });

  describe('telephone numbers', () => {
    it('are shown to nobody and stored nowhere, until their owner says yes; then the host may look, which is written down', async () => {
      const { episodeId, slug } = await at.show();
      const page = await at.openPage(slug);
      const phone = at.phone();
      const sent = await phone.says(episodeId, '我想去，打我１３８ 1234 5678');
      expect(sent.message.text).toBe('我想去，打我●●●');
      expect(sent.mobile).toBe('13812345678');
      await until(() => page.shown().length === 1);
      expect(page.shown()).toEqual(['我想去，打我●●●']);
      expect((await readDesk(at.ctx, at.host, episodeId)).callBacks).toEqual([]);

      const yes = await phone.call('POST', `/api/audience/${episodeId}/call-me`, { phone: sent.mobile });
      expect(yes.status).toBe(204);
      const again = await at.phone().call('POST', `/api/audience/${episodeId}/call-me`, { phone: sent.mobile });
      expect(again.status).toBe(204);
      expect((await phone.call('POST', `/api/audience/${episodeId}/call-me`, { phone: '138' })).body.code).toBe('BAD_INPUT');
      const { callBacks } = await readDesk(at.ctx, at.host, episodeId);
      expect(callBacks).toMatchObject([{ phoneMasked: '138****5678', trade: '搬运工' }]);
      const rows = await at.ctx.db.select().from(outbox);
      expect(JSON.stringify(rows)).not.toContain('13812345678');

      const [callBack] = callBacks;
      const where = { episodeId, callBackId: callBack?.id ?? '' };
      const stranger = await person(at.ctx, '外地主播', 'host', `${city}/${gongshu}/`);
      await expect(revealCallMe(at.ctx, stranger, where)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      expect(await revealCallMe(at.ctx, at.host, where)).toEqual({ phone: '13812345678' });
      const audited = await at.ctx.db
        .select()
        .from(outbox)
        .where(and(eq(outbox.type, 'audit.recorded')));
      const actions = audited
        .map(({ payload }) => payload as { action: string; subject: string })
        .filter(({ subject }) => subject === callBack?.id);
      expect(actions.map(({ action }) => action)).toEqual(['phone.consented', 'phone.viewed']);
      await finishCallMe(at.ctx, at.host, where);
      expect((await readDesk(at.ctx, at.host, episodeId)).callBacks).toEqual([]);
    });
  });
});
