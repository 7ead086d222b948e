import { expect, it } from 'vitest';
import { manifest } from '../../domain/board/testing/rows.ts';
import { toldSlides } from './told-slides.ts';

it('tells whose leaders they are as a fact, and in Chinese for a player that knows no better', () => {
  const leaders = new Map([['330102', { region: '上城区', rows: [{ name: '城站', value: 12 }] }]]);
  const told = { figures: new Map(), teams: new Map(), leaders };
  const [entry] = toldSlides('leaderboard', { told, glass: manifest().screen, stationId: 's', owner: '330102' });
  expect(entry).toMatchObject({ slides: [{ about: { region: '上城区' }, title: '上城区 近七天上岗', unit: '人次' }] });
});
