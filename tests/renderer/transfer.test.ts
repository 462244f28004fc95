import { describe, expect, test } from 'vitest';
import { contract } from '../../shared/contract.ts';
import { maxImportBytes } from '../../shared/transfer.ts';
import { exportCall, exportFault, newExport } from '../../renderer/transfer/export-form.ts';
import { countActions, filterPlan, planRows, writtenBy } from '../../renderer/transfer/import-rows.ts';
import { fieldName, valueText } from '../../renderer/transfer/field-name.ts';
import { passphraseStrength } from '../../renderer/transfer/passphrase-strength.ts';
import { planColumns, planDetails, planTitle, refusalTodo } from '../../renderer/transfer/plan-columns.tsx';
import { fileFault } from '../../renderer/transfer/read-file.ts';
import { samplePlan } from '../helpers/sample-plan.ts';
import { rowsAsText } from '../../renderer/grid/copied-text.ts';
import { addLateWords } from '../../renderer/words/late-words.ts';
import { loadWords } from '../../renderer/words/load-words.ts';
import { createWords } from '../../renderer/words/words.ts';

const words = createWords('en');
addLateWords(words);
const { t } = words;

describe('an export', () => {
  const sealed = { ...newExport, kind: 'sealed' } as const;

  test('has no secrets unless they are asked for', () => {
    expect(exportFault(newExport)).toBeNull();
    expect(exportCall(newExport)).toEqual({ name: 'exportProfile', input: { passphrase: null } });
    // What was typed before another kind was chosen does not count.
    expect(exportCall({ ...newExport, passphrase: 'kept in mind', kind: 'profile' }).input).toEqual({
      passphrase: null,
    });
  });

  test('with secrets needs the same passphrase twice', () => {
    expect(exportFault({ ...sealed, passphrase: 'short', repeated: 'short' })).toEqual({
      field: 'passphrase',
      kind: 'short',
    });
    expect(exportFault({ ...sealed, passphrase: 'long enough', repeated: 'long enougj' })).toEqual({
      field: 'repeated',
      kind: 'different',
    });
    const good = { ...sealed, passphrase: 'long enough', repeated: 'long enough' };
    expect(exportFault(good)).toBeNull();
    expect(contract.exportProfile.input.parse(exportCall(good).input)).toEqual({ passphrase: 'long enough' });
  });

  test('as CSV is of all accounts', () => {
    expect(exportCall({ ...newExport, kind: 'csv' })).toEqual({
      name: 'exportAccounts',
      input: { accountIds: null },
    });
  });
});

describe('the strength of a passphrase', () => {
  test.each([
    ['', 'short'],
    ['Tr0ub4d', 'short'],
    ['password123', 'weak'],
    ['Password2026!', 'weak'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['12345678901234', 'weak'],
    ['qwertzuiop1', 'weak'],
    ['sunshine', 'weak'],
    ['blue kettle', 'weak'],
    ['granite otter violin', 'weak'],
    ['granite granite granite granite granite granite', 'weak'],
    ['granite otter violin tuesday', 'fair'],
    ['correcthorsebatterystaple', 'fair'],
    ['x9$Lq2vT', 'fair'],
    ['granite otter violin tuesday umbrella fjord', 'strong'],
    ['x9$Lq2vT!m4Zp8', 'strong'],
    ['käsebrötchen flügel mühle döner', 'fair'],
  ])('of %j is %s', (passphrase, strength) => {
    expect(passphraseStrength(passphrase)).toBe(strength);
  });
});

test('a file is judged before it is read', () => {
  expect(fileFault([])).toBe('not-one');
  expect(fileFault([{ size: 1 }, { size: 1 }])).toBe('not-one');
  expect(fileFault([{ size: 0 }])).toBe('empty');
  expect(fileFault([{ size: maxImportBytes }])).toBeNull();
  expect(fileFault([{ size: maxImportBytes + 1 }])).toBe('too-large');
});

describe('the lines of a plan', () => {
  const rows = planRows(samplePlan);

  test('are the accounts in the order of the file, then the settings', () => {
    expect(rows.map((row) => planTitle(row, t))).toEqual([
      'Account 1 · ada@contoso.test',
      'Account 4 · grace@fabrikam.test',
      'Account 9 · kay@contoso.test',
      '=HYPERLINK("x")',
      'Theme',
      'SMTP Timeout',
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  test('say what changes from what to what, or why they are refused', () => {
    expect(rows.map((row) => planDetails(row, t))).toEqual([
      'Nothing to do',
      'Email Server Hostname or IP Address: old.test → new.test · Sender Name: empty → Grace',
      'Email Server Hostname or IP Address: smtp.office365.com',
      'SMTP Port: The port 70000 is not from 1 to 65535.',
      'Theme: As the system → Dark',
      'It is fixed.',
    ]);
  });

  test('say what is wrong with an account in the words of its dialog, where it has them', async () => {
    const german = await loadWords('de');
    const refusedFor = (finding: string) =>
      planDetails(
        {
          ...{
            kind: 'account' as const,
            key: 0,
            line: 2,
            action: 'refused' as const,
            accountId: null,
            title: 'a',
            changes: [],
          },
          failure: {
            ...({
              code: 'account-invalid',
              message: 'As the app says it.',
              remedy: 'correct-input',
            } as const),
            ...{ field: 'port', detail: { finding } },
          },
        },
        german.t,
      );
    expect(refusedFor('port-invalid')).toMatch(/^SMTP-Port: Geben Sie einen Port /);
    expect(refusedFor('of-a-newer-app')).toBe('SMTP-Port: As the app says it.');
  });

  test('that are refused are corrected in the file, where nothing is marked', () => {
    expect(rows.map((row) => refusalTodo(row, t))).toEqual([
      ...['', '', ''],
      'Correct line 4 of the file and import it again. Lines that are in already stay as they are.',
      '',
      expect.not.stringContaining('marked'),
    ]);
  });

  test('say what the dialog would warn of, before anything that a long line may cut', () => {
    const [changed] = rows.slice(1);
    if (!changed) throw new Error('no line');
    const warned = (allowed: number) =>
      planDetails(
        {
          ...changed,
          warnings: [
            {
              field: 'tls',
              level: 'warning',
              code: 'password-without-tls',
              message: '',
              values: { allowed },
            },
          ],
        },
        t,
      );
    expect(warned(1)).toMatch(/^Warning: .+: Without TLS the password is sent in clear\. · Email Server/);
    expect(warned(0)).toMatch(/^Warning: .+: Without TLS the password is not sent\./);
  });

  test('are counted and filtered by what becomes of them', () => {
    expect(countActions(rows)).toEqual({ all: 6, added: 1, changed: 2, same: 1, refused: 2 });
    expect(filterPlan(rows, 'refused').map(({ line }) => line)).toEqual([4, null]);
    expect(writtenBy(rows)).toEqual({ accounts: 2, settings: 1 });
    expect(writtenBy(filterPlan(rows, 'refused'))).toEqual({ accounts: 0, settings: 0 });
  });

  test('that are refused go to the clipboard without a formula', () => {
    const text = rowsAsText(planColumns(t), filterPlan(rows, 'refused'));
    expect(text.split('\r\n')).toHaveLength(3);
    expect(text).toContain('4\tRefused\t\'=HYPERLINK("x")\t');
  });

  test('write values as the window does, and never a secret', () => {
    expect(valueText('password', 'set', t)).toBe('set');
    expect(valueText('columnValue', 'set', t)).toBe('set');
    expect(valueText('tls', 'false', t)).toBe('False');
    expect(valueText('tlsMethod', 'starttls', t)).toBe('STARTTLS');
    expect(valueText('user', 'auto', t)).toBe('auto');
    expect(valueText('provider', 'none', t)).toBe('None');
    expect(valueText('theme', 'system', t)).toBe('As the system');
    expect(valueText('signInBrowser', 'edge', t)).toBe('Microsoft Edge');
    expect(valueText('systemUser', 'dark', t)).toBe('dark');
    expect(valueText('replyTo', '', t)).toBe('empty');
    expect(fieldName('signIn', t)).toBe('Sign-in');
  });

  test('name what the window does not know as the file does', () => {
    expect(fieldName('microsoftClient', t)).toBe('OAuth Client: Microsoft');
    expect(fieldName('businessObjects', t)).toBe('Business Objects');
    expect(fieldName('somethingNew', t)).toBe('somethingNew');
  });
});
