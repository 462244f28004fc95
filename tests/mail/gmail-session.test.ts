import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { submitByGmailApi } from '../../main/mail/gmail.ts';
import type { GmailSubmissionRequest } from '../../main/mail/gmail.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { obtainTokens, personOf, readProvider } from '../helpers/sandbox-tokens.ts';
import { messageFile } from '../helpers/submission-request.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const text = `From: grace@harbor.test\r\nTo: ben@example.org\r\nSubject: large\r\n\r\n${'0123456789abcdef\r\n'.repeat(300_000)}`;
let sandbox: Sandbox;
let baseUrl: string;
let accessToken: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  baseUrl = (await readProvider(sandbox, 'google')).gmailApi;
  accessToken = (await obtainTokens(sandbox, personOf(sandbox, 'grace@harbor.test'))).accessToken;
});
beforeEach(() => {
  sandbox.inbox.clear();
  sandbox.faults.reset();
});
afterAll(() => sandbox.close());

async function request(changes: Partial<GmailSubmissionRequest> = {}) {
  const stages: string[] = [];
  let endings = 0;
  return {
    ...{ baseUrl, accessToken, certificateAuthorities: [], timeoutMs: 20_000, endingTimeoutMs: 20_000 },
    envelope: { from: 'grace@harbor.test', to: ['ben@example.org', 'cleo@example.org'] },
    bcc: ['cleo@example.org'],
    message: await messageFile(text),
    pausesMs: [0, 0, 0],
    signal: new AbortController().signal,
    onStage: (stage: string) => void stages.push(stage),
    onEnding: () => void (endings += 1),
    stages,
    endings: () => endings,
    ...changes,
  };
}

const copies = () => sandbox.inbox.messages().length;

test('a message above 5 MB goes by an upload session and arrives as it is', async () => {
  const submission = await request();
  expect(await submitByGmailApi(submission)).toMatchObject({
    kind: 'accepted',
    reply: expect.stringMatching(/^200 \w+$/),
    accepted: ['ben@example.org', 'cleo@example.org'],
  });
  const [received] = sandbox.inbox.messages();
  expect(received?.to).toEqual(['ben@example.org', 'cleo@example.org']);
  expect(sandbox.inbox.raw(received?.id ?? '')?.toString() === text).toBe(true);
  expect(submission.stages).toEqual(['connecting', 'message', 'ending']);
  expect(submission.endings()).toBe(1);
});

test.each(['cut', 'lost-last', 'lost-answer', 'short', '503'] as const)(
  'an upload that goes wrong once (%s) goes on where it was, and arrives once',
  async (mode) => {
    sandbox.faults.gmailUpload({ mode, times: 1 });
    const submission = await request();
    expect(await submitByGmailApi(submission)).toMatchObject({ kind: 'accepted' });
    expect([copies(), submission.endings()]).toEqual([1, 1]);
    const [received] = sandbox.inbox.messages();
    expect(sandbox.inbox.raw(received?.id ?? '')?.toString() === text).toBe(true);
  },
);

test.each([
  ['cut', { kind: 'deferred', code: 'server-unreachable' }],
  ['404', { kind: 'deferred', code: 'provider-unreachable', reply: '404' }],
  ['410', { kind: 'deferred', code: 'provider-unreachable', reply: '410' }],
] as const)(
  'a session that ends before the message does (%s) is tried again later',
  async (mode, outcome) => {
    sandbox.faults.gmailUpload({ mode });
    const submission = await request();
    expect(await submitByGmailApi(submission)).toMatchObject(outcome);
    expect([copies(), submission.endings()]).toEqual([0, 0]);
  },
);

test.each(['lost-last', '503', 'short'] as const)(
  'what nobody confirms after the last byte (%s) is open, and never called unsent',
  async (mode) => {
    sandbox.faults.gmailUpload({ mode });
    expect(await submitByGmailApi(await request())).toEqual({ kind: 'unconfirmed' });
  },
);

test.each(['reset', '401', '429', '500'] as const)(
  'a lost answer is open where the question for it ends in %s',
  async (mode) => {
    sandbox.faults.gmailUpload({ mode: 'lost-answer', times: 1 });
    const onStage = (stage: string) => {
      if (stage === 'ending') sandbox.faults.gmailApi({ mode });
    };
    expect(await submitByGmailApi(await request({ onStage }))).toMatchObject({ kind: 'unconfirmed' });
    expect(copies()).toBe(1);
  },
);

test('an attempt that is ended after the last byte is open', async () => {
  const ending = new AbortController();
  sandbox.faults.gmailUpload({ mode: 'lost-last' });
  const onStage = (stage: string) => void (stage === 'ending' && setImmediate(() => ending.abort()));
  expect(await submitByGmailApi(await request({ onStage, signal: ending.signal }))).toEqual({
    kind: 'unconfirmed',
  });
});

test('the last byte stays here when its record cannot be written', async () => {
  const onEnding = () => {
    throw new AppError('storage-full', 'no space');
  };
  expect(await submitByGmailApi(await request({ onEnding }))).toEqual({
    kind: 'deferred',
    code: 'storage-full',
  });
  expect(copies()).toBe(0);
});

test('what the server refuses before the message is refused without it', async () => {
  sandbox.faults.messageSize({ bytes: 5_100_000 });
  expect(await submitByGmailApi(await request())).toMatchObject({
    kind: 'rejected',
    code: 'message-too-large',
  });
  expect(await submitByGmailApi(await request({ accessToken: 'made-up' }))).toMatchObject({
    kind: 'authentication-rejected',
    tokenMayBeStale: true,
  });
});

test.each([
  ['elsewhere', 'https://upload.example/session'],
  ['on another port', 'http://127.0.0.1:1/session'],
  ['nowhere', ''],
])('neither token nor message follow to a session %s', async (_name, location) => {
  const seen: string[] = [];
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    seen.push(`${incoming.method}`);
    response.writeHead(200, { location }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await submitByGmailApi(await request({ baseUrl: elsewhere }))).toMatchObject({
    kind: 'deferred',
    code: 'provider-response-invalid',
  });
  expect(seen).toEqual(['POST']);
});

test('the largest message arrives as it is, and is never held whole', async () => {
  const sizeBytes = 36_700_160;
  const worker = join(import.meta.dirname, '..', 'helpers', 'gmail-large.ts');
  const folder = await temporaryFolder();
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[worker, folder, baseUrl, accessToken, String(sizeBytes)],
  ]);
  const { outcome, grownBytes } = JSON.parse(stdout);
  expect(outcome).toBe('accepted');
  const raw = sandbox.inbox.raw(sandbox.inbox.messages().at(-1)?.id ?? '') ?? Buffer.alloc(0);
  const header = 'From: grace@harbor.test\r\nTo: ben@example.org\r\nSubject: large\r\n\r\n';
  const line = `${'0123456789abcdef'.repeat(4)}\r\n`;
  const body = line.repeat(Math.ceil(sizeBytes / line.length));
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(sha256(raw)).toBe(sha256(Buffer.from(header + body).subarray(0, sizeBytes)));
  expect(grownBytes).toBeLessThan(12 * 1024 * 1024);
});
