import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableKey, keyOf } from '../../main/accounts/account-key.ts';
import { importedRow } from '../../main/accounts/import-row.ts';
import type { ImportedRow } from '../../main/accounts/import-row.ts';
import { planImport } from '../../main/accounts/plan-import.ts';
import { salesPadDraft } from '../../main/accounts/presets.ts';
import { readAccountsCsv } from '../../main/accounts/read-csv.ts';
import { accountsCsv } from '../../main/accounts/write-csv.ts';
import { issueSentence } from '../../main/issue-sentence.ts';
import { firstManagedId, newAccountDraft } from '../../shared/account.ts';
import type { Account } from '../../shared/account.ts';
import { anyGoodDraft } from '../helpers/any-account.ts';
import {
  exampleAccount,
  exampleProviders,
  smtpOnlyProvider,
  keyedAccount,
} from '../helpers/example-accounts.ts';
import { runs } from '../helpers/effort.ts';

const rowsOf = (values: readonly object[]): ImportedRow[] =>
  values.map((value, index) =>
    importedRow(value, {
      line: index + 1,
      start: newAccountDraft,
      nameOf: (field) => field,
      sentence: issueSentence,
    }),
  );

function plan(accounts: readonly Account[], rows: readonly ImportedRow[], more: object = {}) {
  const nextId = Math.max(0, ...accounts.map(({ id }) => (id < firstManagedId ? id : 0))) + 1;
  const present = {
    accounts,
    firstUngivenId: nextId,
    nextId,
    presets: [...exampleProviders, smtpOnlyProvider],
  };
  return planImport(rows, { ...present, passwordsAlwaysEncrypted: false, ...more });
}

/** What becomes of each row: the account it is or becomes, `=` before one that stays as it is, or the code and field. */
const outcome = (accounts: readonly Account[], values: readonly object[], more: object = {}) =>
  plan(accounts, rowsOf(values), more).rows.map(({ before, after, failure }) =>
    failure
      ? `${failure.code} ${failure.field}`
      : `${after === before ? '=' : before ? '' : '+'}${after?.id}`,
  );

const key = (columnValue: string) => ({ businessObject: 'SystemUser', columnName: 'User_Name', columnValue });
const good = { host: 'mail.example.com', user: 'a@example.com' };

/** The accounts of a profile after the plan. */
function applied(accounts: readonly Account[], rows: readonly ImportedRow[]): Account[] {
  const next = new Map(accounts.map((account) => [account.id, account]));
  for (const { after } of plan(accounts, rows).rows) if (after) next.set(after.id, after);
  return [...next.values()].toSorted((a, b) => a.id - b.id);
}

describe('a row of a file', () => {
  const present = [keyedAccount(1, 'sa'), keyedAccount(4, 'ben'), exampleAccount(6)];

  it('means the account with its ID, if anything else bears it out; then the one with its key; then a new one', () => {
    expect(
      outcome(present, [
        { ...key(' SA '), id: 1, host: 'other.example.com', user: 'other@example.com' },
        { host: 'mail.example.com', user: 'Person4@example.com', id: 4, ...key('clara') },
        { id: 6, host: 'moved.example.com', user: 'person6@example.com' },
        { ...good },
        { ...good, id: 0 },
        { ...good, id: 20, ...key('dora') },
        { ...good, id: null },
      ]),
    ).toEqual(['1', '4', '6', '+21', '+22', '+20', '+23']);
    expect(outcome(present, [{ ...good, id: 30, ...key(' SA ') }])).toEqual(['1']);
    expect(outcome(present, [{ ...good, ...key(' SA ') }])).toEqual(['1']);
  });

  it('never gets a number that was given before: what waits under it would leave as somebody else', () => {
    expect(outcome(present, [{ ...good, id: 5 }])).toEqual(['+7']);
    expect(outcome([], [{ ...good, id: 1 }], { firstUngivenId: 2, nextId: 2 })).toEqual(['+2']);
    expect(outcome([], [{ ...good, id: 2 }], { firstUngivenId: 2, nextId: 2 })).toEqual(['+2']);
    expect(
      outcome(
        [],
        [
          { ...good, id: 1 },
          { ...good, id: 1 },
        ],
        { firstUngivenId: 2, nextId: 2 },
      ),
    ).toEqual(['+2', 'import-refused id']);
  });

  it('of somebody else is a new account, whatever its number', () => {
    const carl = { host: 'mail.c.com', user: 'carl@c.com' };
    expect(outcome(present, [{ ...carl, id: 1, ...key('carl') }])).toEqual(['+7']);
    expect(outcome(present, [{ ...carl, id: 1 }])).toEqual(['+7']);
    expect(outcome(present, [{ ...carl, host: 'mail.example.com', id: 6 }])).toEqual(['+7']);
    expect(outcome(present, [{ ...carl, host: 'mail.example.com', id: 6, ...key('carl') }])).toEqual(['+7']);
    // Once more it is the account that it has become, with a key or without.
    const after = [...present, keyedAccount(7, 'carl', carl), exampleAccount(8, carl)];
    expect(
      outcome(after, [
        { ...carl, id: 1, ...key('carl') },
        { ...carl, id: 6 },
      ]),
    ).toEqual(['=7', '=8']);
  });

  it('with the ID of one account and the key of another is refused, and the other stays as it is', () => {
    const anna = { host: 'mail.example.com', user: 'person1@example.com' };
    const ben = { host: 'mail.example.com', user: 'person4@example.com' };
    const taken = 'key-taken columnValue';
    expect(outcome(present, [{ ...anna, id: 1, ...key('ben') }])).toEqual([taken]);
    expect(outcome(present, [{ ...anna, host: 'moved.example.com', id: 1, ...key('ben') }])).toEqual([taken]);
    expect(outcome(present, [{ id: 1, ...key('ben') }])).toEqual([taken]);
    for (const port of [587, 2525]) {
      const rows = [
        { ...anna, id: 1, ...key('ben') },
        { ...ben, id: 4, ...key('ben'), port },
      ];
      const stays = port === 587 ? '=4' : '4';
      expect(outcome(present, rows)).toEqual([taken, stays]);
      expect(outcome(present, rows.toReversed())).toEqual([stays, taken]);
    }
    // The two may hand their keys over to each other.
    expect(
      outcome(present, [
        { ...anna, id: 1, ...key('ben') },
        { ...ben, id: 4, ...key('sa') },
      ]),
    ).toEqual(['1', '4']);
  });

  it('keeps what it does not say', () => {
    const [planned] = plan(
      [keyedAccount(1, 'sa', { senderName: 'Anna', port: 25 })],
      rowsOf([{ id: 1, port: 2525 }]),
    ).rows;
    expect(planned?.after).toEqual({ ...planned?.before, port: 2525 });
  });

  it('that changes nothing is the same, whatever one may think of the account by now', () => {
    const odd = exampleAccount(1, { host: 'not a host', provider: 'gone' });
    const { grantId: _, passwordId: __, ...value } = odd;
    expect(outcome([odd], [value])).toEqual(['=1']);
    expect(outcome([odd], [{ id: 1 }])).toEqual(['=1']);
  });

  it('that means the account of an earlier row is refused; a row that was refused means none', () => {
    expect(
      outcome(present, [
        { id: 6, port: 25 },
        { id: 6, port: 26 },
        { id: 30, ...good },
        { id: 30, ...good },
      ]),
    ).toEqual(['6', 'import-refused id', '+30', 'import-refused id']);
    expect(
      outcome(present, [
        { id: 6, host: '' },
        { id: 6, port: 26 },
      ]),
    ).toEqual(['account-invalid host', '6']);
  });

  it.each<[object, string]>([
    [{ id: 6, host: 'http://x' }, 'account-invalid host'],
    [{ id: 6, provider: 'contoso' }, 'account-invalid provider'],
    [{ id: 6, provider: 'fabrikam', sendThrough: 'api' }, 'account-invalid sendThrough'],
    [{ id: 6, provider: 'microsoft', tls: false, host: 'smtp.office365.com' }, 'account-invalid tls'],
    [{ id: 6, businessObject: 'SystemUser' }, 'key-incomplete columnName'],
    [{ id: 6, port: '25' }, 'account-invalid port'],
    [{ id: 6, more: 1 }, 'account-invalid more'],
    [{ id: -1 }, 'account-invalid id'],
    [{ ...good, id: 900_001 }, 'account-invalid id'],
    [{ ...good, id: firstManagedId }, 'locked-by-policy id'],
    [{ ...good, user: '' }, 'account-invalid user'],
  ])('is refused as saving would: %j', (value, expected) => {
    expect(outcome(present, [value, { ...good }])).toEqual([expected, '+7']);
  });

  it('is refused where the administrator keeps passwords encrypted', () => {
    const value = { ...good, sendPasswordUnencrypted: true };
    expect(outcome([], [value], { passwordsAlwaysEncrypted: true })).toEqual([
      'locked-by-policy sendPasswordUnencrypted',
    ]);
  });

  it('never changes an account of the administrator, nor takes its key', () => {
    const managed = keyedAccount(firstManagedId, 'boss');
    expect(
      outcome(
        [...present, managed],
        [
          { ...good, id: firstManagedId },
          { ...good, ...key('boss') },
          { ...good, id: 1, ...key('Boss') },
        ],
      ),
    ).toEqual(['locked-by-policy id', 'locked-by-policy id', 'locked-by-policy id']);
    // The person's own account of the same key is the one that is meant.
    const own = keyedAccount(2, 'boss');
    expect(outcome([own, managed], [{ ...key('boss') }, { id: 2, port: 25 }])).toEqual([
      '=2',
      'import-refused id',
    ]);
    expect(outcome([own, managed], [{ ...key('boss'), port: 25 }])).toEqual(['key-taken columnValue']);
    expect(outcome([own, managed], [{ ...key('boss'), enabled: false }])).toEqual(['2']);
  });

  it('gets the ID after the file’s, so that none is given twice', () => {
    expect(plan([], rowsOf([{ ...good, id: 3 }, good]), { nextId: 9 })).toMatchObject({
      nextId: 10,
      rows: [{ after: { id: 3 } }, { after: { id: 9 } }],
    });
    expect(outcome([], [good], { nextId: firstManagedId })).toEqual(['account-invalid id']);
  });

  it('of a new account begins as the file’s kind of record does, or as its provider fills it in', () => {
    const row = (given: object, start = newAccountDraft): ImportedRow => ({
      ...{ line: 1, id: null, given, start, failure: null },
    });
    const drafts = plan(
      [],
      [
        row(good, salesPadDraft),
        row({ provider: 'google', user: 'a@gmail.com' }, salesPadDraft),
        row({ provider: 'google', user: 'b@gmail.com', host: 'smtp.gmail.com' }, salesPadDraft),
        row({ provider: 'microsoft', user: 'c@example.com', host: 'SMTP.Office365.com.' }, salesPadDraft),
      ],
    ).rows.map(
      ({ after }) => after && [after.host, after.port, after.tls, after.tlsMethod, after.sendThrough],
    );
    expect(drafts).toEqual([
      ['mail.example.com', 25, false, 'auto', 'smtp'],
      ['gmail.googleapis.com', 443, true, 'implicit', 'api'],
      ['smtp.gmail.com', 465, true, 'implicit', 'smtp'],
      ['SMTP.Office365.com.', 587, true, 'auto', 'smtp'],
    ]);
  });
});

describe('keys of a file', () => {
  it('are one to an enabled account; the first line has it', () => {
    expect(
      outcome(
        [],
        [
          { ...good, ...key('a') },
          { ...good, ...key('A ') },
          { ...good, ...key('a'), enabled: false },
        ],
      ),
    ).toEqual(['+1', 'key-taken columnValue', '+2']);
  });

  it('pass from one account to another, in whichever order the lines come', () => {
    const present = [keyedAccount(1, 'a'), keyedAccount(2, 'a', { enabled: false }), keyedAccount(3, 'c')];
    const rows = [
      { id: 1, enabled: false },
      { id: 2, enabled: true },
      { id: 3, ...key('d') },
      { ...good, ...key('e') },
    ];
    expect(outcome(present, rows)).toEqual(['1', '2', '3', '+4']);
    expect(outcome(present, rows.toReversed())).toEqual(['+4', '3', '2', '1']);
  });

  it('stay where the row that would give one away is refused', () => {
    const present = [keyedAccount(1, 'a'), keyedAccount(2, 'b'), keyedAccount(3, 'a', { enabled: false })];
    // Line 1 would leave key a, but its new key is that of account 2; so line 2 cannot have key a.
    expect(
      outcome(present, [
        { id: 1, columnValue: 'b' },
        { id: 3, enabled: true },
      ]),
    ).toEqual(['key-taken columnValue', 'key-taken columnValue']);
  });

  it('are never doubled by any file, and a file of what is there changes nothing', () => {
    const anyKey = fc.constantFrom('', 'a', 'b', 'c', 'd');
    const withKey = (draft: object, value: string) => ({ ...draft, ...(value && key(value)) });
    const value = fc
      .tuple(fc.integer({ min: 0, max: 8 }), anyKey, anyGoodDraft)
      .map(([id, columnValue, draft]) => ({ id, ...withKey(draft, columnValue) }));
    const doubled = (accounts: readonly Account[]) => {
      const keys = accounts.flatMap((account) => {
        const own = account.enabled ? keyOf(account) : null;
        return own ? comparableKey(own) : [];
      });
      return keys.length - new Set(keys).size;
    };
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), fc.array(value, { maxLength: 8 }), (first, second) => {
        const present = applied([], rowsOf(first));
        expect(doubled(present)).toBe(0);
        const next = applied(present, rowsOf(second));
        expect(doubled(next)).toBe(0);
        expect(new Set(next.map(({ id }) => id)).size).toBe(next.length);

        const { rows: again } = readAccountsCsv(accountsCsv(next, exampleProviders).slice(1), {
          providers: exampleProviders,
          sentence: issueSentence,
        });
        const { rows } = plan(next, again);
        expect(rows.map(({ before, after, failure }) => [failure, before === after])).toEqual(
          next.map(() => [null, true]),
        );
        expect(applied([], again).map((each) => ({ ...each, id: 0 }))).toEqual(
          next.map((each) => ({ ...each, id: 0 })),
        );
        expect(applied([], again).map(({ id }) => id)).toEqual(next.map(({ id }) => id));
      }),
      runs({ quick: 300, full: 5_000 }),
    );
  });

  describe('from anywhere', () => {
    const people = ['anna', 'bert', 'carl', ''];
    const hosts = ['mail.a.com', 'mail.b.com'];
    const anyAccount = fc.record({
      id: fc.integer({ min: 1, max: 6 }),
      user: fc.constantFrom(...people).map((name) => name && `${name}@example.com`),
      host: fc.constantFrom(...hosts),
      from: fc.constantFrom('from@example.com', 'other@example.com'),
      port: fc.constantFrom(25, 587),
      enabled: fc.boolean(),
      columnValue: fc.constantFrom('', 'a', 'b', 'c'),
    });
    type Any = typeof anyAccount extends fc.Arbitrary<infer Value> ? Value : never;
    const valueOf = ({ columnValue, ...draft }: Any) => ({
      ...newAccountDraft,
      ...draft,
      ...(columnValue && key(columnValue)),
    });
    const anyFile = fc
      .uniqueArray(anyAccount, { maxLength: 6, selector: ({ id }) => id })
      .map((values) => values.map(valueOf));
    // Whatever a file says, it goes through an import into an empty profile first, so no profile is impossible.
    const profileOf = (values: readonly object[]) => applied([], rowsOf(values));
    const whoOf = ({ user, from }: Account) => user || from;

    it('change no account that is neither of their key nor of their person, and give no number twice', () => {
      fc.assert(
        fc.property(anyFile, anyFile, fc.integer({ min: 1, max: 9 }), (mine, theirs, more) => {
          const present = profileOf(mine);
          const firstUngivenId = Math.max(more, ...present.map(({ id }) => id + 1));
          const numbers = { firstUngivenId, nextId: firstUngivenId };
          const { rows } = plan(present, rowsOf(theirs), numbers);
          for (const { before, after } of rows) {
            if (!after) continue;
            if (!before) expect(after.id).toBeGreaterThanOrEqual(firstUngivenId);
            else {
              const isKey = keyOf(before) !== null && before.columnValue === after.columnValue;
              expect(isKey || whoOf(before) === whoOf(after)).toBe(true);
            }
          }
          const ids = rows.flatMap(({ after }) => after?.id ?? []);
          expect(new Set(ids).size).toBe(ids.length);
        }),
        runs({ quick: 2_000, full: 5_000 }),
      );
    });

    it('mean the account at their own server before the one that has only their number and person', () => {
      const bert = { ...newAccountDraft, user: 'bert@example.com', enabled: false };
      const mine = [{ ...bert, id: 1, host: 'mail.a.com' }];
      const theirs = [
        { ...bert, id: 2, host: 'mail.b.com' },
        { ...bert, id: 6, host: 'mail.a.com' },
      ];
      const once = applied(profileOf(mine), rowsOf(theirs));
      expect(once.map(({ host }) => host)).toEqual(['mail.a.com', 'mail.b.com']);
      const numbered = once.map((account, index) => ({ ...account, id: index === 0 ? 1 : 6 }));
      expect(applied(numbered, rowsOf(theirs))).toEqual(numbered);
    });

    it('add nothing when they come a second time', () => {
      fc.assert(
        fc.property(anyFile, anyFile, (mine, theirs) => {
          const present = profileOf(mine);
          const once = applied(present, rowsOf(theirs));
          // A line that was refused may have its place now.
          fc.pre(plan(present, rowsOf(theirs)).rows.every(({ failure }) => failure === null));
          const twice = applied(once, rowsOf(theirs));
          expect(twice.length).toBe(once.length);
        }),
        runs({ quick: 2_000, full: 5_000 }),
      );
    });

    it('and with one key mistyped leave all other accounts as they are', () => {
      fc.assert(
        fc.property(anyFile, fc.nat(), fc.constantFrom('a', 'b', 'c', 'd'), (mine, place, typed) => {
          const present = profileOf(mine);
          const wrong = present[place % Math.max(1, present.length)];
          const { grantId: _, passwordId: __, ...none } = exampleAccount(1);
          const file = present.map((account) => {
            const value = Object.fromEntries(Object.keys(none).map((name) => [name, account[name as 'id']]));
            return account === wrong ? { ...value, ...key(typed) } : value;
          });
          const after = applied(present, rowsOf(file));
          const others = (accounts: readonly Account[]) => accounts.filter(({ id }) => id !== wrong?.id);
          expect(others(after)).toEqual(others(present));
        }),
        runs({ quick: 2_000, full: 5_000 }),
      );
    });
  });

  it('of a large file are found at once', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ ...good, ...key(`k${index % 10_000}`) }));
    const started = performance.now();
    const outcomes = outcome([], many);
    expect(outcomes.filter((each) => each.startsWith('+')).length).toBe(10_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
