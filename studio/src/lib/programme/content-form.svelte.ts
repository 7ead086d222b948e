import type { AssetForStaff, ContentForStaff, SaveContent } from '#server/contract/programme.ts';
import type { ProgrammeTarget } from '#server/domain/programme/target.ts';
import { api } from '$lib/api.ts';
import { toLocal, toWire } from '$lib/desk/publication.ts';
import { where } from '$lib/desk/where.svelte.ts';

type Facts = SaveContent['facts'];
type Kind = Facts['kind'];

/** What is typed and chosen of one piece of content; kept whatever the server says, until it is stored. */
export class ContentForm {
  /** Of the one that is changed; none: a new one. */
  id = $state<string>();
  readonly version: number;
  readonly regionCode: string;
  kind = $state<Kind>('notice');
  title = $state('');
  source = $state('');
  topic = $state<Extract<Facts, { kind: 'notice' }>['topic']>('notice');
  text = $state('');
  asset = $state.raw<AssetForStaff | null>(null);
  fit = $state<'contain' | 'cover'>('contain');
  seconds = $state(12);
  soundOn = $state(false);
  targets = $state.raw<ProgrammeTarget[]>([]);
  from = $state('');
  until = $state('');
  uploading = $state(false);

  constructor(of?: ContentForStaff) {
    this.id = of?.id;
    this.version = of?.version ?? 0;
    this.regionCode = of?.regionCode ?? where.code;
    if (!of) return;
    const { facts } = of;
    this.kind = facts.kind;
    this.title = facts.title;
    this.source = facts.source;
    this.targets = facts.targets;
    this.from = toLocal(facts.from, where.timeZone);
    this.until = toLocal(facts.until, where.timeZone);
    this.asset = of.asset;
    if (facts.kind === 'notice') {
      this.topic = facts.topic;
      this.text = facts.paragraphs.join('\n');
    } else this.fit = facts.fit;
    if (facts.kind === 'picture') this.seconds = facts.seconds;
    if (facts.kind === 'film') this.soundOn = facts.soundOn;
  }

  get paragraphs(): string[] {
    return this.text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  get isComplete(): boolean {
    if (this.title.trim() === '' || this.source.trim().length < 2 || this.uploading) return false;
    return this.kind === 'notice' ? this.paragraphs.length > 0 : this.asset?.kind === this.kind;
  }

  /** Measured, remade or refused by the server; what it is decides between picture and film. */
  async upload(file: File): Promise<void> {
    this.uploading = true;
    try {
      const asset = await api.upload<AssetForStaff>(`/contents/files?region=${encodeURIComponent(this.regionCode)}`, file, {
        'content-type': 'application/octet-stream',
      });
      this.asset = asset;
      this.kind = asset.kind;
      if (this.title === '') this.title = file.name.replace(/\.\w+$/, '').slice(0, 40);
    } finally {
      this.uploading = false;
    }
  }

  async save(): Promise<void> {
    await this.#store(this.facts(), this.id);
  }

  /** As several notices, numbered in their titles. What was stored leaves the form, so that a second try sends the rest. */
  async saveParts(parts: readonly (readonly string[])[]): Promise<void> {
    const whole = this.title.trim();
    for (const [at, paragraphs] of parts.entries()) {
      const number = `（${at + 1}/${parts.length}）`;
      const title = `${[...whole].slice(0, 40 - [...number].length).join('')}${number}`;
      await this.#store({ ...this.facts(), title, kind: 'notice', topic: this.topic, paragraphs: [...paragraphs] }, this.id);
      this.id = undefined;
      this.text = parts
        .slice(at + 1)
        .flat()
        .join('\n');
    }
  }

  async #store(facts: Facts, id: string | undefined): Promise<void> {
    if (id === undefined) await api.post('/contents', { regionCode: this.regionCode, facts });
    else await api.put(`/contents/${id}`, { version: this.version, facts });
  }

  facts(): Facts {
    const { targets, fit } = this;
    const [title, source] = [this.title.trim(), this.source.trim()];
    const frame = {
      ...{ title, source, targets },
      from: toWire(this.from, where.timeZone),
      until: toWire(this.until, where.timeZone),
    };
    const asset = this.asset?.sha256 ?? '';
    switch (this.kind) {
      case 'notice':
        return { kind: 'notice', ...frame, topic: this.topic, paragraphs: this.paragraphs };
      case 'picture':
        return { kind: 'picture', ...frame, asset, fit, seconds: this.seconds };
      case 'film':
        return { kind: 'film', ...frame, asset, fit, soundOn: this.soundOn };
    }
  }
}
