import { account, sendThroughs, tlsMethods } from '../../shared/account.ts';
import type { Account } from '../../shared/account.ts';

type Check = (value: unknown) => boolean;

const breaksLine = /[\r\n\0]/;
const line =
  (max: number): Check =>
  (value) =>
    value === '' || (typeof value === 'string' && value.length <= max && !breaksLine.test(value));
const whole =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
const truth: Check = (value) => typeof value === 'boolean';
const reference: Check = (value) => value === null || typeof value === 'string';
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const provider = /^[a-z][a-z0-9-]{0,39}$/;
const timeout = whole(1_000, 3_600_000);

const checks: Readonly<Record<keyof Account, Check>> = {
  provider: (value) => typeof value === 'string' && provider.test(value),
  host: line(255),
  port: whole(1, 65_535),
  user: line(320),
  businessObject: line(128),
  columnName: line(128),
  columnValue: line(256),
  tls: truth,
  tlsMethod: oneOf(tlsMethods),
  enabled: truth,
  senderName: line(256),
  replyTo: line(320),
  from: line(320),
  signInAccount: line(320),
  alternateServer: line(255),
  timeoutMs: (value) => value === null || timeout(value),
  sendThrough: oneOf(sendThroughs),
  sendPasswordUnencrypted: truth,
  id: whole(1, Number.MAX_SAFE_INTEGER),
  grantId: reference,
  passwordId: reference,
  consentId: (value) => typeof value === 'string',
};
const checked = Object.entries(checks).map(([name, isGood]) => ({ name, isGood }));

/**
 * Says whether a row is an account, exactly as the schema of `shared/account.ts` would.
 *
 * The schema takes most of a tenth of a second for 10,000 rows at every start, this a few milliseconds; a test holds the two
 * against each other.
 */
export function isAccount(value: unknown): value is Account {
  if (!isRecord(value)) return false;
  // Only a consent may be absent.
  const hasConsent = Object.hasOwn(value, 'consentId');
  for (const { name, isGood } of checked) {
    if (!isGood(value[name]) && (hasConsent || name !== 'consentId')) return false;
  }
  return Object.keys(value).length === checked.length - Number(!hasConsent);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws {ZodError} with the member at fault */
export function parseAccounts(rows: readonly unknown[]): readonly Account[] {
  return rows.every(isAccount) ? rows : account.array().parse(rows);
}
