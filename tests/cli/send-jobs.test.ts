import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeAccount } from '../helpers/fake-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { commandLine } from './command-line.ts';

const account = fakeAccount(1, { host: 'a.test', user: 'ada@example.test', isDefault: true });
const accounts = { state: { accounts: [account] } };
const jobsText = (...jobs: object[]) => jobs.map((job) => JSON.stringify(job)).join('\n');
const linesOf = (out: string) => out.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

test('one job is sent and answered as by options', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'a.pdf'), 'abc');
  await writeFile(
    join(folder, 'job.json'),
    JSON.stringify({ to: 'b@x.test', subject: 'S', documents: ['a.pdf'] }),
  );
  const line = commandLine(accounts);
  const { exitCode, json, err } = await line.run([
    'send',
    '--job',
    join(folder, 'job.json'),
    '--no-wait',
    '--json',
  ]);
  expect([exitCode, err, json]).toMatchObject([0, '', { itemId: expect.any(String), state: 'queued' }]);
  expect(line.app.outbox()).toMatchObject([
    { to: ['b@x.test'], subject: 'S', documents: [{ name: 'a.pdf', sizeBytes: 3 }] },
  ]);
});

test('of many jobs each has its line, one that is refused keeps none back, and the gravest code counts', async () => {
  const line = commandLine(accounts);
  const jobs = jobsText(
    { to: 'b@x.test', subject: '1', idempotencyKey: 'one' },
    { to: 'b@x.test', subject: '2' },
    { to: 'b@x.test', subject: '3', noWait: true },
    { to: 'b@x.test', subject: '4' },
  );
  line.app.failNext('outboxSubmit', {
    code: 'account-not-found',
    message: 'No.',
    remedy: 'choose-account',
    field: 'accountId',
  });
  const running = line.run(['send', '--job', '-', '--json'], jobs);
  await expect.poll(() => line.app.outbox().length).toBe(3);
  const [last, , second] = line.app.outbox();
  line.app.changeItem(second?.itemId ?? '', { state: 'sent', attempts: 1 });
  line.app.changeItem(last?.itemId ?? '', {
    state: 'held',
    because: 'sign-in-required',
    reason: 'Failed to obtain an access token',
  });
  const { exitCode, out, err } = await running;
  expect([exitCode, err]).toEqual([65, '']);
  expect(linesOf(out)).toMatchObject([
    {
      job: 1,
      idempotencyKey: 'one',
      state: 'not-queued',
      exitCode: 65,
      error: { code: 'account-not-found', field: 'account' },
    },
    { job: 2, idempotencyKey: null, itemId: second?.itemId, state: 'sent', exitCode: 0, error: null },
    { job: 3, state: 'queued', exitCode: 0, error: null },
    { job: 4, itemId: last?.itemId, state: 'held', exitCode: 77, error: { code: 'sign-in-required' } },
  ]);
});

test('people read a line for each job and the sum', async () => {
  const line = commandLine(accounts);
  const { exitCode, out } = await line.run(
    ['send', '--job', '-', '--no-wait'],
    jobsText({ to: 'b@x.test' }, { to: 'c@x.test' }),
  );
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^job 1: queued: message \S+\.\njob 2: queued: message \S+\.\n2 of 2 jobs done\.$/);
});

test('a job that is none, or a document that is missing, keeps everything from being queued', async () => {
  const line = commandLine(accounts);
  for (const [jobs, code, words] of [
    [jobsText({ to: 'b@x.test' }, { to: 'b' }), 'invalid-request', 'line 2: to.0 must be one e-mail address'],
    [
      jobsText({ to: 'b@x.test' }, { to: 'b@x.test', documents: ['/none.pdf'] }),
      'document-unreadable',
      'line 2: documents: "/none.pdf" does not exist',
    ],
    [
      JSON.stringify({ to: 'b@x.test', documents: ['/none.pdf'] }),
      'document-unreadable',
      'line 1: documents: "/none.pdf" does not exist',
    ],
  ] as const) {
    const { exitCode, error, out } = await line.run(['send', '--job', '-', '--json'], jobs);
    expect([exitCode, error.code, error.field, out]).toEqual([65, code, 'job', '']);
    expect(error.message).toContain(words);
  }
  expect(line.app.calls.filter(({ name }) => /^(?:document|outbox)/.test(name))).toEqual([]);
});

test.for([
  [['--to', 'b@x.test'], 64, 'to'],
  [['--at', '2026-11-22'], 64, 'at'],
  [['--attach', 'a.pdf'], 64, 'attach'],
  [['--account', '1'], 64, 'account'],
] as const)('a job and %j are not mixed', async ([more, exitCode, field]) => {
  const line = commandLine(accounts);
  const ran = await line.run(['send', '--job', '-', ...more, '--json'], jobsText({ to: 'b@x.test' }));
  expect([ran.exitCode, ran.error.field]).toEqual([exitCode, field]);
  expect((await line.run(['send', '--job', '/none.json', '--json'])).error.code).toBe('document-unreadable');
});

test('a time that has passed keeps everything from being queued, unless the outbox had the message before', async () => {
  const line = commandLine(accounts);
  const late = { to: 'c@x.test', at: '2020-01-01T08:00' };
  const send = (...jobs: object[]) =>
    line.run(['send', '--job', '-', '--no-wait', '--json'], jobsText(...jobs));
  for (const mistake of [late, { ...late, idempotencyKey: 'late' }]) {
    const { exitCode, error } = await send({ to: 'b@x.test' }, mistake);
    expect([exitCode, error]).toMatchObject([65, { code: 'invalid-request', field: 'job' }]);
    expect(error.message).toContain('line 2: at lies in the past');
  }
  expect(line.app.outbox()).toEqual([]);

  await send({ to: 'c@x.test', idempotencyKey: 'late' });
  const [first] = line.app.outbox();
  const { exitCode, out } = await send({ to: 'b@x.test' }, { ...late, idempotencyKey: 'late' });
  expect([exitCode, linesOf(out)]).toMatchObject([0, [{ job: 1 }, { job: 2, itemId: first?.itemId }]]);
  expect(line.app.outbox()).toHaveLength(2);
});

test('the same jobs with their keys once more are the same messages', async () => {
  const line = commandLine(accounts);
  const jobs = jobsText({ to: 'b@x.test', idempotencyKey: 'a' }, { to: 'c@x.test', idempotencyKey: 'b' });
  const words = ['send', '--job', '-', '--no-wait', '--json'];
  expect((await line.run(words, jobs)).out).toBe((await line.run(words, jobs)).out);
  expect(line.app.outbox()).toHaveLength(2);
});

test('Ctrl+C while jobs wait answers what each of them is', async () => {
  const line = commandLine(accounts);
  const running = line.run(
    ['send', '--job', '-', '--json'],
    jobsText({ to: 'b@x.test' }, { to: 'c@x.test' }),
  );
  await expect
    .poll(() => line.app.calls.filter(({ name }) => name === 'outboxGet').length)
    .toBeGreaterThan(0);
  line.interrupt();
  const { exitCode, out } = await running;
  expect(exitCode).toBe(75);
  expect(linesOf(out)).toMatchObject([
    { state: 'queued', exitCode: 75 },
    { state: 'queued', exitCode: 75 },
  ]);
  expect(line.sessions.open).toBe(0);
});

test('Ctrl+C while jobs are handed over says which ones were not', async () => {
  const line = commandLine(accounts);
  const stop = line.app.onPush(() => line.app.outbox().length > 0 && line.interrupt());
  const { exitCode, out } = await line.run(
    ['send', '--job', '-', '--json'],
    jobsText({ to: 'b@x.test' }, { to: 'c@x.test' }),
  );
  stop();
  expect(exitCode).toBe(130);
  expect(linesOf(out)).toMatchObject([
    { state: 'queued' },
    { state: 'not-queued', exitCode: 130, error: null },
  ]);
});
