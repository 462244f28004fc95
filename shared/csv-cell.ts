// What spreadsheets take for the beginning of a formula, also in the wide form that East Asian keyboards write.
const formula = '[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]';
/** At the beginning of a cell; spaces and quotes are no protection, for some spreadsheets drop them. */
const startsFormula = new RegExp(`^[\\s"']*${formula}|^'*[\\t\\r\\n]`, 'u');
/** Inside a cell, after what another country's spreadsheet takes for the end of a cell. */
const innerFormula = new RegExp(`([,;\\t][^\\S\\t]*(?:["'][^\\S\\t]*)*)(?=${formula})`, 'gu');
const innerEscaped = new RegExp(`([,;\\t][^\\S\\t]*(?:["'][^\\S\\t]*)*)'(?=${formula})`, 'gu');

/**
 * Answers a text with an apostrophe before everything that a spreadsheet would run as a formula; `withoutApostrophes` takes
 * exactly these away.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function withApostrophes(text: string): string {
  const inner = text.replaceAll(innerFormula, "$1'");
  return startsFormula.test(inner) ? `'${inner}` : inner;
}

/** Answers a text as a quoted cell. */
export function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Answers a text as a cell of a CSV file, in quotes and never a formula. */
export function csvCell(text: string): string {
  return quotedCell(withApostrophes(text));
}

/** Answers the text that a cell stands for: without the apostrophes of `withApostrophes`. */
export function withoutApostrophes(cell: string): string {
  const rest = cell.slice(1);
  const inner = cell.startsWith("'") && startsFormula.test(rest) ? rest : cell;
  return inner.replaceAll(innerEscaped, '$1');
}
