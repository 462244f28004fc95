import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toFailure, AppError } from '../../shared/errors.ts';
import type { ImportPlan } from '../../shared/transfer.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { commandLine } from './command-line.ts';

const plan: ImportPlan = {
  planId: 'plan-00000001',
  format: 'csv',
  rows: [
    {
      ...{ line: 2, action: 'added', accountId: 7, title: 'a@example.com', failure: null },
      changes: [{ field: 'host', from: '', to: 'mail.example.com' }],
    },
    {
      ...{ line: 3, action: 'changed', accountId: 4, title: 'b@example.com', failure: null },
      changes: [{ field: 'port', from: '25', to: '587' }],
    },
    { line: 4, action: 'same', accountId: 5, title: 'c@example.com', failure: null, changes: [] },
  ],
  settings: [{ key: 'theme', action: 'changed', from: 'system', to: 'dark\u001b[2J', failure: null }],
  secrets: 'none',
  ignoredColumns: [],
};
const failure = toFailure(
  new AppError('account-invalid', 'SMTP Port must be a whole number.', { field: 'port' }),
);
const withRefused: ImportPlan = {
  ...plan,
  rows: [
    ...plan.rows,
    { line: 5, action: 'refused', accountId: null, title: 'd@example.com', failure, changes: [] },
  ],
};

describe('export', () => {
  test('writes a file that only its owner may read, and leaves nothing else behind', async () => {
    const folder = await temporaryFolder();
    const { run } = commandLine();
    const path = join(folder, 'profile.json');
    const { exitCode, out } = await run(['export', path]);
    expect([exitCode, out]).toEqual([0, `Exported to ${path}, without secrets.`]);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ sealed: false });
    expect(await readdir(folder)).toEqual(['profile.json']);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('has secrets only under a passphrase, which is no argument', async () => {
    const folder = await temporaryFolder();
    const { run, app } = commandLine();
    await writeFile(join(folder, 'passphrase'), 'from a file\r\n');
    const path = join(folder, 'profile.json');
    const first = await run(['export', path, '--passphrase-file', join(folder, 'passphrase'), '--json']);
    expect(first.json).toEqual({ file: path, sizeBytes: 15, secrets: true });
    expect((await run(['export', path, '--force', '--passphrase-stdin'], 'from stdin\n')).out).toContain(
      'with secrets',
    );
    expect(app.calls.map(({ input }) => input)).toEqual([
      { passphrase: 'from a file' },
      { passphrase: 'from stdin' },
    ]);
  });

  test('replaces nothing unless it is told to', async () => {
    const folder = await temporaryFolder();
    const { run, app } = commandLine();
    const path = join(folder, 'profile.json');
    await writeFile(path, 'mine');
    const { exitCode, error } = await run(['export', path, '--json']);
    expect([exitCode, error.code, error.field]).toEqual([65, 'invalid-request', 'file']);
    expect(error.message).toContain('give --force');
    expect([await readFile(path, 'utf8'), app.calls]).toEqual(['mine', []]);
    expect((await run(['export', path, '--force'])).exitCode).toBe(0);
    expect(await readFile(path, 'utf8')).toContain('sealed');
    expect(await readdir(folder)).toEqual(['profile.json']);
  });

  test.skipIf(process.platform === 'win32')(
    'writes to no device, no folder, and through no link to nowhere',
    async () => {
      const folder = await temporaryFolder();
      const { run } = commandLine();
      await symlink(join(folder, 'nowhere'), join(folder, 'link'));
      await mkdir(join(folder, 'folder'));
      for (const [path, message] of [
        ['/dev/null', 'is not a file; - is standard output'],
        [join(folder, 'folder'), 'is not a file'],
        [join(folder, 'link'), 'is there already'],
        [join(folder, 'missing', 'profile.json'), 'its folder does not exist'],
      ] as const) {
        const { exitCode, error } = await run([
          'export',
          path,
          ...(path.startsWith('/dev') ? ['--force'] : []),
          '--json',
        ]);
        expect([exitCode, error.message]).toEqual([65, expect.stringContaining(message)]);
      }
      expect((await readdir(folder)).toSorted()).toEqual(['folder', 'link']);
    },
  );

  test('goes to standard output as it is', async () => {
    const { run } = commandLine();
    expect((await run(['export', '-'])).out).toBe('{"sealed":false}');
    expect((await run(['export', '-', '--csv'])).out).toBe('\ufeffEmail Server ID\r');
    expect((await run(['export', '-', '--csv', '--json'])).json).toMatchObject({ mediaType: 'text/csv' });
  });

  test('of a table has no secrets', async () => {
    const { run } = commandLine();
    const { exitCode, error } = await run(['export', '-', '--csv', '--passphrase-stdin', '--json'], 'x');
    expect([exitCode, error.field]).toEqual([64, 'csv']);
  });

  test.each([
    ['', 'holds no passphrase'],
    ['two\nlines', 'holds more than one line'],
  ])('refuses a passphrase that is none: %j', async (stdin, message) => {
    const { run } = commandLine();
    const { exitCode, error } = await run(['export', '-', '--passphrase-stdin', '--json'], stdin);
    expect([exitCode, error.code, error.field]).toEqual([65, 'invalid-request', 'passphrase-stdin']);
    expect(error.message).toContain(message);
  });
});

describe('import', () => {
  test('says what it reads nothing from, and what the dialog would warn of, before anything is done', async () => {
    const [added, ...others] = plan.rows;
    if (!added) throw new Error('no row');
    const warning = {
      field: 'tls',
      level: 'warning',
      code: 'password-without-tls',
      message: 'Without TLS the password is sent in clear.',
    } as const;
    const { run } = commandLine({
      importPlan: {
        ...plan,
        ignoredColumns: ['Remark', 'Passwort'],
        rows: [{ ...added, warnings: [warning] }, ...others],
      },
    });
    const { out } = await run(['import', '-', '--dry-run'], 'x');
    expect(out).toContain('Warning: Line 2: Without TLS the password is sent in clear.');
    expect(out).toContain('Nothing is read from these columns: "Remark", "Passwort".');
    expect((await run(['import', '-', '--dry-run', '--json'], 'x')).json).toMatchObject({
      ...{ ignoredColumns: ['Remark', 'Passwort'], rows: [{ warnings: [warning] }, {}, {}] },
    });
  });

  const file = async (text = 'a,b\r\n') => {
    const path = join(await temporaryFolder(), 'accounts.csv');
    await writeFile(path, text);
    return path;
  };

  test('does what it planned, and says what that was', async () => {
    const { run, app } = commandLine({ importPlan: plan });
    const { exitCode, out, err } = await run(['import', await file()]);
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        'Line  Action   ID  Account',
        '2     added    7   a@example.com  host "mail.example.com"',
        '3     changed  4   b@example.com  port "25" → "587"',
        '',
        'Setting  Action',
        'theme    changed  "system" → "dark [2J"',
        '',
        'Accounts: 1 added, 1 changed, 1 as before, 0 refused. Settings changed: 1.',
      ].join('\n'),
    );
    const base64 = Buffer.from('a,b\r\n').toString('base64');
    expect(app.calls).toEqual([
      { name: 'importPlan', input: { base64, passphrase: null } },
      { name: 'importApply', input: { base64, passphrase: null, planId: 'plan-00000001' } },
    ]);
  });

  test('only says so on a dry run', async () => {
    const { run, app } = commandLine({ importPlan: plan });
    const path = await file();
    expect((await run(['import', path, '--dry-run'])).out).toContain(
      'Nothing was imported. It would be: accounts: 1 added',
    );
    expect((await run(['import', path, '--dry-run', '--json'])).json).toEqual(plan);
    expect(app.calls.every(({ name }) => name === 'importPlan')).toBe(true);
  });

  test('ends with 65 where a row was refused, and the others are in', async () => {
    const { run } = commandLine({ importPlan: withRefused });
    const path = await file();
    const { exitCode, out, err } = await run(['import', path]);
    expect(exitCode).toBe(65);
    expect(out).toContain('5     refused      d@example.com  SMTP Port must be a whole number.');
    expect(err).toContain('1 row was refused; all else is in.');
    const json = await run(['import', path, '--json']);
    expect([json.exitCode, json.error.code]).toEqual([65, 'import-refused']);
    expect(json.json).toMatchObject({ added: 1, refused: 1, plan: { rows: withRefused.rows } });
    const dry = await run(['import', path, '--dry-run']);
    expect([dry.exitCode, dry.err]).toEqual([65, expect.stringContaining('1 row would be refused.')]);
  });

  test('says when secrets stay closed, and when the passphrase is wrong', async () => {
    const { run } = commandLine({ importPlan: { ...plan, secrets: 'sealed' }, importPassphrase: 'right' });
    const path = await file();
    expect((await run(['import', path, '--dry-run'])).out).toContain('secrets, which stay closed without');
    expect((await run(['import', path, '--dry-run', '--passphrase-stdin'], 'right')).out).not.toContain(
      'stay closed',
    );
    const { exitCode, error } = await run(['import', path, '--passphrase-stdin', '--json'], 'wrong');
    expect([exitCode, error.code]).toEqual([65, 'passphrase-wrong']);
  });

  test('reads standard input, but not twice', async () => {
    const { run, app } = commandLine({ importPlan: plan });
    expect((await run(['import', '-'], 'text')).exitCode).toBe(0);
    expect(app.calls[0]?.input).toEqual({ base64: Buffer.from('text').toString('base64'), passphrase: null });
    expect((await run(['import', '-', '--passphrase-stdin'], 'text')).exitCode).toBe(64);
  });

  test('refuses a file that is not there, or is too large', async () => {
    const { run, app } = commandLine();
    const missing = await run(['import', join(await temporaryFolder(), 'none.json'), '--json']);
    expect([missing.exitCode, missing.error.code]).toEqual([65, 'document-unreadable']);
    const path = await file();
    await writeFile(path, Buffer.alloc(16 * 1024 * 1024 + 1, 'x'));
    const large = await run(['import', path, '--json']);
    expect([large.exitCode, large.error.code]).toEqual([65, 'import-refused']);
    expect(app.calls).toEqual([]);
  });
});
