import { describe, expect, test } from 'vitest';
import {
  firstView,
  headerHeight,
  rowHeight,
  rowsInView,
  rowsToDraw,
  scrollTopFor,
  viewAt,
} from '../../renderer/grid/row-window.ts';

const tenRows = headerHeight + 10 * rowHeight;
const count = 100_000;
const indexes = (scrollTop: number, height: number, rows: number, focused = -1) =>
  rowsToDraw(viewAt(scrollTop, height), rows, focused).map(({ index }) => index);

describe('which rows of a grid are drawn', () => {
  test.each([
    ['at the top', 0, 0, 10],
    ['within a row', rowHeight * 3 + 29, 3, 13],
    ['at the end', rowHeight * (count - 10), count - 11, count - 1],
    ['beyond the end, for rows have gone', rowHeight * count * 2, count - 11, count - 1],
    ['drawn out over the top', -50, 0, 10],
  ])('%s', (_, scrollTop, first, last) => {
    expect(rowsInView(viewAt(scrollTop, tenRows), count)).toEqual({ first, last });
  });

  test('every pixel of the view has its row, wherever it stands', () => {
    for (let scrollTop = 0; scrollTop <= rowHeight * 40; scrollTop += 7) {
      const { first, last } = rowsInView(viewAt(scrollTop, tenRows), 50);
      expect(first * rowHeight).toBeLessThanOrEqual(scrollTop);
      expect((last + 1) * rowHeight).toBeGreaterThanOrEqual(
        Math.min(50, scrollTop / rowHeight + 10) * rowHeight,
      );
    }
  });

  test('fewer rows than there is room for are all drawn, and none where there are none', () => {
    expect(indexes(0, tenRows, 3)).toEqual([0, 1, 2]);
    expect(indexes(500, tenRows, 3)).toEqual([0, 1, 2]);
    expect(indexes(0, tenRows, 0)).toEqual([]);
    expect(rowsInView(viewAt(0, tenRows), 0).last).toBe(-1);
  });

  test('a grid too low for its header still draws a row or two', () => {
    expect(rowsInView(viewAt(0, 10), count)).toEqual({ first: 0, last: 0 });
  });

  test('the focused row is drawn wherever it is, once and in its order', () => {
    expect(indexes(rowHeight * 500, tenRows, count, 3).slice(0, 2)).toEqual([3, 494]);
    expect(indexes(0, tenRows, count, 999).at(-1)).toBe(999);
    expect(indexes(0, tenRows, count, 5)).toEqual(indexes(0, tenRows, count));
  });

  test('a row keeps its slot while it stays in view, and no two rows have the same', () => {
    const slotOf = (scrollTop: number) =>
      new Map(rowsToDraw(viewAt(scrollTop, tenRows), count, 3).map(({ index, slot }) => [index, slot]));
    const before = slotOf(rowHeight * 500);
    const after = slotOf(rowHeight * 507 + 11);
    for (const [index, slot] of after) expect(before.get(index) ?? slot).toBe(slot);
    expect(new Set(after.values()).size).toBe(after.size);
    expect(after.size).toBe(24);
  });

  test('the first frame fills the window before the grid is measured', () => {
    expect(rowsToDraw(firstView(800), count, -1).length).toBeGreaterThanOrEqual(
      (800 - headerHeight) / rowHeight,
    );
    expect(rowsToDraw(firstView(100), count, -1).length).toBeGreaterThan(1);
  });
});

describe('how far a grid scrolls to a row', () => {
  test.each([
    ['above the view it comes to the top', 5, 3_000, 5 * rowHeight],
    ['below the view it comes to the end', 30, 0, 21 * rowHeight],
    ['in view nothing moves', 5, 0, 0],
    ['cut at the top it comes down', 2, 70, 60],
    ['cut at the end it comes up', 10, 29, 30],
  ])('%s', (_, index, scrollTop, expected) => {
    expect(scrollTopFor(index, scrollTop, tenRows)).toBe(expected);
  });
});
