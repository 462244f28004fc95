/** Which rows of a grid are selected, which one has the focus, and where a range began. */
export interface Selection {
  readonly selected: ReadonlySet<number>;
  readonly focused: number | null;
  readonly anchor: number | null;
}

export const noSelection: Selection = { selected: new Set(), focused: null, anchor: null };

const only = (id: number): Selection => ({ selected: new Set([id]), focused: id, anchor: id });

/** Selects one row. */
export function selectOnly(id: number): Selection {
  return only(id);
}

function range(ids: readonly number[], from: number | null, to: number): ReadonlySet<number> {
  const start = from === null ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  if (start < 0) return new Set([to]);
  return new Set(ids.slice(Math.min(start, end), Math.max(start, end) + 1));
}

function toggled(selected: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Answers the selection after a click: alone, with Ctrl/Cmd (toggle) or with Shift (from the anchor to here). */
export function clickRow(
  selection: Selection,
  ids: readonly number[],
  id: number,
  keys: { readonly toggle: boolean; readonly extend: boolean },
): Selection {
  if (keys.extend) {
    const anchor = selection.anchor ?? selection.focused ?? id;
    return { selected: range(ids, anchor, id), focused: id, anchor };
  }
  if (keys.toggle) return { selected: toggled(selection.selected, id), focused: id, anchor: id };
  return only(id);
}

/** Answers the selection after the focus moved by key; `keep` (Ctrl/Cmd) moves the focus alone. */
export function moveFocus(
  selection: Selection,
  ids: readonly number[],
  toIndex: number,
  keys: { readonly extend: boolean; readonly keep: boolean },
): Selection {
  const id = ids[Math.max(0, Math.min(ids.length - 1, toIndex))];
  if (id === undefined) return selection;
  if (keys.keep) return { ...selection, focused: id };
  return clickRow(selection, ids, id, { toggle: false, extend: keys.extend });
}

export function selectAll(selection: Selection, ids: readonly number[]): Selection {
  const first = selection.focused ?? ids[0] ?? null;
  return { selected: new Set(ids), focused: first, anchor: selection.anchor ?? first };
}

/**
 * Answers the selection on rows that have changed: rows that are gone leave it, and a lost focus falls on the row that
 * took the place.
 *
 * @param lastIndex where the focused row stood before
 */
export function reconcile(selection: Selection, ids: readonly number[], lastIndex: number): Selection {
  const isPresent = presenceIn(ids, selection.selected.size);
  const selected = [...selection.selected].filter(isPresent);
  const isGone = (id: number | null) => id !== null && !isPresent(id);
  if (
    selected.length === selection.selected.size &&
    !isGone(selection.focused) &&
    !isGone(selection.anchor)
  ) {
    return selection;
  }
  const focused = isGone(selection.focused)
    ? (ids[Math.min(Math.max(0, lastIndex), ids.length - 1)] ?? null)
    : selection.focused;
  return {
    selected: new Set(selected),
    focused,
    anchor: isGone(selection.anchor) ? focused : selection.anchor,
  };
}

/** Up to so many are looked for one by one; a set of all rows takes a hundred times as long to make. */
const fewIds = 20;

function presenceIn(ids: readonly number[], asked: number): (id: number) => boolean {
  if (asked <= fewIds) return (id) => ids.includes(id);
  const present = new Set(ids);
  return (id) => present.has(id);
}

/** Answers which row comes forward when rows are removed: the next one that stays, else the one before. */
export function neighbourOfRemoved(ids: readonly number[], removed: ReadonlySet<number>): number | null {
  const last = ids.findLastIndex((id) => removed.has(id));
  return (
    ids.slice(last + 1).find((id) => !removed.has(id)) ??
    ids.slice(0, Math.max(0, last)).findLast((id) => !removed.has(id)) ??
    null
  );
}
