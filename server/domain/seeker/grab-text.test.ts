import { describe, expect, it } from 'vitest';
import { type GrabText, grabText, textCharacters } from './grab-text.ts';

const room = textCharacters.message - textCharacters.signature;
const job = { number: 17, trade: '搬运工', stationPhone: '0571-87001234' };

describe('a text about a grab', () => {
  it('says that the waiting list has moved', () => {
    expect(grabText({ fact: 'promoted', ...job })).toBe('您候补的17号搬运工有名额了，已给您留好，请等电话或短信确认。咨询0571-87001234');
  });

  it('says when, where and whom to ask for', () => {
    expect(grabText({ fact: 'confirmed', ...job, when: '11月24日 18点起', place: '火车东站西广场', contact: '刘师傅' })).toBe(
      '您抢的17号搬运工已确认，11月24日 18点起，到火车东站西广场，找刘师傅。咨询0571-87001234',
    );
  });

  it('leaves out what nobody knows', () => {
    expect(grabText({ fact: 'confirmed', ...job })).toBe('您抢的17号搬运工已确认。咨询0571-87001234');
  });

  it('cuts a place before a number, never through it', () => {
    const said = grabText({ fact: 'confirmed', ...job, when: '11月24日 18点起', place: '钱塘区临江街道工业园区红十五线9899号' });
    expect(said).toContain('，到钱塘区临江街道工业园区红十五线…');
  });

  it('is one message, whatever the words: the job and the telephone always whole', () => {
    const long = '很'.repeat(80);
    const texts: GrabText[] = [
      { fact: 'promoted', number: 9_999, trade: long, stationPhone: '0571-870012345678' },
      { fact: 'confirmed', number: 9_999, trade: long, stationPhone: '0571-870012345678', when: long, place: long, contact: long },
      { fact: 'confirmed', ...job, when: '明早八点', place: '😀'.repeat(40), contact: '刘师傅' },
    ];
    for (const text of texts) {
      const words = grabText(text);
      expect(words.length).toBeLessThanOrEqual(room);
      expect(words).toContain(`${text.number}号`);
      expect(words.endsWith(`。咨询${text.stationPhone}`)).toBe(true);
      expect(words).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    }
  });
});
