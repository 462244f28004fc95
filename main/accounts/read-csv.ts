import { CsvError, parse } from 'csv-parse/sync';
import { newAccountDraft } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import { withoutApostrophes } from '../../shared/csv-cell.ts';
import { cellValue, fieldOfTitle, providerNames, titleOf } from './csv-columns.ts';
import type { ColumnField, ProviderNames } from './csv-columns.ts';
import { importedRow, refusedRow } from './import-row.ts';
import type { ImportedRow, IssueSentence } from './import-row.ts';
import { salesPadDraft } from './presets.ts';

/** The most accounts that a file may hold. */
export const maxImportedRows = 100_000;
/** Many times what the fields of an account can fill, in characters. */
const maxLineLength = 65_536;

const delimiters = [',', ';', '\t'] as const;
/** What Excel writes, and obeys, in the first line: which character stands between cells. */
const separatorLine = /^sep=([,;\t])\n/i;

const maxTitleLength = 100;
const maxIgnoredColumns = 100;

/** What a CSV file holds. */
export interface AccountsCsv {
  readonly rows: readonly ImportedRow[];
  /** Titles of columns that nothing is read from, as the file has them; the first 100 of them. */
  readonly ignoredColumns: readonly string[];
}

/**
 * Answers the accounts of a CSV file. The first line names the columns, in any order; columns of other titles are left out.
 *
 * @throws {AppError} `import-refused` — it is no table of accounts, or the table is damaged; `detail` has the line
 */
export function readAccountsCsv(
  text: string,
  { providers, sentence }: { readonly providers: readonly ProviderInfo[]; readonly sentence: IssueSentence },
): AccountsCsv {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  refuseLongLines(lines);
  const separator = separatorLine.exec(lines);
  const table = lines.slice(separator?.[0].length ?? 0);
  const lineOffset = separator ? 1 : 0;
  const delimiter = separator?.[1] ?? findDelimiter(table);
  const [header, ...records] = readRecords(table, delimiter, lineOffset);
  const columns = readHeader(header);
  const names = providerNames(providers);
  const isCut = !table.endsWith('\n');
  const rows = records.map((record, index) => {
    const { line, cells } = record;
    const last = isCut && index === records.length - 1;
    if (cells.length > columns.length) {
      return refusedRow(
        { line, start: newAccountDraft },
        undefined,
        'The line has more cells than the first one.',
      );
    }
    // Excel leaves empty cells out at the end of a line, but never the end of the line.
    if (last && cells.length < columns.length) {
      return refusedRow(
        { line, start: newAccountDraft },
        undefined,
        'The file ends in the middle of the line.',
      );
    }
    return readRow(record, columns, names, sentence);
  });
  return { rows, ignoredColumns: ignoredTitles(header, columns) };
}

function ignoredTitles(header: CsvRecord | undefined, columns: Columns): readonly string[] {
  const titles = (header?.cells ?? []).filter((_, index) => columns[index] === undefined);
  return titles
    .map((title) => title.trim().slice(0, maxTitleLength))
    .filter(Boolean)
    .slice(0, maxIgnoredColumns);
}

interface CsvRecord {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

function readRecords(table: string, delimiter: string, lineOffset: number): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let nextLine = 1;
  try {
    parse(table, {
      delimiter,
      record_delimiter: '\n',
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: maxLineLength,
      to: maxImportedRows + 2,
      on_record: (cells: string[], { lines }) => {
        const inner = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
        records.push({ line: lines - inner + lineOffset, cells });
        nextLine = lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refusedCsv(error, nextLine + lineOffset);
  }
  if (records.length > maxImportedRows + 1) {
    throw new AppError('import-refused', `The file has more than ${maxImportedRows} rows.`);
  }
  return records;
}

/** The library's own sentences repeat what stands in the file, and name the line where it gave up. */
function refusedCsv({ code }: CsvError, line: number): AppError {
  const reason =
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote is opened and never closed'
      : code === 'CSV_MAX_RECORD_SIZE'
        ? 'a row is too long'
        : 'is no line of a table';
  return new AppError('import-refused', `line ${line}: ${reason}.`, { detail: { line } });
}

function refuseLongLines(text: string): void {
  let line = 1;
  for (let start = 0; start < text.length; line += 1) {
    const end = text.indexOf('\n', start);
    const length = (end === -1 ? text.length : end) - start;
    if (length > maxLineLength) {
      throw new AppError('import-refused', `line ${line}: is longer than ${maxLineLength} characters.`, {
        detail: { line },
      });
    }
    start += length + 1;
  }
}

/** Answers the delimiter under which most titles of the first line are known. */
function findDelimiter(table: string): string {
  const first = table.split('\n', 50).find((line) => line.trim() !== '') ?? '';
  const known = delimiters.map((delimiter) => {
    const cells = first.split(delimiter).map((cell) => fieldOfTitle(cell));
    return { delimiter, count: cells.filter((field) => field !== undefined).length };
  });
  return known.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

type Columns = readonly (ColumnField | undefined)[];

function readHeader(header: CsvRecord | undefined): Columns {
  const columns = (header?.cells ?? []).map(fieldOfTitle);
  const line = header?.line ?? 1;
  if (columns.every((field) => field === undefined)) {
    throw new AppError(
      'import-refused',
      `line ${line}: names no column of accounts; the titles are those of the export, such as ${titleOf('host')}.`,
      { detail: { line } },
    );
  }
  const repeated = columns.find((field, index) => field !== undefined && columns.indexOf(field) < index);
  if (repeated !== undefined) {
    throw new AppError('import-refused', `line ${line}: the column ${titleOf(repeated)} is there twice.`, {
      field: repeated,
      detail: { line },
    });
  }
  return columns;
}

function readRow(
  { line, cells }: CsvRecord,
  columns: Columns,
  providers: ProviderNames,
  sentence: IssueSentence,
): ImportedRow {
  const given: Record<string, unknown> = {};
  let fault: readonly [field: string, message: string] | null = null;
  for (const [index, field] of columns.entries()) {
    if (field === undefined) continue;
    const cell = cellValue(withoutApostrophes(cells[index] ?? ''), field, providers);
    if (!cell) continue;
    if ('value' in cell) given[field] = cell.value;
    else fault ??= [field, `${titleOf(field)} ${cell.fault}.`];
  }
  // SalesPad leaves the port of an account empty, or 0, that has the values of its shared account.
  const start = columns.includes('port') && given['port'] === undefined ? salesPadDraft : newAccountDraft;
  if (fault) return refusedRow({ line, start }, ...fault, given);
  return importedRow(given, { line, start, nameOf: titleOf, sentence });
}
