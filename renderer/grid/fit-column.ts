import type { GridColumn } from './grid-rows.ts';

/** CSS pixels of a text in a cell or, smaller, in a title. */
export type MeasureText = (text: string, where: 'cell' | 'title') => number;

/** Padding, border, and a pixel that rounding may take. */
const cellFrame = 18;
const sortMark = 18;
/** The longest text is nearly always among those with the most letters. */
const measuredTexts = 60;

/** Answers how wide a text is that may be broken into two lines at a space. */
function widthInTwoLines(text: string, measure: MeasureText): number {
  const words = text.split(' ');
  const widths = words.map((_, index) => {
    const lines = [words.slice(0, index).join(' '), words.slice(index).join(' ')];
    return Math.max(...lines.map((line) => measure(line, 'title')));
  });
  return Math.min(...widths);
}

/** Answers the width in CSS pixels at which nothing in a column is cut off. */
export function fittingWidth<Row>(
  column: Pick<GridColumn<Row>, 'title' | 'text' | 'besideText'>,
  rows: readonly Row[],
  measure: MeasureText,
): number {
  const texts = [...new Set(rows.map(column.text))].toSorted((a, b) => b.length - a.length);
  const widths = texts.slice(0, measuredTexts).map((text) => measure(text, 'cell'));
  const title = widthInTwoLines(column.title, measure) + sortMark;
  return Math.ceil(Math.max(title, Math.max(0, ...widths) + (column.besideText ?? 0)) + cellFrame);
}

/** Answers how wide texts are in the grid's own letters. */
export function measureIn(grid: HTMLElement): MeasureText {
  const canvas = grid.ownerDocument.createElement('canvas').getContext('2d');
  const title = grid.querySelector('[role=columnheader][id]') ?? grid;
  const fonts = { cell: getComputedStyle(grid).font, title: getComputedStyle(title).font };
  return (text, where) => {
    if (!canvas) return 0;
    canvas.font = fonts[where];
    return canvas.measureText(text).width;
  };
}
