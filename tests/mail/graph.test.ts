import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { composeMessage } from '../../main/mail/message.ts';
import { submitByGraph } from '../../main/mail/graph.ts';
import { refusalOfGraph } from '../../main/mail/graph-answer.ts';
import type { GraphSubmissionRequest } from '../../main/mail/graph-calls.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { graphMailSend, obtainTokens, personOf, readProvider, smtpSend } from '../helpers/sandbox-tokens.ts';
import { messageFile } from '../helpers/submission-request.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';

const text = [
  'From: ben@contoso.test',
  'To: anna@example.org',
  'Subject: Quote 4711',
  'Message-ID: <one@contoso.test>',
  '',
  'Hello there',
  '',
].join('\r\n');
const graph = 'https://graph.microsoft.com/';
const readWrite = `${graph}Mail.ReadWrite`;

let sandbox: Sandbox;
let baseUrl: string;
let sending: string;
let drafting: string;
let shared: string;
let forSmtp: string;

async function tokenWith(...scopes: string[]): Promise<string> {
  const scope = ['openid profile email offline_access', ...scopes].join(' ');
  const { accessToken } = await obtainTokens(sandbox, personOf(sandbox, 'ben@contoso.test'), {
    parameters: { scope },
  });
  return accessToken;
}

beforeAll(async () => {
  sandbox = await startSandbox();
  baseUrl = (await readProvider(sandbox, 'microsoft')).graphApi;
  sending = await tokenWith(graphMailSend);
  drafting = await tokenWith(graphMailSend, readWrite);
  shared = await tokenWith(graphMailSend, `${graph}Mail.Send.Shared`);
  forSmtp = await tokenWith(smtpSend);
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.faults.reset();
  sandbox.inbox.clear();
});

async function request(changes: Partial<GraphSubmissionRequest> = {}) {
  const endings: number[] = [];
  const stages: string[] = [];
  return {
    baseUrl,
    accessToken: sending,
    sharedMailbox: null,
    envelope: { from: 'ben@contoso.test', to: ['anna@example.org', 'cleo@example.org'] },
    bcc: ['cleo@example.org'],
    message: await messageFile(text),
    certificateAuthorities: [],
    timeoutMs: 10_000,
    endingTimeoutMs: 10_000,
    signal: new AbortController().signal,
    onStage: (stage: string) => void stages.push(stage),
    onEnding: () => void endings.push(stages.length),
    endings,
    stages,
    ...changes,
  };
}

const arrived = () =>
  sandbox.inbox.messages().map(({ id, account, via, envelope }) => ({
    ...{ account, via, to: envelope.to },
    raw: sandbox.inbox.raw(id)?.toString(),
  }));

describe('a message that fits one request', () => {
  test('arrives byte for byte, with the blind copies as recipients only', async () => {
    const submission = await request();
    expect(await submitByGraph(submission)).toMatchObject({
      ...{ kind: 'accepted', accepted: ['anna@example.org', 'cleo@example.org'], refused: [] },
      reply: expect.stringMatching(/^202 Accepted \w+$/),
    });
    const to = ['anna@example.org', 'cleo@example.org'];
    expect(arrived()).toEqual([{ account: 'ben@contoso.test', via: 'graph', to, raw: text }]);
    expect(submission.stages).toEqual(['connecting', 'message', 'ending']);
    expect(submission.endings).toEqual([2]);
  });

  test('goes from a shared mailbox with the permission for it, and not without', async () => {
    const message = await messageFile(text.replace('ben@', 'sales@'));
    const bySales = { message, sharedMailbox: 'sales@contoso.test' };
    expect(await submitByGraph(await request(bySales))).toMatchObject({
      ...{ kind: 'rejected', code: 'scope-missing' },
    });
    expect(await submitByGraph(await request({ ...bySales, accessToken: shared }))).toMatchObject({
      kind: 'accepted',
    });
    expect(arrived()).toMatchObject([{ account: 'sales@contoso.test' }]);
  });

  test('is refused as somebody else, and to nobody', async () => {
    const asAnna = await messageFile(text.replace('From: ben@', 'From: anna@'));
    expect(await submitByGraph(await request({ message: asAnna }))).toMatchObject({
      ...{ kind: 'rejected', code: 'sender-rejected' },
    });
    const toNobody = await messageFile(text.replace(/To: .*\r\n/, ''));
    expect(await submitByGraph(await request({ message: toNobody, bcc: [] }))).toMatchObject({
      ...{ kind: 'rejected', code: 'recipient-rejected' },
    });
    expect(arrived()).toEqual([]);
  });

  test.each([
    ['401', { kind: 'authentication-rejected', code: 'authentication-rejected', tokenMayBeStale: true }],
    ['claims', { kind: 'authentication-rejected', code: 'sign-in-required', tokenMayBeStale: true }],
    ['403', { kind: 'rejected', code: 'scope-missing' }],
    ['send-as-denied', { kind: 'rejected', code: 'sender-rejected' }],
    ['no-mailbox', { kind: 'rejected', code: 'sender-rejected' }],
    ['429', { kind: 'deferred', code: 'throttled', retryAfterMs: 10_000, concernsMailbox: true }],
    ['503', { kind: 'unconfirmed' }],
    ['reset-after-accept', { kind: 'unconfirmed' }],
  ] as const)('that is answered with %s ends so', async (mode, outcome) => {
    sandbox.faults.graphApi({ mode });
    expect(await submitByGraph(await request())).toMatchObject(outcome);
  });

  test('is not sent with a token for the mail server', async () => {
    expect(await submitByGraph(await request({ accessToken: forSmtp }))).toMatchObject({
      ...{ kind: 'authentication-rejected', reply: expect.stringContaining('Invalid audience') },
    });
  });

  test('waits where nothing listens: it certainly was not sent', async () => {
    const submission = await request({ baseUrl: 'http://127.0.0.1:1' });
    expect(await submitByGraph(submission)).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
    expect(submission.endings).toEqual([]);
  });

  test('does not leave where its record cannot be written', async () => {
    const onEnding = () => {
      throw new Error('disk full');
    };
    expect(await submitByGraph(await request({ onEnding }))).toEqual({ kind: 'deferred', code: 'internal' });
    expect(arrived()).toEqual([]);
  });

  test.each(['http://graph.example', 'https://user:secret@graph.example'])(
    'takes its token nowhere near %s',
    async (elsewhere) => {
      expect(await submitByGraph(await request({ baseUrl: elsewhere }))).toEqual({
        ...{ kind: 'rejected', code: 'tls-failed' },
      });
    },
  );

  test('counts as taken with 202 alone: Graph has answered 200 to what it threw away', async () => {
    const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
      incoming.resume();
      incoming.on('end', () => response.writeHead(200).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve(undefined))));
    const { port } = server.address() as AddressInfo;
    expect(await submitByGraph(await request({ baseUrl: `http://127.0.0.1:${port}` }))).toEqual({
      ...{ kind: 'unconfirmed', reply: '200' },
    });
  });
});

describe('a message that is too large for one request', () => {
  const documents = [
    { name: 'Rechnung für Müller – 2026.pdf', sizeBytes: 9_000_001 },
    { name: 'small.bin', sizeBytes: 1_000 },
  ].map((document) => ({ ...document, bytes: randomBytes(document.sizeBytes) }));
  const shaOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  async function largeMessage() {
    const folder = await temporaryFolder();
    const files = documents.map(({ bytes, ...rest }, index) => ({
      ...{ ...rest, sha256: shaOf(bytes), path: join(folder, String(index)) },
    }));
    await Promise.all(files.map(({ path }, index) => writeFile(path, documents[index]?.bytes ?? '')));
    const path = join(folder, 'message.eml');
    const composed = await composeMessage(
      {
        ...{ messageId: '<large@contoso.test>', dateMs: 0, replyTo: '', cc: [], bcc: [] },
        from: { name: 'Ben', address: 'ben@contoso.test' },
        ...{ to: ['anna@example.org'], subject: 'Grüße', body: 'Hello', documents: files },
      },
      path,
    );
    return { ...composed, path };
  }

  test('arrives with its files byte for byte and its header, where drafts are allowed', async () => {
    const submission = await request({ accessToken: drafting, message: await largeMessage() });
    expect(await submitByGraph(submission)).toMatchObject({ kind: 'accepted' });
    const [message] = sandbox.inbox.messages();
    expect(message).toMatchObject({
      ...{ messageId: '<large@contoso.test>', subject: 'Grüße' },
      to: ['anna@example.org', 'cleo@example.org'],
      attachments: documents.map(({ name, bytes }) => ({ name, sha256: shaOf(bytes) })),
    });
    expect(submission.stages).toEqual(['connecting', 'message', 'ending']);
    expect(submission.endings).toEqual([2]);
  });

  test('waits for the permission where the sign-in does not allow drafts', async () => {
    const submission = await request({ message: await largeMessage() });
    expect(await submitByGraph(submission)).toMatchObject({
      ...{ kind: 'rejected', code: 'large-messages-not-allowed' },
      reply: '403 ErrorAccessDenied Access is denied. Check credentials and try again.',
    });
    expect(submission.endings).toEqual([]);
  });

  test('is refused where the mailbox does not take its size', async () => {
    sandbox.faults.messageSize({ bytes: 5_000_000 });
    const submission = await request({ accessToken: drafting, message: await largeMessage() });
    expect(await submitByGraph(submission)).toMatchObject({ kind: 'rejected', code: 'message-too-large' });
    expect(arrived()).toEqual([]);
  });

  test('may have been sent when the connection breaks after its draft was', async () => {
    sandbox.faults.graphApi({ mode: 'reset-after-accept' });
    const submission = await request({ accessToken: drafting, message: await largeMessage() });
    expect(await submitByGraph(submission)).toEqual({ kind: 'unconfirmed' });
    expect(arrived()).toHaveLength(1);
  });

  /** A Graph that keeps to its own, and a place for files beside it; what becomes of each is said by the test. */
  async function scriptedGraph(answers: { readonly attach?: number; readonly upload?: readonly number[] }) {
    const asked: string[] = [];
    const tokensAtUpload: unknown[] = [];
    const uploads = [...(answers.upload ?? [])];
    const listen = async (
      answer: (call: string, incoming: IncomingMessage, origin: string) => [number, unknown],
    ) => {
      const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
        incoming.resume();
        incoming.on('end', () => {
          const call = `${incoming.method} ${incoming.url?.split('/').at(-1)}`;
          asked.push(call);
          const [status, value] = answer(call, incoming, origin);
          response.writeHead(status).end(JSON.stringify(value));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => new Promise((resolve) => server.close(() => resolve(undefined))));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return origin;
    };
    const files = await listen((_call, { headers }) => {
      tokensAtUpload.push(headers.authorization);
      return [uploads.shift() ?? 201, {}];
    });
    const origin = await listen((call) => {
      if (call === 'POST messages') return [201, { id: 'draft' }];
      if (call === 'POST createUploadSession') return [201, { uploadUrl: `${files}/place` }];
      if (call === 'POST attachments') return [answers.attach ?? 201, { id: 'file' }];
      return [call === 'POST send' ? 202 : 204, {}];
    });
    return { origin, asked, tokensAtUpload };
  }

  test('uploads its files where Graph says, also elsewhere, and shows no token there', async () => {
    const { origin, asked, tokensAtUpload } = await scriptedGraph({ upload: [200, 200, 201] });
    const submission = await request({ baseUrl: origin, message: await largeMessage() });
    expect(await submitByGraph(submission)).toMatchObject({ kind: 'accepted' });
    expect(asked.at(-1)).toBe('POST send');
    expect(tokensAtUpload).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    ['the last range', { upload: [200, 200, 200] }],
    ['a range amid the file', { upload: [204] }],
    ['a small file', { attach: 200 }],
  ])('is not sent without a file: what answers %s has not taken it', async (_what, answers) => {
    const { origin, asked } = await scriptedGraph(answers);
    const submission = await request({ baseUrl: origin, message: await largeMessage() });
    expect(await submitByGraph(submission)).toMatchObject({
      ...{ kind: 'deferred', code: 'provider-response-invalid' },
    });
    expect(asked).not.toContain('POST send');
    expect(asked.at(-1)).toBe('DELETE draft');
    expect(submission.endings).toEqual([]);
  });

  test('is refused where nothing in it is a file: a text that long has no other way', async () => {
    const message = await messageFile(`${text}${'Hello there\r\n'.repeat(400_000)}`);
    expect(await submitByGraph(await request({ accessToken: drafting, message }))).toEqual({
      ...{ kind: 'rejected', code: 'message-too-large' },
    });
  });
});

test('a refusal keeps the number by which Microsoft finds the request again, where it is one', () => {
  const body = JSON.stringify({ error: { code: 'ErrorAccessDenied', message: 'Access is denied.' } });
  const refusal = (requestId: string) =>
    refusalOfGraph({ status: 403, headers: { 'request-id': requestId }, body }, 0);
  const requestId = 'aaaa0000-bb11-2222-33cc-444444dddddd';
  expect(refusal(requestId)).toMatchObject({ code: 'scope-missing', detail: { requestId } });
  expect(refusal('canary words')).not.toHaveProperty('detail');
});
