import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clickRow,
  moveFocus,
  neighbourOfRemoved,
  noSelection,
  reconcile,
  selectAll,
  selectOnly,
} from '../../renderer/grid/selection.ts';
import type { Selection } from '../../renderer/grid/selection.ts';

const ids = [1, 4, 6, 7, 9];
const plain = { toggle: false, extend: false };
const move = { extend: false, keep: false };
const selected = (selection: Selection) => [...selection.selected];

test('a click selects one row alone', () => {
  const before = selectAll(noSelection, ids);
  expect(clickRow(before, ids, 6, plain)).toEqual(selectOnly(6));
});

test('Ctrl+click adds a row and takes it out again', () => {
  const added = clickRow(selectOnly(1), ids, 6, { toggle: true, extend: false });
  expect(selected(added)).toEqual([1, 6]);
  expect(selected(clickRow(added, ids, 1, { toggle: true, extend: false }))).toEqual([6]);
});

test('Shift+click selects from where the range began, upwards and downwards', () => {
  const down = clickRow(selectOnly(4), ids, 7, { toggle: false, extend: true });
  expect(selected(down)).toEqual([4, 6, 7]);
  const up = clickRow(down, ids, 1, { toggle: false, extend: true });
  expect(selected(up)).toEqual([1, 4]);
  expect(up.focused).toBe(1);
});

test('arrow keys stop at both ends', () => {
  expect(moveFocus(selectOnly(1), ids, -1, move).focused).toBe(1);
  expect(moveFocus(selectOnly(9), ids, 99, move).focused).toBe(9);
});

test('Ctrl+arrow moves the focus and leaves the selection', () => {
  const moved = moveFocus(selectOnly(4), ids, 2, { extend: false, keep: true });
  expect(moved.focused).toBe(6);
  expect(selected(moved)).toEqual([4]);
});

test('an update of other rows leaves the very same selection', () => {
  const before = clickRow(selectOnly(4), ids, 6, { toggle: true, extend: false });
  expect(reconcile(before, [1, 3, 4, 6, 20], 2)).toBe(before);
});

test('when the focused row disappears, the focus falls on the row that took its place', () => {
  expect(reconcile(selectOnly(6), [1, 4, 7, 9], 2)).toEqual({ selected: new Set(), focused: 7, anchor: 7 });
  expect(reconcile(selectOnly(9), [1, 4], 4).focused).toBe(4);
  expect(reconcile(selectOnly(1), [], 0).focused).toBeNull();
});

test('after Remove the next row comes forward, after the last one the row before', () => {
  expect(neighbourOfRemoved(ids, new Set([4, 6]))).toBe(7);
  expect(neighbourOfRemoved(ids, new Set([7, 9]))).toBe(6);
  expect(neighbourOfRemoved(ids, new Set(ids))).toBeNull();
});

test('no sequence of clicks and moves ever selects a row that is not there', () => {
  const step = fc.record({ id: fc.integer({ min: 0, max: 12 }), toggle: fc.boolean(), extend: fc.boolean() });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1 }),
      fc.array(step),
      (rows, steps) => {
        let selection = noSelection;
        for (const { id, ...keys } of steps) {
          selection = rows.includes(id)
            ? clickRow(selection, rows, id, keys)
            : moveFocus(selection, rows, id, { extend: keys.extend, keep: keys.toggle });
        }
        expect([...selection.selected].every((id) => rows.includes(id))).toBe(true);
        expect(selection.focused === null || rows.includes(selection.focused)).toBe(true);
      },
    ),
  );
});
