import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import { outboxStates } from '../../shared/message.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Origin, OutboxPage, OutboxState } from '../../shared/message.ts';
import { openOutboxDatabase, outboxVersion, storeFailure } from './outbox-database.ts';
import { isFinal, publicItem, transition } from './outbox-item.ts';
import type { ItemContent, ItemProgress, OutboxEvent, OutboxEventKind, StoredItem } from './outbox-item.ts';
import { createOutboxPages } from './outbox-pages.ts';
import type { PageQuery } from './outbox-pages.ts';
import { contentChecksum, contentColumn, itemChecksum, parseRow, progressColumns } from './outbox-rows.ts';
import { searchText } from './search-text.ts';

/** Which items are meant; an absent part means any. */
export interface ItemFilter {
  readonly states: readonly OutboxState[];
  readonly accountIds?: readonly number[];
  /** Why items are where they are. */
  readonly because?: readonly ErrorCode[];
  /** Those whose next try is later than this, epoch milliseconds. */
  readonly dueAfterMs?: number;
}

/** Who still needs a document. */
export interface DocumentUse {
  readonly sha256: string;
  /** Items that are neither sent nor cancelled, nor given up long ago. */
  readonly unfinishedItems: number;
  /** When the last item that carries it changed, epoch milliseconds. */
  readonly lastChangedAtMs: number;
}

interface StoreOptions {
  /** Largest size of the file in pages; absent: as the disk allows. */
  readonly maxPages?: number;
  /** Sees the text of each statement when it is first used. */
  readonly onStatement?: (sql: string) => void;
}

/** The items of a profile on disk; every change outlives the process when the call returns, and a power cut but for `bearable`. */
export type OutboxStore = ReturnType<typeof createOutboxStore>;

/**
 * What a power cut may take: the item is then as it was before, and the same happens to it once more. Where that was the reply to
 * a message, it is nobody's to repeat: the item is unconfirmed.
 */
const bearable: ReadonlySet<OutboxEventKind> = new Set(['take', 'composed', 'outcome', 'interrupted']);

const damaged = () =>
  new AppError('profile-unreadable', 'This message is damaged in the outbox; cancel it and write it anew.', {
    field: 'itemId',
  });
const notFound = () =>
  new AppError('item-not-found', 'There is no such item in the outbox.', { field: 'itemId' });
const joined = 'items join contents using (sequence)';
const columns = 'items.*, contents.content, contents.checksum as content_checksum';
type Row = Readonly<Record<string, unknown>>;

/** Rows whose items are known: those of messages that are on their way, and a page of the window. */
const parsedAtMost = 256;

/** Accounts that are looked for with one question for each. */
const hopsOneByOne = 16;

/** Whether a row is to the last character what it was when it was parsed. */
function isSameRow(before: Row, row: Row): boolean {
  for (const name in row) if (row[name] !== before[name]) return false;
  return true;
}
const isOutboxState = (state: unknown) => outboxStates.find((name) => name === state);

/**
 * Opens the items of a profile.
 *
 * @param path `outbox.db` of the profile; only its owner may open it
 * @throws {AppError} `profile-unreadable` — the file is damaged, foreign or from the future; its bytes stay as they are
 * @throws {AppError} `storage-full` — there is no space for a new file
 */
export function createOutboxStore(path: string, options: StoreOptions = {}) {
  const database: DatabaseSync = openOutboxDatabase(path);
  if (options.maxPages !== undefined) database.exec(`pragma max_page_count = ${options.maxPages}`);
  const statements = new Map<string, StatementSync>();

  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    options.onStatement?.(sql);
    statements.set(sql, statement);
    return statement;
  };
  const guarded = <Value>(work: () => Value): Value => {
    try {
      return work();
    } catch (error) {
      throw storeFailure(error);
    }
  };
  const all = (sql: string, ...values: SQLInputValue[]) => guarded(() => prepared(sql).all(...values));
  const one = (sql: string, ...values: SQLInputValue[]) => guarded(() => prepared(sql).get(...values));
  const run = (sql: string, ...values: SQLInputValue[]) => guarded(() => prepared(sql).run(...values));

  // Counted once; afterwards only this connection writes, so the numbers follow the changes.
  const counts = Object.fromEntries(outboxStates.map((state) => [state, 0])) as Record<OutboxState, number>;
  let changes = 0;
  const recount = () => {
    changes += 1;
    for (const state of outboxStates) counts[state] = 0;
    for (const row of all('select state, count(*) as count from items group by state')) {
      const state = isOutboxState(row['state']);
      if (state) counts[state] = Number(row['count']);
    }
  };
  recount();
  /** A window knows items by their numbers: none is used again while the app runs. */
  let lastSequence = Number(one('select max(sequence) as last from items')?.['last'] ?? 0);

  /** Something is written that a power cut could still take. */
  let isBehind = false;
  /** How the file was opened; to say it anew each time takes as long as a small change. */
  let isWaiting = true;

  /**
   * All or nothing; the numbers are counted anew where it was nothing.
   *
   * @param waits until it is on disk, with all that did not wait before it; otherwise a power cut may take it, the end of the
   *   process not
   */
  const atOnce = <Value>(work: () => Value, waits = true): Value =>
    guarded(() => {
      if (waits !== isWaiting) database.exec(`pragma synchronous = ${waits ? 'full' : 'normal'}`);
      isWaiting = waits;
      run('begin immediate');
      const before = changes;
      try {
        const value = work();
        run('commit');
        // Where nothing was written, nothing was waited for.
        if (changes !== before) isBehind = !waits;
        return value;
      } catch (error) {
        // Some errors have rolled back already.
        if (database.isTransaction) database.exec('rollback');
        recount();
        throw error;
      }
    });

  // What happens to a message comes in short order, and to parse its row takes longer than to read it.
  const parsed = new Map<unknown, { readonly row: Row; readonly item: StoredItem }>();
  const remember = (row: Row, item: StoredItem): void => {
    parsed.delete(item.sequence);
    if (parsed.size >= parsedAtMost) parsed.delete(parsed.keys().next().value);
    parsed.set(item.sequence, { row, item });
  };

  /** Reads a row; one that is damaged is held from then on, its bytes stay otherwise as they are, and no other item waits. */
  const load = (row: Row): StoredItem => {
    const known = parsed.get(row['sequence']);
    if (known && isSameRow(known.row, row)) return known.item;
    const item = parseRow(row);
    if (item.isDamaged && item.state !== row['state']) setState(item.sequence, row['state'], item.state);
    if (!item.isDamaged) remember(row, item);
    return item;
  };
  const setState = (sequence: number, from: unknown, to: OutboxState): void => {
    run('update items set state = ? where sequence = ?', to, sequence);
    const known = isOutboxState(from);
    if (known) counts[known] -= 1;
    counts[to] += 1;
    changes += 1;
  };
  const find = (itemId: string): StoredItem | null => {
    const row = one(`select ${columns} from ${joined} where item_id = ?`, itemId);
    return row ? load(row) : null;
  };
  const get = (itemId: string): StoredItem => {
    const item = find(itemId);
    if (!item) throw notFound();
    return item;
  };

  const bySubmissionKey = (key: string): StoredItem | null => {
    const row = one(`select ${columns} from ${joined} where submission_key = ?`, key);
    return row ? load(row) : null;
  };

  const write = (item: StoredItem, next: ItemProgress): StoredItem => {
    const value = progressColumns(next);
    const checksum = itemChecksum(item, value);
    run(
      `update items set account_id = ?, state = ?, ending = ?, next_try_at_ms = ?, changed_at_ms = ?, progress = ?, checksum = ?
       where sequence = ?`,
      value.account_id,
      value.state,
      value.ending,
      value.next_try_at_ms,
      value.changed_at_ms,
      value.progress,
      checksum,
      item.sequence,
    );
    counts[item.state] -= 1;
    counts[next.state] += 1;
    changes += 1;
    const written = { ...item, ...next };
    const known = parsed.get(item.sequence);
    if (known) remember({ ...known.row, ...value, checksum }, written);
    return written;
  };

  const pages = createOutboxPages({ all, one, columns, counts: () => counts, changes: () => changes });

  function nextDueItem(
    nowMs: number,
    accountId: number,
  ): { readonly itemId: string; readonly origin: Origin } | null {
    for (const origin of ['user', 'agent'] as const) {
      const row = one(
        `select item_id from items indexed by items_due
         where state = 'queued' and account_id = ? and by_agent = ? and next_try_at_ms <= ?
         order by next_try_at_ms, sequence limit 1`,
        accountId,
        origin === 'agent' ? 1 : 0,
        nowMs,
      );
      if (!row) continue;
      const itemId = String(row['item_id']);
      // Looked at before it is anybody's turn: one that is damaged is held now, and the next one has the turn.
      if (find(itemId)?.isDamaged) return nextDueItem(nowMs, accountId);
      return { itemId, origin };
    }
    return null;
  }

  /** A list of values as one parameter, so that one statement serves lists of any length. */
  const within = 'in (select value from json_each(?))';
  const filterSql = ({ states, accountIds, because, dueAfterMs }: ItemFilter) => ({
    where: [
      `state ${within}`,
      ...(accountIds ? [`account_id ${within}`] : []),
      // One that is damaged must not end the question for all.
      ...(because ? [`iif(json_valid(progress), json_extract(progress, '$.because'), null) ${within}`] : []),
      ...(dueAfterMs === undefined ? [] : ['next_try_at_ms > ?']),
    ].join(' and '),
    values: [
      ...[states, ...(accountIds ? [accountIds] : []), ...(because ? [because] : [])].map((list) =>
        JSON.stringify(list),
      ),
      ...(dueAfterMs === undefined ? [] : [dueAfterMs]),
    ],
  });

  return {
    /**
     * Keeps a new item, or answers the one that its key already stands for.
     *
     * @throws {AppError} `storage-full` — nothing was kept
     */
    submit: (content: ItemContent, progress: ItemProgress): { item: StoredItem; isNew: boolean } =>
      atOnce(() => {
        const value = progressColumns(progress);
        const sequence = lastSequence + 1;
        const row = {
          ...{ sequence, item_id: content.itemId, submission_key: content.submissionKey, ...value },
          ...{ by_agent: content.origin === 'agent' ? 1 : 0, checksum: itemChecksum(content, value) },
          created_at_ms: content.createdAtMs,
        };
        const { changes: added } = run(
          `insert into items (${Object.keys(row).join(', ')}) values (${Object.keys(row).fill('?').join(', ')})
           on conflict (submission_key) do nothing`,
          ...Object.values(row),
        );
        const known = added === 0 ? bySubmissionKey(content.submissionKey) : null;
        if (known) return { item: known, isNew: false };
        lastSequence = sequence;
        const text = contentColumn(content);
        const checksum = contentChecksum(content.itemId, text);
        run(
          'insert into contents (sequence, content, body, checksum, body_checksum) values (?, ?, ?, ?, ?)',
          sequence,
          text,
          content.body,
          checksum,
          contentChecksum(content.itemId, content.body),
        );
        for (const sha256 of new Set(content.documents.map((document) => document.sha256))) {
          run('insert into item_documents values (?, ?)', sha256, sequence);
        }
        run('insert into texts (sequence, text) values (?, ?)', sequence, searchText(content));
        counts[progress.state] += 1;
        changes += 1;
        const { body: _body, ...kept } = content;
        const item = { ...kept, ...progress, sequence };
        remember({ ...row, content: text, content_checksum: checksum }, item);
        return { item, isNew: true };
      }),

    find,
    /** @throws {AppError} `item-not-found` — there is no such item */
    get,
    /**
     * Answers the text of an item.
     *
     * @throws {AppError} `item-not-found` — there is no such item
     * @throws {AppError} `profile-unreadable` — the text is not the one that was taken over
     */
    body: (itemId: string): string => {
      const row = one(`select body, body_checksum from ${joined} where item_id = ?`, itemId);
      if (!row) throw notFound();
      const body = String(row['body']);
      const checksum = row['body_checksum'];
      if (checksum !== null && checksum !== contentChecksum(itemId, body)) throw damaged();
      return body;
    },
    /** Answers the item of a submission key; null where the key is new. */
    bySubmissionKey,

    /**
     * Applies an event to an item.
     *
     * @param attempt number of the attempt whose event this is, as the item counts them
     * @throws {AppError} `item-not-found`, `transition-refused`, `storage-full` — the item stays as it was
     * @throws {AppError} `profile-unreadable` — it is damaged; it can be cancelled
     */
    change: (itemId: string, event: OutboxEvent, nowMs: number, attempt?: number): StoredItem =>
      atOnce(() => {
        const item = get(itemId);
        if (attempt !== undefined && item.attempts !== attempt)
          throw new AppError('transition-refused', 'The item has gone on without this attempt.');
        if (item.isDamaged) {
          if (event.kind !== 'cancel' || item.state !== 'held') throw damaged();
          setState(item.sequence, item.state, 'cancelled');
          return get(itemId);
        }
        const next = transition(item, event, nowMs);
        return next === item ? item : write(item, next);
      }, !bearable.has(event.kind)),

    /** Applies an event to all items that are meant and take it, in one step; answers those that changed. */
    changeAll: (
      filter: ItemFilter,
      event: OutboxEvent,
      nowMs: number,
      predicate: (item: StoredItem) => boolean = () => true,
    ): readonly StoredItem[] =>
      atOnce(() => {
        const { where, values } = filterSql(filter);
        const items = all(`select ${columns} from ${joined} where ${where}`, ...values);
        return items
          .map(load)
          .filter((item) => !item.isDamaged && predicate(item))
          .toSorted((a, b) => a.sequence - b.sequence)
          .flatMap((item) => {
            const next = transition(item, event, nowMs);
            return next === item ? [] : [write(item, next)];
          });
      }),

    /** How many items are meant. */
    count: (filter: ItemFilter): number => {
      const { where, values } = filterSql(filter);
      return Number(one(`select count(*) as count from items where ${where}`, ...values)?.['count']);
    },

    /** How many items there are in each state. */
    counts: (): Readonly<Record<OutboxState, number>> => ({ ...counts }),

    /** Answers a page, newest first; no states means all of them. */
    page: (query: PageQuery): OutboxPage => {
      const states = query.states.length === 0 ? [...outboxStates] : [...new Set(query.states)];
      const { rows, counts: matching } = pages(query, states);
      const found = rows.toSorted((a, b) => Number(b['sequence']) - Number(a['sequence']));
      const items = found.slice(0, query.limit).map((row) => publicItem(load(row)));
      return {
        items,
        total: states.reduce((sum, state) => sum + matching[state], 0),
        counts: { ...matching },
        nextBeforeSequence: found.length > query.limit ? (items.at(-1)?.sequence ?? null) : null,
      };
    },

    /**
     * Answers accounts that have a due item, by ascending ID.
     *
     * @param after greater than this
     * @param upTo this at most
     */
    dueAccounts: (nowMs: number, after: number, upTo: number, limit: number): readonly number[] => {
      // Hops from account to account over the index, however many items wait for each. Without a word SQLite would take the
      // index of states, and read every queued item.
      const next = (from: string) =>
        `select min(account_id) as id from items indexed by items_due where state = 'queued' and account_id > ${from}`;
      const isDue = (account: string) =>
        `select 1 from items indexed by items_due
         where state = 'queued' and account_id = ${account} and by_agent in (0, 1) and next_try_at_ms <= ?`;
      const due: number[] = [];
      let last = after;
      // The question below makes a table for itself each time, which takes longer than a few hops.
      for (let hops = 0; hops < hopsOneByOne; hops += 1) {
        const found = one(next('?'), last)?.['id'] ?? null;
        if (found === null || Number(found) > upTo || due.length >= limit) return due;
        last = Number(found);
        if (one(`${isDue('?')} limit 1`, last, nowMs)) due.push(last);
      }
      const rows = all(
        `with recursive hop (account_id) as (
          select (${next('?')})
          union all
          select (${next('hop.account_id')}) from hop where hop.account_id is not null
        )
        select account_id from hop
        where account_id is not null and account_id <= ? and exists (${isDue('hop.account_id')})
        limit ?`,
        last,
        upTo,
        nowMs,
        Math.max(0, limit - due.length),
      );
      return [...due, ...rows.map((row) => Number(row['account_id']))];
    },

    /** Answers the item of an account whose turn it is: a person's before a program's, then the one that is due for longest. */
    nextDueItem,

    /** Answers when messages left that may still count for the pace of their accounts. */
    leftSince: (sinceMs: number): readonly { readonly accountId: number; readonly atMs: number }[] =>
      all(
        `select account_id, changed_at_ms from items indexed by items_over
           where state in ('sent', 'cancelled') and changed_at_ms > ? and state = 'sent'
         union all
         select account_id, changed_at_ms from items indexed by items_by_state
           where state = 'unconfirmed' and changed_at_ms > ?`,
        sinceMs,
        sinceMs,
      ).map((row) => ({ accountId: Number(row['account_id']), atMs: Number(row['changed_at_ms']) })),

    /** Answers when the next item becomes due that is not due yet, epoch milliseconds; null: none waits. */
    nextDueAtMs: (nowMs: number): number | null => {
      const row = one(
        `select min(next_try_at_ms) as at from items indexed by items_waking
         where state = 'queued' and next_try_at_ms > 0 and next_try_at_ms > ?`,
        nowMs,
      );
      return row?.['at'] === null || row === undefined ? null : Number(row['at']);
    },

    /**
     * Answers who needs which document; those that no item carries are not among it.
     *
     * @param failedSinceMs what was given up before this is over
     */
    documentUses: (failedSinceMs: number): readonly DocumentUse[] =>
      all(
        `select sha256, max(changed_at_ms) as changed,
           sum(state not in ('sent', 'cancelled') and not (state = 'failed' and changed_at_ms <= ?)) as unfinished
         from item_documents join items using (sequence) group by sha256`,
        failedSinceMs,
      ).map((row) => ({
        sha256: String(row['sha256']),
        unfinishedItems: Number(row['unfinished']),
        lastChangedAtMs: Number(row['changed']),
      })),

    /**
     * Says whether an item still needs a document, or did so a short time ago.
     *
     * @param failedSinceMs what was given up before this is over
     * @param changedSinceMs what changed later than this counts, whatever its state
     */
    needsDocument: (sha256: string, failedSinceMs: number, changedSinceMs: number): boolean =>
      // From the newest on: of many that carry it, the last ones are over last.
      one(
        `select 1 from item_documents cross join items using (sequence)
         where sha256 = ? and (changed_at_ms > ?
           or state not in ('sent', 'cancelled') and not (state = 'failed' and changed_at_ms <= ?))
         order by sequence desc limit 1`,
        sha256,
        changedSinceMs,
        failedSinceMs,
      ) !== undefined,

    /** Forgets what was over before a time; answers how many items that were. */
    forget: (changedBeforeMs: number): number => {
      const forgotten = atOnce(() =>
        // Two statements, because each has its index.
        [`state in ('sent', 'cancelled')`, `state = 'failed'`].reduce(
          (sum, over) =>
            sum +
            Number(run(`delete from items where ${over} and changed_at_ms < ?`, changedBeforeMs).changes),
          0,
        ),
      );
      if (forgotten > 0) recount();
      return forgotten;
    },

    /** Whether something is written that a power cut could still take. */
    isBehind: (): boolean => isBehind,
    /** Puts on disk what did not wait for it. */
    catchUp: (): void => {
      if (!isBehind) return;
      // SQLite has no word for it: a change that waits takes along what came before it, and this one changes nothing.
      guarded(() => database.exec(`pragma synchronous = full; pragma user_version = ${outboxVersion}`));
      isWaiting = true;
      isBehind = false;
    },

    /** How far the last change waited for the disk. */
    durability: (): 'full' | 'less' => (one('pragma synchronous')?.['synchronous'] === 2 ? 'full' : 'less'),

    /** Closes the file; nothing but this may be called afterwards. */
    close: () => {
      if (database.isOpen) guarded(() => database.close());
    },
  };
}

/** Says whether the composed file of an item is still wanted: the next try, or a person, may send it. */
export function needsComposedFile(item: StoredItem): boolean {
  return item.composed !== null && !isFinal(item.state) && item.state !== 'failed';
}
