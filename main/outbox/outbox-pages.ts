import type { SQLInputValue } from 'node:sqlite';
import type { Input } from '../../shared/contract.ts';
import { outboxStates } from '../../shared/message.ts';
import type { OutboxState } from '../../shared/message.ts';
import { searchWords } from './search-text.ts';

/** Which page of which items. */
export type PageQuery = Omit<Input<'outboxPage'>, 'states'> & { readonly states: readonly OutboxState[] };

type Row = Record<string, unknown>;
type Values = readonly SQLInputValue[];
type Counts = Readonly<Record<OutboxState, number>>;

interface Deps {
  readonly all: (sql: string, ...values: SQLInputValue[]) => readonly Row[];
  readonly one: (sql: string, ...values: SQLInputValue[]) => Row | undefined;
  /** Columns that a row of a page has, of `items` and `contents`. */
  readonly columns: string;
  /** How many items there are in each state. */
  readonly counts: () => Counts;
  /** Grows with every change of any item. */
  readonly changes: () => number;
}

/** A condition with its values, in their order. */
interface Where {
  readonly sql: string;
  readonly values: Values;
}

/** What a page answers: its rows, newest first, at most one more than asked for, and how many items match by state. */
interface FoundPage {
  readonly rows: readonly Row[];
  readonly counts: Counts;
}

const joined = (parts: readonly (Where | false)[]): Where => {
  const all = parts.filter((part) => part !== false);
  return {
    sql: all.map(({ sql }) => sql).join(' and '),
    values: all.flatMap(({ values }) => [...values]),
  };
};
const tally = (rows: readonly Row[]): Counts =>
  Object.fromEntries(
    outboxStates.map((state) => [state, rows.filter((row) => row['state'] === state).length]),
  ) as Counts;
const number = (value: unknown): number => Number(value ?? 0);

/** Answers the way to the pages of the outbox: each follows an index from where it begins and ends with its last row. */
export function createOutboxPages({ all, one, columns, counts, changes }: Deps) {
  const period = ({ fromMs, toMs }: PageQuery): Where | false =>
    (fromMs !== undefined || toMs !== undefined) && {
      sql: 'created_at_ms >= ? and created_at_ms < ?',
      values: [fromMs ?? 0, toMs ?? Number.MAX_SAFE_INTEGER],
    };
  const account = ({ accountId }: PageQuery): Where | false =>
    accountId !== undefined && { sql: 'account_id = ?', values: [accountId] };
  const words = ({ text }: PageQuery): readonly Where[] =>
    searchWords(text ?? '').map((word) => ({ sql: 'instr(texts.text, ?) > 0', values: [word] }));

  /** Which numbers the items of a period have: they grow with time, unless a clock was put back. */
  function bounds(query: PageQuery): { readonly low: number; readonly high: number } | null {
    const within = period(query);
    if (within === false) return { low: 0, high: Number.MAX_SAFE_INTEGER };
    const row = one(
      `select min(sequence) as low, max(sequence) as high from items indexed by items_by_created where ${within.sql}`,
      ...within.values,
    );
    const low = row?.['low'] ?? null;
    return low === null ? null : { low: number(low), high: number(row?.['high']) };
  }

  function rowsOf(query: PageQuery, states: readonly OutboxState[]): readonly Row[] {
    const range = bounds(query);
    if (range === null) return [];
    const upper = Math.min(query.beforeSequence ?? Number.MAX_SAFE_INTEGER, range.high + 1);
    const end = [range.low, upper, ...words(query).flatMap(({ values }) => [...values])];
    const limit = query.limit + 1;
    const rest = joined([account(query), period(query)]);
    const and = rest.sql === '' ? '' : `and ${rest.sql}`;
    if (words(query).length > 0) {
      // The texts are read from the newest on, which are narrow and lie together, until the page is full.
      return all(
        `select ${columns} from texts cross join items using (sequence) cross join contents using (sequence)
         where texts.sequence >= ? and texts.sequence < ? and ${joined(words(query)).sql} ${and}
           and state in (select value from json_each(?))
         order by texts.sequence desc limit ?`,
        ...end,
        ...rest.values,
        JSON.stringify(states),
        limit,
      );
    }
    // One walk of the index per state: SQLite would sort all matches of a list of states.
    const index = account(query) === false ? 'items_by_state' : 'items_by_account';
    return states.flatMap((state) =>
      all(
        `select ${columns} from items indexed by ${index} cross join contents using (sequence)
         where items.sequence >= ? and items.sequence < ? and state = ? ${and}
         order by items.sequence desc limit ?`,
        ...end,
        state,
        ...rest.values,
        limit,
      ),
    );
  }

  const sums = outboxStates.map((state) => `sum(state = '${state}') as "${state}"`).join(', ');

  function countsOf(query: PageQuery): Counts {
    const found = words(query);
    const where = joined([...found, period(query), account(query)]);
    if (where.sql === '') return counts();
    const source =
      found.length > 0
        ? 'texts cross join items using (sequence)'
        : `items indexed by ${period(query) === false ? 'items_by_account' : 'items_by_created'}`;
    const row = one(`select ${sums} from ${source} where ${where.sql}`, ...where.values);
    return Object.fromEntries(outboxStates.map((state) => [state, number(row?.[state])])) as Counts;
  }

  // Whoever scrolls asks for page after page of one filter.
  let last: { readonly key: string; readonly counts: Counts } | null = null;
  function rememberedCounts(query: PageQuery, whole: readonly Row[] | null): Counts {
    const { text, accountId, fromMs, toMs } = query;
    const key = JSON.stringify([changes(), text, accountId, fromMs, toMs]);
    if (last?.key !== key) last = { key, counts: whole ? tally(whole) : countsOf(query) };
    return last.counts;
  }

  /** @param states those of the query, each once; all where it names none */
  return (query: PageQuery, states: readonly OutboxState[]): FoundPage => {
    const rows = rowsOf(query, states);
    // A search that finds little has read all texts already: they are not read once more for the numbers.
    const isWhole =
      query.beforeSequence === null && states.length === outboxStates.length && rows.length <= query.limit;
    return { rows, counts: rememberedCounts(query, isWhole ? rows : null) };
  };
}
