import { eq, ne } from 'drizzle-orm';
import { beforeEach } from 'vitest';
import { postings } from '#server/db/schema/postings.ts';
import { outbox } from '#server/db/schema/records.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import type { House } from '../support/house.ts';
import { buildDesk, checkEveryEmployer, type Desk, gongshu, porter, shangcheng } from './desk-world.ts';

/** The desk of one house, with nothing on its walls when a test begins. */
export class PostingsDesk {
  readonly #house: () => House;
  #built: Desk | undefined;
  /** Each test has its own trade, so that no posting is another's repeat. */
  turn = 0;

  constructor(house: () => House) {
    this.#house = house;
    beforeEach(async () => {
      this.#built ??= await buildDesk(this.house.ctx);
      this.turn += 1;
      await this.house.ctx.db.update(postings).set({ status: 'closed', closedReason: 'withdrawn' }).where(ne(postings.status, 'closed'));
      await this.house.ctx.db.delete(outbox);
    });
  }

  get house(): House {
    return this.#house();
  }

  get desk(): Desk {
    if (this.#built === undefined) throw new Error('built before the first test');
    return this.#built;
  }

  facts(change: Partial<PostingFacts> = {}): PostingFacts {
    return porter({ title: `第${this.turn}号搬运工`, ...change });
  }

  enter(change: Partial<PostingFacts> = {}, regionCode = shangcheng, by = this.desk.li) {
    return createPosting(this.house.ctx, by, { regionCode, facts: this.facts(change), submit: true });
  }

  /** Entered by a clerk, employer seen, approved by another. */
  async publish(change: Partial<PostingFacts> = {}, regionCode = shangcheng) {
    const by = regionCode === gongshu ? this.desk.admin : this.desk.li;
    const { id } = await this.enter(change, regionCode, by);
    await checkEveryEmployer(this.house.ctx, this.desk.wang);
    const { number } = await approvePosting(this.house.ctx, this.desk.zhao, { postingId: id, version: 1 });
    return { id, number };
  }

  async row(id: string) {
    return (await this.house.ctx.db.select().from(postings).where(eq(postings.id, id)))[0];
  }

  async told() {
    return (await this.house.ctx.db.select().from(outbox).orderBy(outbox.id)).map((event) => event.payload as Record<string, unknown>);
  }

  async toldOf(type: string) {
    return (await this.told()).filter((event) => event.type === type);
  }
}
