import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { commandLine } from './command-line.ts';

test('settings are shown, one or all', async () => {
  const { run } = commandLine();
  expect((await run(['settings', 'get', '--json'])).json).toMatchObject({ canSignInWhenSending: true });
  expect((await run(['settings', 'get', 'smtpTimeoutMs', '--json'])).json).toBe(100_000);
  expect((await run(['settings', 'get', 'defaultAccountId'])).out).toBe('none');
  expect((await run(['settings', 'get'])).out).toContain('retentionDays         365');
});

test.for([
  ['canSignInWhenSending', 'off', false],
  ['canSignInWhenSending', 'True', true],
  ['smtpTimeoutMs', '5000', 5000],
  ['defaultAccountId', '3', 3],
  ['defaultAccountId', 'none', null],
  ['systemUser', '42', '42'],
  ['theme', 'dark', 'dark'],
] as const)('%s is set to %s', async ([key, text, value]) => {
  const { run, app } = commandLine();
  const { exitCode, json } = await run(['settings', 'set', key, text, '--json']);
  expect([exitCode, json]).toMatchObject([0, { [key]: value }]);
  expect(app.calls.find(({ name }) => name === 'settingsSave')?.input).toEqual({ [key]: value });
});

test.for([
  ['canSignInWhenSending', 'maybe', 'must be on or off'],
  ['smtpTimeoutMs', 'soon', 'must be a whole number'],
  ['smtpTimeoutMs', '1e5', 'must be a whole number'],
  ['defaultAccountId', 'x', 'must be a whole number or none'],
] as const)('%s cannot be %s', async ([key, text, message]) => {
  const { run, app } = commandLine();
  const { exitCode, error } = await run(['settings', 'set', key, text, '--json']);
  expect([exitCode, error.code]).toEqual([65, 'setting-invalid']);
  expect(error.message).toContain(message);
  expect(app.calls).toEqual([]);
});

test('a start at sign-in that this program cannot have is kept for the app, and said', async () => {
  const { run } = commandLine({ state: { loginStart: 'unavailable' } });
  const { out } = await run(['settings', 'set', 'startAgentAtLogin', 'on']);
  expect(out).toBe('startAgentAtLogin is true. Not available here: only the installed app follows it.');
  expect((await run(['settings', 'set', 'startAgentAtLogin', 'off'])).out).toBe(
    'startAgentAtLogin is false.',
  );
});

test('an unknown setting is refused with the nearest one', async () => {
  const { run } = commandLine();
  for (const words of [
    ['get', 'smtpTimeout'],
    ['set', 'SmtpTimeoutMs', '1'],
  ]) {
    const { exitCode, error } = await run(['settings', ...words, '--json']);
    expect([exitCode, error.code]).toEqual([65, 'setting-invalid']);
    expect(error.message).toContain('Did you mean "smtpTimeoutMs"?');
  }
});

test('the secret of a client is read from standard input or a file, and never shown', async () => {
  const { run, app } = commandLine();
  const piped = await run(
    ['settings', 'set-secret', 'microsoft', '--secret-stdin', '--json'],
    'canary value\n',
  );
  expect([piped.exitCode, piped.json]).toEqual([0, { provider: 'microsoft', secretSet: true }]);
  const path = join(await temporaryFolder(), 'secret');
  await writeFile(path, 'canary of a file\r\n');
  const filed = await run(['settings', 'set-secret', 'google', '--secret-file', path]);
  expect([filed.exitCode, filed.out]).toEqual([0, 'The secret of the client of google is kept.']);
  const forgotten = await run(['settings', 'set-secret', 'google', '--forget', '--json']);
  expect(forgotten.json).toEqual({ provider: 'google', secretSet: false });
  expect(app.calls.filter(({ name }) => name === 'settingsSave').map(({ input }) => input)).toEqual([
    { clientSecrets: { microsoft: 'canary value' } },
    { clientSecrets: { google: 'canary of a file' } },
    { clientSecrets: { google: '' } },
  ]);
  expect(piped.out + piped.err + filed.out + filed.err).not.toContain('canary');
});

test.for([
  [['microsoft'], '', 64, 'Give one of --secret-stdin, --secret-file and --forget.'],
  [['microsoft', '--secret-stdin', '--forget'], 'canary', 64, 'Give one of'],
  [['microsoft', '--secret-stdin', '--secret-file', 'x'], 'canary', 64, 'not both'],
  [['microsoft', '--secret-stdin'], '', 65, '--secret-stdin holds no secret.'],
  [['microsoft', '--secret-stdin'], 'canary\ncanary', 65, 'more than one line'],
  [['microsoft', '--secret-file', '/no/such/file'], '', 65, 'cannot be read'],
  [['micros', '--secret-stdin'], 'canary', 65, 'There is no provider "micros". Did you mean "microsoft"?'],
  [['microsoft', '--secret', 'canary'], '', 64, '--secret'],
] as const)('the secret of a client is not taken from %j', async ([words, stdin, exit, message]) => {
  const { run, app } = commandLine();
  const { exitCode, err } = await run(['settings', 'set-secret', ...words], stdin);
  expect(exitCode).toBe(exit);
  expect(err).toContain(message);
  expect(app.calls.filter(({ name }) => name === 'settingsSave')).toEqual([]);
  if (!words.includes('--secret' as never)) expect(err).not.toContain('canary');
});
