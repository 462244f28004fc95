import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProtocolLogs } from '../../main/protocol-logs.ts';
import type { Store } from '../../main/ports.ts';
import { noteRequest, notedFetch } from '../../main/transcript.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const hourMs = 3_600_000;

/** A profile whose app can be started again. */
function profile() {
  const profileFolder = mkdtempSync(join(tmpdir(), 'protocol-'));
  const clock = createFakeClock();
  const stored = new Map<string, object>();
  const openStore = <Value extends object>(
    name: string,
    parse: (value: unknown) => Value,
    initial: Value,
  ): Store<Value> => ({
    get: () => parse(stored.get(name) ?? initial),
    set: (value) => void stored.set(name, value),
  });
  const changed: number[] = [];
  const path = join(profileFolder, 'log', 'protocol-3.log');
  const start = () => {
    const logs = createProtocolLogs({
      ...{ profileFolder, clock, openStore },
      accountExists: (id) => id === 3,
      onChanged: (id) => void changed.push(id),
    });
    logs.start();
    return logs;
  };
  return { clock, changed, path, start, text: () => (existsSync(path) ? readFileSync(path, 'utf8') : '') };
}

test('nothing is written until somebody wants it, and nothing after an hour, also across starts', async () => {
  const { clock, changed, path, start, text } = profile();
  const logs = start();
  const open = logs.transcript(3);
  open.write('client', 'EHLO early');
  expect(text()).toBe('');
  const untilMs = logs.set(3, true);
  expect(untilMs).toBe(clock.nowMs() + hourMs);
  open.write('client', 'EHLO client.test');
  await clock.advance(hourMs / 2);
  logs.stop();
  const again = start();
  expect(again.untilMs(3)).toBe(untilMs);
  again.transcript(3).write('server', '250-mail.test\r\n250 SIZE 35882577\r\n');
  again.transcript(4).write('server', '250 of another account');
  await clock.advance(hourMs / 2);
  again.transcript(3).write('client', 'MAIL FROM:<late@contoso.test>');
  expect([again.untilMs(3), again.on()]).toEqual([null, []]);
  expect(changed).toEqual([3, 3]);
  const lines = text().trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/^\S+Z /, ''))).toEqual([
    expect.stringMatching(/^#1 - recording until /),
    '#2 > EHLO client.test',
    '#1 < 250-mail.test',
    '#1 < 250 SIZE 35882577',
  ]);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('it can be ended before, and a clock that was put back makes no hour longer', async () => {
  const { clock, start, text } = profile();
  const logs = start();
  logs.set(3, true);
  expect(logs.set(3, false)).toBeNull();
  const before = text();
  logs.transcript(3).write('client', 'EHLO late');
  expect(text()).toBe(before);
  logs.set(3, true);
  const putBack = createProtocolLogs({
    profileFolder: mkdtempSync(join(tmpdir(), 'protocol-')),
    clock: { ...clock, nowMs: () => clock.nowMs() - 10 * hourMs },
    openStore: (_name, parse) => ({
      get: () => parse({ version: 1, untilMs: { 3: clock.nowMs() + hourMs } }),
      set: () => undefined,
    }),
    accountExists: () => true,
    onChanged: () => undefined,
  });
  expect(putBack.untilMs(3)).toBeNull();
});

test('what proves who signs in is cut where it is written, whoever says it and however', () => {
  const { start, text } = profile();
  const logs = start();
  logs.set(3, true);
  const open = logs.transcript(3);
  open.hide((line) => line.replaceAll('canary-known', '…'));
  for (const [who, line] of [
    ['client', 'AUTH PLAIN AGNhbmFyeQBjYW5hcnk='],
    ['server', '535 5.7.8 what is canary-known?'],
    ['client', 'AUTH LOGIN'],
    ['server', '334 VXNlcm5hbWU6'],
    ['client', 'canary1'],
    ['server', '334 UGFzc3dvcmQ6'],
    ['client', 'canary2'],
    ['server', '235 2.7.0 Welcome'],
    ['client', 'MAIL FROM:<ben@contoso.test>'],
    ['server', `550 eyJcanary.eyJcanary.canary ya29.canary ${'canary'.repeat(20)}`],
    ['app', 'Authorization: Bearer canary'],
  ] as const) {
    open.write(who, line);
  }
  expect(text()).not.toContain('canary');
  expect(text()).not.toContain('AGNh');
  for (const kept of [
    '> AUTH PLAIN …',
    '535 5.7.8 what is …?',
    '> AUTH LOGIN',
    '235 2.7.0',
    'MAIL FROM:<ben@',
  ])
    expect(text()).toContain(kept);
});

test('a request is known by its place, its answer and the number of the provider, and by no value of its query', async () => {
  const { start, text } = profile();
  const logs = start();
  logs.set(3, true);
  const url = 'https://upload.test/v1/send?upload_id=canary&uploadType=resumable';
  noteRequest(logs.transcript(3), 'PUT', url, '(70 bytes)').answered(202, (name) =>
    name === 'request-id' ? 'aaaa0000-bb11' : undefined,
  );
  noteRequest(logs.transcript(3), 'POST', url).failed(
    Object.assign(new Error('canary'), { code: 'ECONNRESET' }),
  );
  const asked = notedFetch(
    async () => new Response('canary', { status: 400, headers: { 'x-ms-request-id': 'bbbb' } }),
    () => [logs.transcript(3)],
  );
  await asked('https://login.test/token', {
    method: 'POST',
    body: 'grant_type=refresh_token&refresh_token=canary',
  });
  expect(text()).not.toContain('canary');
  for (const line of [
    '> PUT https://upload.test/v1/send?upload_id=…&uploadType=… (70 bytes)',
    '< 202 request-id=aaaa0000-bb11 ',
    '- no answer: ECONNRESET, after ',
    '> POST https://login.test/token grant_type=refresh_token',
    '< 400 x-ms-request-id=bbbb ',
  ]) {
    expect(text()).toContain(line);
  }
});

test('an account has 5 MB of it at most: a file that is full makes room, and the one before it goes', () => {
  const { path, start } = profile();
  const logs = start();
  logs.set(3, true);
  const transcript = logs.transcript(3);
  const older = `${path}.1`;
  for (const round of [1, 2, 3]) {
    truncateSync(path, 2_499_999);
    transcript.write('server', `250 of round ${round}`);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^[^\\n]* < 250 of round ${round}\\n$`));
    expect(statSync(older).size).toBe(2_499_999);
    expect(readdirSync(join(path, '..'))).toHaveLength(2);
  }
});

test('files go after a week, and with their account', async () => {
  const { clock, path, start } = profile();
  const logs = start();
  logs.set(3, true);
  const ofNobody = path.replace('-3', '-9');
  const other = join(path, '..', 'log.jsonl');
  for (const each of [ofNobody, other]) writeFileSync(each, 'x');
  await clock.advance(24 * hourMs);
  expect([path, ofNobody, other].map((each) => existsSync(each))).toEqual([true, false, true]);
  const old = clock.nowMs() / 1000 - 8 * 24 * 3600;
  for (const each of [path, other]) utimesSync(each, old, old);
  await clock.advance(24 * hourMs);
  expect([path, other].map((each) => existsSync(each))).toEqual([false, true]);
});
