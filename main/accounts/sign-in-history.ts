import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { signInEventKinds } from '../../shared/sign-in-event.ts';
import type { SignInEvent } from '../../shared/sign-in-event.ts';
import { late } from '../../shared/late-schema.ts';

/** The table of the history, made where it is not there. */
export const signInHistorySchema = `create table if not exists sign_in_event (
  sequence integer primary key, account_id integer not null, at_ms integer not null, kind text not null,
  signed_in_as text not null, code text, detail text
) strict; create index if not exists sign_in_event_account on sign_in_event (account_id, sequence)`;

/** Who asks why a sign-in ended looks at weeks, not at years. */
const keptPerAccount = 30;
const keptMs = 365 * 24 * 60 * 60_000;

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalog, code);
const detail = late(() => z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])));
const row = late(() =>
  z.object({
    at_ms: z.number(),
    kind: z.enum(signInEventKinds),
    signed_in_as: z.string(),
    code: z.string().refine(isErrorCode).nullable(),
    detail: z.string().nullable(),
  }),
);

/** When somebody signed in and out for an account, and when and why the provider took a sign-in back. */
export type SignInHistory = ReturnType<typeof createSignInHistory>;

/**
 * Answers the history that a database keeps: the last 30 events of an account and no older than a year.
 *
 * A full disk stops nothing: the event is lost.
 */
export function createSignInHistory(database: DatabaseSync, nowMs: () => number) {
  const insert = database.prepare(
    'insert into sign_in_event (account_id, at_ms, kind, signed_in_as, code, detail) values (?, ?, ?, ?, ?, ?)',
  );
  const trim = database.prepare(
    `delete from sign_in_event where account_id = ? and sequence not in (
      select sequence from sign_in_event where account_id = ? order by sequence desc limit ${keptPerAccount})`,
  );
  const select = database.prepare(
    'select at_ms, kind, signed_in_as, code, detail from sign_in_event where account_id = ? order by sequence desc',
  );
  const dropOld = database.prepare('delete from sign_in_event where at_ms < ?');
  const dropOthers = database.prepare(
    'delete from sign_in_event where account_id not in (select value from json_each(?))',
  );

  function quietly<Value>(work: () => Value, otherwise: Value): Value {
    try {
      return work();
    } catch {
      return otherwise;
    }
  }

  const list = (accountId: number): readonly SignInEvent[] =>
    quietly(() => z.array(row).parse(select.all(accountId)).map(eventOf), []);

  return {
    /** Notes an event of some accounts. */
    add: (accountIds: readonly number[], event: SignInEvent): void => {
      const { atMs, kind, signedInAs, code } = event;
      const text = event.detail === null ? null : JSON.stringify(event.detail);
      for (const id of accountIds) {
        quietly(() => {
          insert.run(id, atMs, kind, signedInAs, code, text);
          trim.run(id, id);
        }, undefined);
      }
    },
    /** Answers the events of an account, newest first. */
    list,
    /** Answers the last event, where it is that the provider took the sign-in back. */
    lastWithdrawal: (accountId: number): SignInEvent | null => {
      const [last] = list(accountId);
      return last?.kind === 'withdrawn' ? last : null;
    },
    /** Forgets what is too old, and what is of none of these accounts. */
    prune: (accountIds: readonly number[]): void =>
      quietly(() => {
        dropOld.run(nowMs() - keptMs);
        dropOthers.run(JSON.stringify(accountIds));
      }, undefined),
  };
}

function eventOf(each: z.infer<typeof row>): SignInEvent {
  return {
    atMs: each.at_ms,
    kind: each.kind,
    signedInAs: each.signed_in_as,
    code: each.code,
    detail: each.detail === null ? null : detail.parse(JSON.parse(each.detail)),
  };
}
