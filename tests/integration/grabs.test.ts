import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { grabs } from '#server/db/schema/grabs.ts';
import { stations } from '#server/db/schema/org.ts';
import { callBacks, postings } from '#server/db/schema/postings.ts';
import { placedStates } from '#server/domain/grab/state.ts';
import { answerGrab, startGrab } from '#server/services/grabs/answer-grab.ts';
import { cancelGrab } from '#server/services/grabs/cancel-grab.ts';
import { grabAtDesk, listGrabs, revealGrabPhone } from '#server/services/grabs/desk-grabs.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { lapseHolds, promoteWaiting } from '#server/services/grabs/lapse-holds.ts';
import { myGrab, myGrabs } from '#server/services/grabs/my-grabs.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { setPlaces } from '#server/services/postings/count-places.ts';
import { holdPlace } from '#server/services/seekers/hold-place.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { caihe, gongshu, person } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const anyone = { kind: 'anyone' } as const;
const clientAddress = '192.0.2.50';

describeBothModes(
  'grabs',
  (house) => {
    let world: PhoneWorld;
    beforeAll(async () => {
      world = await phoneWorld(house());
    });

    const seeker = (seekerId: string) => ({ kind: 'seeker', seekerId }) as const;
    const placed = async (postingId: string) =>
      (
        await world.ctx.db
          .select()
          .from(grabs)
          .where(and(eq(grabs.postingId, postingId), inArray(grabs.state, [...placedStates])))
      ).length;

    it('give exactly as many places as there are, however many come at once', async () => {
      const postingId = await world.post(3);
      await world.news();
      const people = await world.people(40);
      const outcomes = await Promise.all(people.map((seekerId) => grabPlace(world.ctx, { postingId, seekerId })));
      expect(outcomes.filter((outcome) => outcome.state === 'grabbed')).toHaveLength(3);
      expect(outcomes.flatMap((outcome) => outcome.waitingNumber ?? []).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 37 }, (_, index) => index + 1),
      );
      expect(await placed(postingId)).toBe(3);
      expect(await world.place(postingId)).toMatchObject({ placesLeft: 0, status: 'filled', waitingSeq: 37 });
      const counted = (await world.news()).filter((event) => event.type === 'posting.counted').at(-1);
      expect(counted?.payload).toMatchObject({ postingId, placesLeft: 0, filled: true });
    });

    it('are one a person, whether asked twice at once or again', async () => {
      const postingId = await world.post(5);
      const [seekerId = ''] = await world.people(1);
      const [first, second] = await Promise.all([
        grabPlace(world.ctx, { postingId, seekerId }),
        grabPlace(world.ctx, { postingId, seekerId }),
      ]);
      const third = await grabPlace(world.ctx, { postingId, seekerId });
      expect(new Set([first.grabId, second.grabId, third.grabId]).size).toBe(1);
      expect([first.repeated, second.repeated, third.repeated]).toEqual([false, true, true]);
      expect((await world.place(postingId)).placesLeft).toBe(4);
    });

    it('that are cancelled give the place to the first who waits, and tell them', async () => {
      const postingId = await world.post(1);
      const [a = '', b = '', c = ''] = await world.people(3);
      const first = await grabPlace(world.ctx, { postingId, seekerId: a });
      const waiting = await grabPlace(world.ctx, { postingId, seekerId: b });
      await grabPlace(world.ctx, { postingId, seekerId: c });
      expect((await myGrab(world.ctx, c, (await myGrabs(world.ctx, c))[0]?.id ?? '')).ahead).toBe(1);
      await world.news();
      await cancelGrab(world.ctx, seeker(a), first.grabId);
      expect(await myGrab(world.ctx, b, waiting.grabId)).toMatchObject({ state: 'grabbed' });
      const told = (await world.news())
        .filter((event) => event.type === 'grab.changed')
        .map((event) => [event.payload.seekerId, event.payload.state]);
      expect(told).toContainEqual([b, 'grabbed']);
      expect(told).toContainEqual([a, 'cancelled']);
      expect(await world.place(postingId)).toMatchObject({ placesLeft: 0, status: 'filled' });
    });

    it('that are cancelled with nobody waiting open the posting again', async () => {
      const postingId = await world.post(1);
      const [a = ''] = await world.people(1);
      const { grabId } = await grabPlace(world.ctx, { postingId, seekerId: a });
      await cancelGrab(world.ctx, seeker(a), grabId);
      expect(await world.place(postingId)).toMatchObject({ placesLeft: 1, status: 'approved' });
      // And the same person may think better of it.
      expect(await grabPlace(world.ctx, { postingId, seekerId: a })).toMatchObject({ state: 'grabbed', repeated: false });
    });

    it('without a proved phone are held 15 minutes, and then go to the next', async () => {
      const postingId = await world.post(1);
      const { outcome, session } = await holdPlace(world.ctx, anyone, { postingId, phone: '13700000001', name: '老张', clientAddress });
      expect(outcome.state).toBe('held');
      expect(session?.token).toMatch(/^[\w-]{43}$/);
      const [b = ''] = await world.people(1);
      const waiting = await grabPlace(world.ctx, { postingId, seekerId: b });
      const calls = () =>
        world.ctx.db
          .select()
          .from(callBacks)
          .where(and(eq(callBacks.grabId, outcome.grabId), eq(callBacks.kind, 'grab')));
      expect(await calls()).toMatchObject([{ doneAt: null, postingId }]);
      house().clock.advance({ minutes: 14 });
      await lapseHolds(world.ctx);
      expect((await myGrab(world.ctx, b, waiting.grabId)).state).toBe('waiting');
      house().clock.advance({ minutes: 1 });
      await lapseHolds(world.ctx);
      expect((await myGrab(world.ctx, b, waiting.grabId)).state).toBe('grabbed');
      expect(await myGrab(world.ctx, session?.seekerId ?? '', outcome.grabId)).toMatchObject({ state: 'lapsed', cancellable: false });
      expect((await calls())[0]?.doneAt).not.toBeNull();
    });

    it('that a clerk confirms by telephone stay, and say where, when, whom to ask for and what to bring', async () => {
      const postingId = await world.post(2, { contact: '刘师傅' });
      const { outcome, session } = await holdPlace(world.ctx, anyone, { postingId, phone: '13700000002', clientAddress });
      await answerGrab(world.ctx, world.desk.li, {
        grabId: outcome.grabId,
        answer: 'confirm',
        arrival: { bring: '身份证、手套', when: '' },
      });
      house().clock.advance({ hours: 1 });
      await lapseHolds(world.ctx);
      const mine = await myGrab(world.ctx, session?.seekerId ?? '', outcome.grabId);
      expect(mine).toMatchObject({
        state: 'confirmed',
        holdUntil: null,
        arrival: { place: '火车东站西广场', contact: '刘师傅', bring: '身份证、手套' },
      });
      expect(mine.arrival?.when).toContain('18');
      await startGrab(world.ctx, world.desk.li, outcome.grabId);
      expect((await myGrab(world.ctx, session?.seekerId ?? '', outcome.grabId)).state).toBe('started');
      await expect(cancelGrab(world.ctx, seeker(session?.seekerId ?? ''), outcome.grabId)).rejects.toMatchObject({
        problem: { code: 'GRAB_STATE' },
      });
    });

    it('that are declined give the place back', async () => {
      const postingId = await world.post(1);
      const [a = '', b = ''] = await world.people(2);
      const first = await grabPlace(world.ctx, { postingId, seekerId: a });
      const second = await grabPlace(world.ctx, { postingId, seekerId: b });
      await answerGrab(world.ctx, world.desk.li, { grabId: first.grabId, answer: 'decline', reason: '已找到熟人' });
      expect((await myGrab(world.ctx, a, first.grabId)).state).toBe('declined');
      expect((await myGrab(world.ctx, b, second.grabId)).state).toBe('grabbed');
    });

    it('tell a stranger who types somebody’s phone nothing, and cannot be taken from its owner', async () => {
      const postingId = await world.post(3);
      const phone = '13700000003';
      const first = await holdPlace(world.ctx, anyone, { postingId, phone, clientAddress });
      const owner = await grabAtDesk(world.ctx, world.desk.li, { postingId, phone });
      expect(owner).toMatchObject({ state: 'grabbed', repeated: false });
      expect(await placed(postingId)).toBe(1);
      // What the stranger sees is what a clerk's no would have been.
      const seenBy = async (held: typeof first) => {
        const { id, createdAt, ...seen } = await myGrab(world.ctx, held.session?.seekerId ?? '', held.outcome.grabId);
        return seen;
      };
      const refused = await holdPlace(world.ctx, anyone, { postingId, phone: '13700000011', clientAddress });
      await answerGrab(world.ctx, world.desk.li, { grabId: refused.outcome.grabId, answer: 'decline' });
      expect(await seenBy(first)).toEqual(await seenBy(refused));
      const told = async (typed: string) => {
        const { outcome, session } = await holdPlace(world.ctx, anyone, { postingId, phone: typed, clientAddress });
        const { id, createdAt, holdUntil, ...seen } = await myGrab(world.ctx, session?.seekerId ?? '', outcome.grabId);
        return { grabId: outcome.grabId, answer: { ...outcome, grabId: '' }, seen };
      };
      const ofOwner = await told(phone);
      const ofNobody = await told('13700000010');
      expect(ofOwner.answer).toEqual(ofNobody.answer);
      expect(ofOwner.seen).toEqual(ofNobody.seen);
      // The clerk who rings is told, and one phone doesn't get two places.
      const confirm = (grabId: string) => answerGrab(world.ctx, world.desk.li, { grabId, answer: 'confirm' });
      await expect(confirm(ofOwner.grabId)).rejects.toMatchObject({ problem: { code: 'GRAB_TWICE' } });
      await confirm(ofNobody.grabId);
      house().clock.advance({ minutes: 15 });
      await lapseHolds(world.ctx);
      expect(await placed(postingId)).toBe(2);
      expect((await world.place(postingId)).placesLeft).toBe(1);
    });

    it('hand the number of the waiting list, too, to the owner of the phone', async () => {
      const postingId = await world.post(1);
      const [a = ''] = await world.people(1);
      const { grabId } = await grabPlace(world.ctx, { postingId, seekerId: a });
      const phone = '13700000012';
      const stranger = await holdPlace(world.ctx, anyone, { postingId, phone, clientAddress });
      expect(stranger.outcome).toMatchObject({ state: 'waiting', waitingNumber: 1 });
      const owner = await grabAtDesk(world.ctx, world.desk.li, { postingId, phone });
      expect(owner).toMatchObject({ state: 'waiting', waitingNumber: 1 });
      await cancelGrab(world.ctx, seeker(a), grabId);
      const states = await world.ctx.db.select({ id: grabs.id, state: grabs.state }).from(grabs).where(eq(grabs.postingId, postingId));
      expect(new Map(states.map((row) => [row.id, row.state]))).toEqual(
        new Map([
          [grabId, 'cancelled'],
          [stranger.outcome.grabId, 'declined'],
          [owner.grabId, 'grabbed'],
        ]),
      );
    });

    it('hold three places at most for somebody whose phone nobody has proved, and tell others with the same phone nothing of it', async () => {
      const postings = [await world.post(1), await world.post(1), await world.post(1), await world.post(1)];
      const phone = '13700000009';
      const [first = '', second = '', third = '', fourth = ''] = postings;
      const { session } = await holdPlace(world.ctx, anyone, { postingId: first, phone, clientAddress });
      const actor = seeker(session?.seekerId ?? '');
      await holdPlace(world.ctx, actor, { postingId: second, phone, clientAddress });
      await holdPlace(world.ctx, actor, { postingId: third, phone, clientAddress });
      await expect(grabPlace(world.ctx, { postingId: fourth, seekerId: actor.seekerId })).rejects.toMatchObject({
        problem: { code: 'TOO_MANY_REQUESTS' },
      });
      expect((await world.place(fourth)).placesLeft).toBe(1);
      const { outcome } = await holdPlace(world.ctx, anyone, { postingId: fourth, phone, clientAddress });
      expect(outcome.state).toBe('held');
    });

    it('wait for an answer in ten jobs at most: one phone can’t take a whole wall', async () => {
      const [seekerId = ''] = await world.people(1);
      const postings: string[] = [];
      for (let index = 0; index < 12; index++) postings.push(await world.post(1));
      const [first = '', , , , , , , , , , eleventh = '', twelfth = ''] = postings;
      for (const postingId of postings.slice(0, 10)) await grabPlace(world.ctx, { postingId, seekerId });
      const more = () => grabPlace(world.ctx, { postingId: eleventh, seekerId });
      await expect(more()).rejects.toMatchObject({ problem: { code: 'GRAB_TOO_MANY', details: { count: 10 } } });
      expect((await world.place(eleventh)).placesLeft).toBe(1);
      // An answer, or a job that is over, makes room.
      const [newest] = await myGrabs(world.ctx, seekerId);
      await answerGrab(world.ctx, world.desk.li, { grabId: newest?.id ?? '', answer: 'confirm' });
      expect(await more()).toMatchObject({ state: 'grabbed' });
      await expect(grabPlace(world.ctx, { postingId: twelfth, seekerId })).rejects.toMatchObject({ problem: { code: 'GRAB_TOO_MANY' } });
      await withdrawPosting(world.ctx, world.desk.li, first, {});
      expect(await grabPlace(world.ctx, { postingId: twelfth, seekerId })).toMatchObject({ state: 'grabbed' });
    });

    it('are entered at the desk for people without a phone, each a person of their own', async () => {
      const postingId = await world.post(2);
      const one = await grabAtDesk(world.ctx, world.desk.li, { postingId, name: '老周', stationId: world.stationId });
      const two = await grabAtDesk(world.ctx, world.desk.li, { postingId, name: '老周', stationId: world.stationId });
      expect([one.state, two.state]).toEqual(['grabbed', 'grabbed']);
      expect(one.grabId).not.toBe(two.grabId);
      const listed = await listGrabs(world.ctx, world.desk.li, { posting: postingId, view: 'open', limit: 10 });
      expect(listed).toHaveLength(2);
      expect(listed[0]).toMatchObject({ channel: 'desk', phoneMasked: null, name: '老周' });
    });

    it('are entered at the clerk’s own stations only', async () => {
      const postingId = await world.post(2);
      const [other] = await world.ctx.db.select({ id: stations.id }).from(stations).where(eq(stations.regionCode, gongshu));
      const enter = (stationId: string) => grabAtDesk(world.ctx, world.desk.li, { postingId, name: '老吴', stationId });
      await expect(enter(other?.id ?? '')).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
      await expect(enter('none')).rejects.toMatchObject({ problem: { code: 'STATION_UNKNOWN' } });
      expect(await placed(postingId)).toBe(0);
      // An administrator of both regions may.
      expect(await grabAtDesk(world.ctx, world.desk.admin, { postingId, name: '老吴', stationId: other?.id })).toMatchObject({
        state: 'grabbed',
      });
    });

    it('are answered only by those who answer for the posting, and their phones are seen one at a time', async () => {
      const postingId = await world.post(1);
      const { grabId } = await grabAtDesk(world.ctx, world.desk.li, { postingId, phone: '13700000004' });
      const elsewhere = await person(world.ctx, '外区', 'clerk', `3301/${gongshu}/`);
      const below = await person(world.ctx, '社区', 'clerk', `3301/330102/${caihe}/`);
      for (const stranger of [elsewhere, below]) {
        await expect(answerGrab(world.ctx, stranger, { grabId, answer: 'confirm' })).rejects.toMatchObject({
          problem: { code: 'NOT_ALLOWED' },
        });
        await expect(revealGrabPhone(world.ctx, stranger, grabId)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
        expect(await listGrabs(world.ctx, stranger, { posting: postingId, view: 'all', limit: 10 })).toEqual([]);
      }
      const [listed] = await listGrabs(world.ctx, world.desk.li, { posting: postingId, view: 'open', limit: 10 });
      expect(listed?.phoneMasked).toBe('137****0004');
      await world.news();
      expect(await revealGrabPhone(world.ctx, world.desk.li, grabId)).toEqual({ phone: '13700000004' });
      expect((await world.news()).map((event) => event.payload)).toMatchObject([
        { type: 'audit.recorded', action: 'phone.viewed', subject: grabId },
      ]);
      await expect(cancelGrab(world.ctx, seeker('somebody-else'), grabId)).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } });
    });

    it('show the employer the number of who has a place, and not of who only waits', async () => {
      const postingId = await world.post(1);
      const first = await grabAtDesk(world.ctx, world.desk.li, { postingId, phone: '13700000021' });
      const second = await grabAtDesk(world.ctx, world.desk.li, { postingId, phone: '13700000022' });
      const [found] = await world.ctx.db.select({ employerId: postings.employerId }).from(postings).where(eq(postings.id, postingId));
      const boss = await person(world.ctx, '老板', 'employer', null);
      boss.grants = [{ role: 'employer', regionPath: null, employerId: found?.employerId ?? null }];
      expect(await revealGrabPhone(world.ctx, boss, first.grabId)).toEqual({ phone: '13700000021' });
      await expect(revealGrabPhone(world.ctx, boss, second.grabId)).rejects.toMatchObject({ problem: { code: 'GRAB_STATE' } });
      expect(await revealGrabPhone(world.ctx, world.desk.li, second.grabId)).toEqual({ phone: '13700000022' });
    });

    it('are refused for what is no longer offered', async () => {
      const [seekerId = ''] = await world.people(1);
      const closed = await world.post(1);
      await withdrawPosting(world.ctx, world.desk.li, closed, {});
      await expect(grabPlace(world.ctx, { postingId: closed, seekerId })).rejects.toMatchObject({ problem: { code: 'POSTING_CLOSED' } });
      await expect(grabPlace(world.ctx, { postingId: 'none', seekerId })).rejects.toMatchObject({ problem: { code: 'POSTING_NOT_FOUND' } });
      const old = await world.post(1);
      house().clock.advance({ hours: 24 * 8 });
      await expect(grabPlace(world.ctx, { postingId: old, seekerId })).rejects.toMatchObject({ problem: { code: 'POSTING_EXPIRED' } });
    });

    it('move up when the employer wants more people', async () => {
      const postingId = await world.post(1);
      const people = await world.people(4);
      await Promise.all(people.map((seekerId) => grabPlace(world.ctx, { postingId, seekerId })));
      await setPlaces(world.ctx, world.desk.li, postingId, { placesLeft: 2 });
      await promoteWaiting(world.ctx);
      expect(await placed(postingId)).toBe(3);
      expect(await world.place(postingId)).toMatchObject({ placesLeft: 0, placesTotal: 3, status: 'filled' });
    });

    it('never oversell, in any order of grabs, cancels, answers, lapses and counts', async () => {
      for (let round = 0; round < 6; round++) {
        const random = generator(round + 1);
        const pick = (below: number) => Math.floor(random() * below);
        const places = 1 + pick(4);
        const postingId = await world.post(places);
        const people = await world.people(12);
        const known: { grabId: string; seekerId: string }[] = [];
        for (let wave = 0; wave < 8; wave++) {
          const acts = Array.from({ length: 1 + pick(8) }, () =>
            act(pick(7), pick(people.length), pick(Math.max(1, known.length)), 1 + pick(3)),
          );
          const settled = await Promise.allSettled(acts.map((run) => run()));
          for (const each of settled) if (each.status === 'rejected') expect(each.reason).toMatchObject({ name: 'Refusal' });
          await checkInvariants(postingId);
        }

        function act(kind: number, who: number, which: number, more: number): () => Promise<unknown> {
          const seekerId = people[who] ?? '';
          const target = known[which];
          switch (kind) {
            case 0:
              return () => cancelGrab(world.ctx, seeker(target?.seekerId ?? ''), target?.grabId ?? '');
            case 1:
              return () => answerGrab(world.ctx, world.desk.li, { grabId: target?.grabId ?? '', answer: 'decline' });
            case 2:
              return () => answerGrab(world.ctx, world.desk.li, { grabId: target?.grabId ?? '', answer: 'confirm' });
            case 3:
              return async () => {
                const { outcome, session } = await holdPlace(world.ctx, anyone, {
                  postingId,
                  phone: `135${String(round).padStart(4, '0')}${String(known.length).padStart(4, '0')}`,
                  clientAddress: `198.51.100.${round}.${known.length}`,
                });
                if (session) known.push({ grabId: outcome.grabId, seekerId: session.seekerId });
              };
            case 4:
              return async () => {
                house().clock.advance({ minutes: more * 6 });
                await lapseHolds(world.ctx);
              };
            case 5:
              return () => setPlaces(world.ctx, world.desk.li, postingId, { placesLeft: more - 1 }).then(() => promoteWaiting(world.ctx));
            default:
              return async () => {
                const { grabId } = await grabPlace(world.ctx, { postingId, seekerId });
                known.push({ grabId, seekerId });
              };
          }
        }
      }

      async function checkInvariants(postingId: string) {
        await promoteWaiting(world.ctx);
        const { placesLeft, placesTotal, status } = await world.place(postingId);
        const all = await world.ctx.db.select().from(grabs).where(eq(grabs.postingId, postingId));
        const taken = all.filter((grab) => (placedStates as readonly string[]).includes(grab.state)).length;
        const waiting = all.filter((grab) => grab.state === 'waiting');
        expect(taken + placesLeft).toBeLessThanOrEqual(placesTotal);
        if (waiting.length > 0) expect(placesLeft).toBe(0);
        expect(status === 'filled').toBe(placesLeft === 0);
        const numbers = all.flatMap((grab) => grab.waitingNumber ?? []);
        expect(new Set(numbers).size).toBe(numbers.length);
        const active = all.filter((grab) => !['cancelled', 'declined', 'lapsed'].includes(grab.state)).map((grab) => grab.seekerId);
        expect(new Set(active).size).toBe(active.length);
      }
    });
  },
  { deterministic: true },
);

/** mulberry32: the same interleavings every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
