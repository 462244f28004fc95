import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAccount, parseAccounts } from '../../main/accounts/account-shape.ts';
import { account } from '../../shared/account.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';

const good: Record<string, unknown> = { ...exampleAccount(1), consentId: 'consent-one' };
const fields = Object.keys(account.unwrap().shape);

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    'smtp',
    'api',
    'auto',
    'none',
    'Google',
    'a\nb',
    'a\0b',
    {},
    [],
  ),
  fc.constantFrom(0, 1, 1.5, -1, 999, 1_000, 3_600_000, 3_600_001, 65_535, 65_536, 2 ** 53, Number.NaN),
  fc
    .constantFrom(39, 40, 41, 127, 128, 129, 255, 256, 257, 319, 320, 321)
    .map((length) => 'x'.repeat(length)),
  fc.string(),
);

it('the quick check takes exactly what the schema takes', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fields), odd, (field, value) => {
      const row = { ...good, [field]: value };
      expect(isAccount(row)).toBe(account.safeParse(row).success);
    }),
    { numRuns: 5_000 },
  );
});

it('a row needs no consent', () => {
  const { consentId: _, ...rest } = good;
  expect([isAccount(rest), account.safeParse(rest).success]).toEqual([true, true]);
});

it.each(fields.filter((field) => field !== 'consentId'))('neither takes a row without %s', (field) => {
  const { [field]: _, ...rest } = good;
  expect([isAccount(rest), account.safeParse(rest).success]).toEqual([false, false]);
  // Another member in its place does not make up for it.
  const swapped = { ...rest, other: 'x' };
  expect([isAccount(swapped), account.safeParse(swapped).success]).toEqual([false, false]);
});

it.each([null, undefined, 1, 'row', [], {}, [good], { ...good, secret: 'x' }, JSON.parse('{"__proto__":1}')])(
  'neither takes %j for an account',
  (value) => {
    expect([isAccount(value), account.safeParse(value).success]).toEqual([false, false]);
  },
);

it('a list with one bad row is refused with its place', () => {
  expect(() => parseAccounts([good, { ...good, port: 0 }])).toThrow(/"port"/);
  expect(parseAccounts([good])).toEqual([good]);
});
