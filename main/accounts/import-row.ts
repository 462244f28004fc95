import * as z from 'zod';
import { accountDraft } from '../../shared/account.ts';
import type { AccountDraft } from '../../shared/account.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { late } from '../../shared/late-schema.ts';

/** An account as a file has it; what it does not say stays as it is. */
export interface ImportedRow {
  /** The line it begins in (CSV), or its place in the list (JSON), from 1. */
  readonly line: number;
  /** Email Server ID; null: the file gives none. */
  readonly id: number | null;
  readonly given: Partial<AccountDraft>;
  /** What a new account begins with where the file says nothing. */
  readonly start: AccountDraft;
  /** Why it is refused; the other members are as much of it as could be read. */
  readonly failure: Failure | null;
}

/** Says in words what is wrong with a member. */
export type IssueSentence = (issue: z.core.$ZodIssue) => { readonly text: string };

const importedAccount = late(() =>
  accountDraft
    .unwrap()
    .partial()
    .extend({
      /** 0 stands for a new account, as in the dialog. */
      id: z.int().min(0).nullable().optional(),
    }),
);

interface Place {
  readonly line: number;
  readonly start: AccountDraft;
  /** What a person knows a field by. */
  readonly nameOf: (field: string) => string;
  readonly sentence: IssueSentence;
}

/** Answers the account that a value of a file stands for; a value that fits no account is a row that is refused. */
export function importedRow(value: unknown, { line, start, nameOf, sentence }: Place): ImportedRow {
  const parsed = importedAccount.safeParse(value);
  if (parsed.success) {
    const { id, ...given } = parsed.data;
    return { line, id: id || null, given: withoutUndefined(given), start, failure: null };
  }
  const issue = parsed.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  const name = field === undefined ? [] : [nameOf(String(field))];
  const text = issue ? sentence({ ...issue, path: issue.code === 'unrecognized_keys' ? [] : name }).text : '';
  return refusedRow({ line, start }, field === undefined ? undefined : String(field), `${text}.`, value);
}

/** Answers a row that cannot be an account, with as much of it as names it. */
export function refusedRow(
  { line, start }: Pick<Place, 'line' | 'start'>,
  field: string | undefined,
  message: string,
  value: unknown = {},
): ImportedRow {
  const { id = null, ...given } = named.safeParse(value).data ?? {};
  const error = new AppError('account-invalid', message, field === undefined ? {} : { field });
  return { line, id, given: withoutUndefined(given), start, failure: toFailure(error) };
}

const maxNameLength = 320;
const name = late(() =>
  z
    .string()
    .transform((text) => text.slice(0, maxNameLength))
    .optional()
    .catch(undefined),
);
const named = late(() =>
  z.object({ id: z.int().min(1).optional().catch(undefined), user: name, host: name }),
);

function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}
