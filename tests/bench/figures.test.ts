import { describe, expect, it } from 'vitest';
import { goalMet, ratioOf, spreadOf } from '../../bench/figures.ts';
import type { Goal } from '../../bench/figures.ts';
import { inTurns } from '../../bench/in-turns.ts';
import { jsonLine, tableLines, textLines } from '../../bench/report.ts';

const goal: Goal = {
  name: 'goal-9',
  what: 'which account',
  skipped: null,
  figures: [
    { what: 'of a linear search', unit: '', measured: spreadOf([0.5, 0.1, 0.2]), limit: { atMost: 0.2 } },
    { what: 'a second', unit: '1/s', measured: spreadOf([10, 30]), limit: { atLeast: 21 } },
    { what: 'beside it', unit: 'ns', measured: spreadOf([1_234]), limit: null },
  ],
};

describe('a bench', () => {
  it('takes the middle of the rounds, with the least and the most', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spreadOf([4, 1])).toEqual({ median: 2.5, min: 1, max: 4 });
    expect(ratioOf([10, 90], [100, 300])).toEqual({ median: 0.2, min: 0.1, max: 0.3 });
  });

  it('lets the sides change places, and does not count the first round', async () => {
    const order: string[] = [];
    const side = (name: string) => (round: number) => {
      order.push(`${name}${round}`);
      return round;
    };
    expect(await inTurns(2, { a: side('a'), b: side('b') })).toEqual({ a: [1, 2], b: [1, 2] });
    expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
  });

  it('meets a goal with all of its figures, and none that was skipped', () => {
    expect(goalMet(goal)).toBe(false);
    expect(goalMet({ ...goal, figures: goal.figures.slice(0, 1) })).toBe(true);
    expect(goalMet({ ...goal, skipped: 'there is no postfix' })).toBeNull();
  });

  it('says it to programs in one line, and to people with a line for each figure', () => {
    expect(JSON.parse(jsonLine(goal))).toMatchObject({
      name: 'goal-9',
      ratio: { median: 0.2, min: 0.1, max: 0.5 },
      goal: '≤ 0.2, ≥ 21 1/s',
      met: false,
    });
    expect(textLines(goal)).toEqual([
      'goal-9  missed  which account',
      '    ✓ of a linear search: 0.2 (0.1–0.5), goal ≤ 0.2',
      '    ✗ a second: 20 (10–30) 1/s, goal ≥ 21 1/s',
      '      beside it: 1230 (1230–1230) ns',
    ]);
    expect(textLines({ ...goal, skipped: 'there is no postfix' })).toEqual([
      'goal-9  skipped  which account: there is no postfix',
    ]);
  });

  it('ends with a table of all goals', () => {
    expect(tableLines([goal, { ...goal, name: 'goal-10', figures: [], skipped: 'no Chromium' }])).toEqual([
      'goal              median (min–max)  limit  what',
      'goal-9   missed   0.2 (0.1–0.5)     ≤ 0.2  which account',
      'goal-10  skipped                           which account: no Chromium',
    ]);
  });
});
