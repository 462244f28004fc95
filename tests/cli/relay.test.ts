import { expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

test('a program is added with a password that is made here, shown once, and long', async () => {
  const { run, app } = commandLine();
  const { exitCode, out } = await run(['relay', 'program', 'add', 'erp', '--account', '2', '--account', '1']);
  expect(exitCode).toBe(0);
  const [call] = app.calls.filter(({ name }) => name === 'relayProgramAdd');
  expect(call?.input).toMatchObject({ name: 'erp', accountIds: [2, 1] });
  const password = /^Password\s+(\S+)$/m.exec(out)?.[1] ?? '';
  expect(call?.input).toMatchObject({ password });
  // No option of any command line begins with a letter or number.
  expect(password).toMatch(/^[0-9a-f]{40}$/);
});

test.for([
  [['add', 'erp'], 64, 'Missing option --account'],
  [['add'], 64, 'Missing NAME'],
  [['add', 'Bad Name', '--account', '1'], 65, 'The name of a program must be 1 to 32'],
  [['add', 'erp', '--account', 'x'], 65, 'There is no account "x"'],
  [['remove', 'erp'], 65, 'There is no program "erp"'],
  [[], 64, 'Missing verb after "relay": status, program add'],
] as const)('relay program %j is refused', async ([words, code, message]) => {
  const { run } = commandLine();
  const { exitCode, error } = await run(['relay', 'program', ...words, '--json']);
  expect([exitCode, error.message]).toEqual([code, expect.stringContaining(message)]);
});

test('the state of the relay is told', async () => {
  const { run } = commandLine();
  expect((await run(['relay', 'status', '--json'])).json).toMatchObject({ enabled: false, programs: [] });
  expect((await run(['relay', 'status'])).out).toMatch(/^Enabled +no\nPrograms +none$/);
  expect((await run(['relay', 'program', 'list'])).out).toBe('No programs.');
});
