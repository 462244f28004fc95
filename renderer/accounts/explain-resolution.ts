import type { AccountKey, AccountRow, Resolution } from '../../shared/account.ts';
import { normalizeKeyPart } from '../../shared/key-part.ts';

/** Why an account that has a key sends, or does not. */
export type MatchReason =
  | 'winner'
  /** Its record comes after the one that decides. */
  | 'later-record'
  /** The same record leads to an account with a lower ID. */
  | 'higher-id'
  | 'disabled';

/** A key that was looked up, and the accounts that have it. */
export interface TriedKey {
  readonly key: AccountKey;
  readonly matches: readonly { readonly account: AccountRow; readonly reason: MatchReason }[];
}

const comparable = ({ businessObject, columnName, columnValue }: AccountKey) =>
  [businessObject, columnName, columnValue].map(normalizeKeyPart).join('\0');

/** Answers what became of every key that was looked up, in order. */
export function explainResolution(
  { accountId, matched, tried }: Resolution,
  accounts: readonly AccountRow[],
): readonly TriedKey[] {
  const wanted = new Set(tried.map(comparable));
  const byKey = Map.groupBy(
    accounts.filter((account) => wanted.has(comparable(account))),
    comparable,
  );
  const deciding = normalizeKeyPart(matched?.businessObject ?? '');
  const reasonOf = (account: AccountRow): MatchReason => {
    if (account.id === accountId) return 'winner';
    if (!account.enabled) return 'disabled';
    // Records of one object are one record.
    return normalizeKeyPart(account.businessObject) === deciding ? 'higher-id' : 'later-record';
  };
  return tried.map((key) => ({
    key,
    matches: (byKey.get(comparable(key)) ?? []).map((account) => ({ account, reason: reasonOf(account) })),
  }));
}
