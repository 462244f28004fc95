export interface GridSort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** What a grid remembers between starts. */
export interface GridLayout {
  /** Column IDs. */
  readonly order: readonly string[];
  /** CSS pixels by column ID; absent: the column's own. */
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: GridSort | null;
}

const narrowestColumn = 56;
const widestColumn = 800;

/** Answers the layout as it was remembered: columns that are new stand at the end, unknown ones are left out. */
export function parseLayout(value: unknown, columnIds: readonly string[], sort: GridSort | null): GridLayout {
  const found: { order?: unknown; widths?: unknown; sort?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const remembered: readonly unknown[] = Array.isArray(found.order) ? found.order : [];
  const known = remembered
    .flatMap((id) => columnIds.filter((columnId) => columnId === id))
    .filter((id, index, list) => list.indexOf(id) === index);
  const widths = Object.entries(typeof found.widths === 'object' && found.widths !== null ? found.widths : {})
    .filter(
      (entry): entry is [string, number] => columnIds.includes(entry[0]) && typeof entry[1] === 'number',
    )
    .map(([id, width]) => [id, clampWidth(width)] as const);
  return {
    order: [...known, ...columnIds.filter((id) => !known.includes(id))],
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

/** Sorts by a column, or turns the direction round where it is sorted by it already. */
export function sortBy(layout: GridLayout, column: string): GridLayout {
  const isSame = layout.sort?.column === column;
  const direction = isSame && layout.sort?.direction === 'ascending' ? 'descending' : 'ascending';
  return { ...layout, sort: { column, direction } };
}

export function resizeColumn(layout: GridLayout, column: string, width: number): GridLayout {
  return { ...layout, widths: { ...layout.widths, [column]: clampWidth(width) } };
}

/** Moves a column to a place, counted in the order without it. */
export function moveColumn(layout: GridLayout, column: string, toIndex: number): GridLayout {
  const rest = layout.order.filter((id) => id !== column);
  const index = Math.max(0, Math.min(rest.length, toIndex));
  return { ...layout, order: [...rest.slice(0, index), column, ...rest.slice(index)] };
}
