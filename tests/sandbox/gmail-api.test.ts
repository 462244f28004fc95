import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { obtainTokens, personOf, readProvider } from '../helpers/sandbox-tokens.ts';

let sandbox: Sandbox;
let grace: Person;
let sendUrl: string;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  grace = personOf(sandbox, 'grace@harbor.test');
  const { gmailApi } = await readProvider(sandbox, 'google');
  sendUrl = `${gmailApi}/upload/gmail/v1/users/me/messages/send?uploadType=media`;
});
beforeEach(async () => {
  sandbox.inbox.clear();
  sandbox.faults.reset();
  token = (await obtainTokens(sandbox, grace)).accessToken;
});
afterAll(() => sandbox.close());

const message = (fields: string) =>
  `${fields}\r\nMessage-ID: <1@harbor.test>\r\nSubject: Quote\r\n\r\nhello\r\n`;
const usual = message(
  'From: Grace <grace@harbor.test>\r\nTo: a@x.test, Team: b@x.test, c@x.test;\r\nCc: d@x.test\r\nBcc: e@x.test,\r\n f@x.test',
);

const send = async (change: { body?: string; bearer?: string; type?: string; url?: string } = {}) => {
  const response = await fetch(change.url ?? sendUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${change.bearer ?? token}`,
      'content-type': change.type ?? 'message/rfc822',
    },
    body: change.body ?? usual,
  });
  return { status: response.status, body: JSON.parse(await response.text()), headers: response.headers };
};

describe('the Gmail API of the sandbox', () => {
  it('takes a message, delivers to To, Cc and Bcc, and hides Bcc', async () => {
    const { status, body } = await send();
    expect([status, body]).toEqual([
      200,
      { id: expect.stringMatching(/^[0-9a-f]{16}$/), threadId: body.id, labelIds: ['SENT'] },
    ]);
    const [received] = sandbox.inbox.messages();
    expect(received).toMatchObject({
      from: grace.address,
      to: ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test', 'e@x.test', 'f@x.test'],
      messageId: '<1@harbor.test>',
      via: 'gmail-api',
      account: grace.address,
    });
    expect(sandbox.inbox.raw(received?.id ?? '')?.toString()).toBe(
      usual.replace('\r\nBcc: e@x.test,\r\n f@x.test', ''),
    );
  });

  it('replaces a From that is not the account’s own, and keeps an alias', async () => {
    await send({ body: message('From: boss@elsewhere.test\r\nTo: a@x.test') });
    await send({ body: message('From: billing@harbor.test\r\nTo: a@x.test') });
    expect(sandbox.inbox.messages().map(({ from }) => from)).toEqual([grace.address, 'billing@harbor.test']);
    const headers = sandbox.inbox.message('2')?.headers.filter(([name]) => name.toLowerCase() === 'from');
    expect(headers).toEqual([['From', '<grace@harbor.test>']]);
  });

  it('answers 401 authError to a token that is wrong, revoked or expired', async () => {
    const wrong = await send({ bearer: 'made-up' });
    expect(wrong).toMatchObject({
      status: 401,
      body: { error: { code: 401, status: 'UNAUTHENTICATED', errors: [{ reason: 'authError' }] } },
    });
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Bearer /);
    sandbox.faults.expireAccessTokens({ address: grace.address });
    expect(await send()).toMatchObject({ status: 401 });
    token = (await obtainTokens(sandbox, grace)).accessToken;
    sandbox.faults.revoke({ address: grace.address });
    expect(await send()).toMatchObject({ status: 401 });
    expect(sandbox.inbox.messages()).toEqual([]);
  });

  it('answers 403 where the person unticked sending', async () => {
    const { accessToken } = await obtainTokens(sandbox, grace, { pages: { untickSending: true } });
    expect(await send({ bearer: accessToken })).toMatchObject({
      status: 403,
      body: {
        error: {
          status: 'PERMISSION_DENIED',
          errors: [{ reason: 'insufficientPermissions' }],
          details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }],
        },
      },
    });
  });

  it('refuses another mailbox, another type, no recipient, and what is too large', async () => {
    const cases = [
      { change: { url: sendUrl.replace('/me/', '/alan@harbor.test/') }, status: 403 },
      { change: { type: 'application/json' }, status: 400 },
      { change: { body: message('From: grace@harbor.test') }, status: 400 },
      { change: { url: sendUrl.replace('media', 'resumable') }, status: 400 },
      { change: { url: sendUrl.replace('/send', '/import') }, status: 404 },
    ];
    for (const { change, status } of cases) expect((await send(change)).status).toBe(status);
    sandbox.faults.messageSize({ bytes: 1000 });
    expect((await send({ body: usual + 'x'.repeat(900) })).status).toBe(413);
    expect((await send()).status).toBe(200);
    expect(sandbox.inbox.messages()).toHaveLength(1);
  });

  it.each([
    ['401', 401, 'authError'],
    ['403', 403, 'userRateLimitExceeded'],
    ['429', 429, 'rateLimitExceeded'],
    ['500', 500, 'backendError'],
  ] as const)('answers %s while the fault says so', async (mode, status, reason) => {
    sandbox.faults.gmailApi({ mode });
    expect(await send()).toMatchObject({ status, body: { error: { code: status, errors: [{ reason }] } } });
    expect(sandbox.inbox.messages()).toEqual([]);
  });

  it('can take a message and break the connection before it answers, or break it before it takes anything', async () => {
    sandbox.faults.gmailApi({ mode: 'reset' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(sandbox.inbox.messages()).toHaveLength(0);
    sandbox.faults.gmailApi({ mode: 'reset-after-accept' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(sandbox.inbox.messages()).toHaveLength(1);
  });
});

it('a request that uploads nothing is refused only after the token was found good', async () => {
  const { gmailApi } = await readProvider(sandbox, 'google');
  const url = `${gmailApi}/gmail/v1/users/me/messages/send`;
  const nothing = { url, type: 'application/json', body: '{}' };
  const { status, body } = await send(nothing);
  expect([status, body.error.errors[0].reason]).toEqual([400, 'invalidArgument']);
  expect(body.error.message).toBe(
    "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
  );
  expect((await send({ ...nothing, bearer: 'nobody' })).status).toBe(401);
  expect(sandbox.inbox.messages()).toEqual([]);
});
