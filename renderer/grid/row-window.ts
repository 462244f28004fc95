/** CSS pixels. */
export const rowHeight = 30;
/** CSS pixels of the band and the titles, which stay above the rows when they scroll. */
export const headerHeight = 60;
/** Rows drawn before and after those in view: so far it may scroll until the next frame. */
const rowsAround = 6;

/** Which part of the rows there is room for. */
export interface RowView {
  /** Index of the uppermost row, where there are so many. */
  readonly first: number;
  /** How many rows may be in view at once, the two that are cut among them. */
  readonly size: number;
}

/**
 * Answers which rows a grid shows that has been scrolled.
 *
 * All lengths are in CSS pixels. Chromium draws no further than 2^25 of them, which is a million rows.
 *
 * @param height of the grid, header included
 */
export function viewAt(scrollTop: number, height: number): RowView {
  const space = Math.max(0, height - headerHeight);
  return {
    first: Math.max(0, Math.floor(scrollTop / rowHeight)),
    size: Math.ceil(space / rowHeight) + 1,
  };
}

/**
 * Answers what is drawn before the grid is measured, so that its first frame has rows.
 *
 * No grid is higher than its window, and the rows around those in view make up for what is left out here.
 *
 * @param windowHeight in CSS pixels
 */
export function firstView(windowHeight: number): RowView {
  return viewAt(0, windowHeight - rowsAround * rowHeight);
}

/** Answers the first and the last row in view; the last is -1 where there are no rows. */
export function rowsInView({ first, size }: RowView, count: number): { first: number; last: number } {
  // Where rows have gone, the grid still stands further down than there are rows.
  const start = Math.max(0, Math.min(first, count - size));
  return { first: start, last: Math.min(count, start + size) - 1 };
}

/** A row to draw; `slot` is another one for each of them, and the same for a row as long as it stays in view. */
export interface DrawnRow {
  readonly index: number;
  readonly slot: number;
}

/**
 * Answers the rows to draw, in order: those in view, some around them, and the one that has the focus.
 *
 * @param focusedIndex -1: none has it
 */
export function rowsToDraw(view: RowView, count: number, focusedIndex: number): readonly DrawnRow[] {
  const inView = rowsInView(view, count);
  const first = Math.max(0, inView.first - rowsAround);
  const end = Math.min(count, inView.last + 1 + rowsAround);
  const slots = view.size + 2 * rowsAround;
  const drawn = Array.from({ length: end - first }, (_, place) => ({
    index: first + place,
    slot: (first + place) % slots,
  }));
  // The focused row is always drawn: a screen reader has to find it.
  const focused = { index: focusedIndex, slot: slots };
  if (focusedIndex >= 0 && focusedIndex < first) return [focused, ...drawn];
  return focusedIndex >= end ? [...drawn, focused] : drawn;
}

/** Answers how far to scroll, no further than needed, so that a whole row is in view below the header. */
export function scrollTopFor(index: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  const space = height - headerHeight;
  return Math.min(top, Math.max(scrollTop, top + rowHeight - space));
}
