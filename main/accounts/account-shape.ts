import { account, newAccountDraft, sendThroughs, tlsMethods } from '../../shared/account.ts';
import type { Account } from '../../shared/account.ts';

const breaksLine = /[\r\n\0]/;
const provider = /^[a-z][a-z0-9-]{0,39}$/;
/** A draft, the ID and two references; only a consent may be absent. */
const fewestMembers = Object.keys(newAccountDraft).length + 3;

/**
 * Says whether a row is an account, exactly as the schema of `shared/account.ts` would.
 *
 * The schema takes most of a tenth of a second for 10,000 rows at every start. This names each member, since V8 finds a member by
 * a name that stands in the code in a fraction of the time of one by a name from a table; a test holds it against the schema.
 */
export function isAccount(value: unknown): value is Account {
  if (!isRow(value)) return false;
  const members = memberCount(value);
  return (
    members === (value.consentId === undefined ? fewestMembers : fewestMembers + 1) &&
    isWhole(value.id, 1, Number.MAX_SAFE_INTEGER) &&
    typeof value.provider === 'string' &&
    provider.test(value.provider) &&
    isLine(value.host, 255) &&
    isWhole(value.port, 1, 65_535) &&
    isLine(value.user, 320) &&
    isLine(value.businessObject, 128) &&
    isLine(value.columnName, 128) &&
    isLine(value.columnValue, 256) &&
    typeof value.tls === 'boolean' &&
    isOneOf(tlsMethods, value.tlsMethod) &&
    typeof value.enabled === 'boolean' &&
    isLine(value.senderName, 256) &&
    isLine(value.replyTo, 320) &&
    isLine(value.from, 320) &&
    isLine(value.signInAccount, 320) &&
    isLine(value.alternateServer, 255) &&
    (value.timeoutMs === null || isWhole(value.timeoutMs, 1_000, 3_600_000)) &&
    isOneOf(sendThroughs, value.sendThrough) &&
    typeof value.sendPasswordUnencrypted === 'boolean' &&
    isReference(value.grantId) &&
    isReference(value.passwordId) &&
    (value.consentId === undefined || typeof value.consentId === 'string')
  );
}

type Row = Readonly<Partial<Record<keyof Account, unknown>>>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Unlike `Object.keys`, makes no list. */
function memberCount(row: Row): number {
  let count = 0;
  for (const _ in row) count += 1;
  return count;
}

function isLine(value: unknown, max: number): boolean {
  return value === '' || (typeof value === 'string' && value.length <= max && !breaksLine.test(value));
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.includes(value);
}

function isReference(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

/** @throws {ZodError} with the member at fault */
export function parseAccounts(rows: readonly unknown[]): readonly Account[] {
  return rows.every(isAccount) ? rows : account.array().parse(rows);
}
