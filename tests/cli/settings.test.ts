import { expect, test } from 'vitest';
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
