export interface GridSort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** What a grid remembers between starts. */
export interface GridLayout {
  /** Column IDs, the hidden ones among them. */
  readonly order: readonly string[];
  /** IDs of the columns that are not shown. */
  readonly hidden: readonly string[];
  /** CSS pixels by column ID; absent: the column's own. */
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: GridSort | null;
}

/** What a grid looks like before anybody changed it. */
export interface GridDefaults {
  readonly columnIds: readonly string[];
  readonly hiddenIds?: readonly string[];
  readonly sort: GridSort | null;
}

const narrowestColumn = 56;
const widestColumn = 800;

const namesOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Answers the layout as it was remembered: columns that are new stand at the end, unknown ones are left out. */
export function parseLayout(value: unknown, defaults: GridDefaults): GridLayout {
  const { columnIds, hiddenIds = [], sort } = defaults;
  const found: { order?: unknown; hidden?: unknown; widths?: unknown; sort?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const known = namesOf(found.order)
    .flatMap((id) => columnIds.filter((columnId) => columnId === id))
    .filter((id, index, list) => list.indexOf(id) === index);
  const fresh = columnIds.filter((id) => !known.includes(id));
  const hidden = columnIds.filter((id) =>
    (fresh.includes(id) ? hiddenIds : namesOf(found.hidden)).includes(id),
  );
  const widths = Object.entries(typeof found.widths === 'object' && found.widths !== null ? found.widths : {})
    .filter(
      (entry): entry is [string, number] => columnIds.includes(entry[0]) && typeof entry[1] === 'number',
    )
    .map(([id, width]) => [id, clampWidth(width)] as const);
  return {
    order: [...known, ...fresh],
    hidden: hidden.length < columnIds.length ? hidden : hiddenIds,
    widths: Object.fromEntries(widths),
    sort: parseSort(found.sort, columnIds) ?? sort,
  };
}

function parseSort(value: unknown, columnIds: readonly string[]): GridSort | null {
  if (typeof value !== 'object' || value === null || !('column' in value) || !('direction' in value))
    return null;
  const column = columnIds.find((id) => id === value.column);
  const { direction } = value;
  if (column === undefined || (direction !== 'ascending' && direction !== 'descending')) return null;
  return { column, direction };
}

function clampWidth(width: number): number {
  return Math.round(Math.max(narrowestColumn, Math.min(widestColumn, width)));
}

/** Answers the IDs of the columns that are shown, in their order. */
export function shownColumns({ order, hidden }: GridLayout): readonly string[] {
  return order.filter((id) => !hidden.includes(id));
}

/** Sorts by a column, or turns the direction round where it is sorted by it already. */
export function sortBy(layout: GridLayout, column: string): GridLayout {
  const isSame = layout.sort?.column === column;
  const direction = isSame && layout.sort?.direction === 'ascending' ? 'descending' : 'ascending';
  return { ...layout, sort: { column, direction } };
}

export function resizeColumn(layout: GridLayout, column: string, width: number): GridLayout {
  return { ...layout, widths: { ...layout.widths, [column]: clampWidth(width) } };
}

/** Moves a shown column to a place among the shown ones, counted without it. */
export function moveColumn(layout: GridLayout, column: string, toIndex: number): GridLayout {
  const shown = shownColumns(layout);
  const others = shown.filter((id) => id !== column);
  const target = Math.max(0, Math.min(others.length, toIndex));
  if (shown.indexOf(column) === target) return layout;
  const rest = layout.order.filter((id) => id !== column);
  const next = others[target];
  // At the end it stands behind the last shown one, before those that are hidden.
  const index = next === undefined ? rest.indexOf(others.at(-1) ?? '') + 1 : rest.indexOf(next);
  return { ...layout, order: rest.toSpliced(index, 0, column) };
}

/** Moves a column, shown or hidden, by one place in the whole order. */
export function shiftColumn(layout: GridLayout, column: string, by: 1 | -1): GridLayout {
  const from = layout.order.indexOf(column);
  const to = from + by;
  const other = layout.order[to];
  if (from < 0 || other === undefined) return layout;
  return { ...layout, order: layout.order.with(from, other).with(to, column) };
}

/** Shows or hides a column; the last one that is shown stays. */
export function showColumn(layout: GridLayout, column: string, isShown: boolean): GridLayout {
  if (isShown) return { ...layout, hidden: layout.hidden.filter((id) => id !== column) };
  if (layout.hidden.includes(column) || shownColumns(layout).length <= 1) return layout;
  return { ...layout, hidden: [...layout.hidden, column] };
}
