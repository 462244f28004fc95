import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import {
  gmailSmtp,
  obtainTokens,
  personOf,
  readProvider,
  redeem,
  refreshed,
} from '../helpers/sandbox-tokens.ts';
import { authPlain, openDialogue, xoauth2 } from '../helpers/smtp-dialogue.ts';

let sandbox: Sandbox;
let ca: string;
let orders: Person;
let ben: Person;
let grace: Person;

beforeAll(async () => {
  sandbox = await startSandbox();
  ca = await readFile(sandbox.caFile, 'utf8');
  orders = personOf(sandbox, 'orders@store.example');
  ben = personOf(sandbox, 'ben@contoso.test');
  grace = personOf(sandbox, 'grace@harbor.test');
});
afterAll(() => sandbox.close());
afterEach(() => {
  vi.useRealTimers();
});
beforeEach(() => {
  sandbox.faults.reset();
  sandbox.inbox.clear();
  sandbox.log.clear();
});

/** Talks until a reply is not a success and answers all replies; an empty one is a connection that broke. */
const converse = async (lines: readonly string[]): Promise<string[]> => {
  const smtp = await openDialogue({ port: sandbox.smtp.implicit, implicitTlsCa: ca });
  const replies = [smtp.greeting];
  for (const line of lines) {
    if (!/^[23]/.test(replies.at(-1) ?? '')) break;
    replies.push(await smtp.say(line));
  }
  smtp.end();
  return replies;
};

const session = (recipient = 'you@elsewhere.test'): string[] => [
  'EHLO test.local',
  `AUTH PLAIN ${authPlain(orders.address, orders.password)}`,
  `MAIL FROM:<${orders.address}>`,
  `RCPT TO:<${recipient}>`,
  'DATA',
  `From: ${orders.address}\r\nSubject: fault\r\n\r\nhello\r\n.`,
];

const login = async (person: Person, accessToken: string): Promise<string> => {
  const replies = await converse([
    'EHLO test.local',
    `AUTH XOAUTH2 ${xoauth2(person.address, accessToken)}`,
    '',
  ]);
  return replies.slice(2).join('\n');
};

describe('revoking a person', () => {
  it('ends refreshing and the access tokens at Microsoft', async () => {
    const { accessToken, refreshToken } = await obtainTokens(sandbox, ben);
    expect(await login(ben, accessToken)).toMatch(/^235 /);
    sandbox.faults.revoke({ address: ben.address });
    expect(await redeem(sandbox, 'microsoft', refreshToken)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', suberror: 'bad_token', error_codes: [50_173] },
    });
    expect(await login(ben, accessToken)).toMatch(/^535 5\.7\.3 /);
    const again = await obtainTokens(sandbox, ben);
    expect(await login(ben, again.accessToken)).toMatch(/^235 /);
  });

  it('ends them at Google, and nobody else’s', async () => {
    const alan = personOf(sandbox, 'alan@harbor.test');
    const one = await obtainTokens(sandbox, grace);
    const other = await obtainTokens(sandbox, alan);
    sandbox.faults.revoke({ address: grace.address });
    expect(await redeem(sandbox, 'google', one.refreshToken)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    });
    expect((await redeem(sandbox, 'google', other.refreshToken)).status).toBe(200);
  });
});

describe('access tokens', () => {
  it('that are expired by the server leave refreshing alone', async () => {
    const { accessToken, refreshToken } = await obtainTokens(sandbox, ben);
    sandbox.faults.expireAccessTokens({ address: ben.address });
    expect(await login(ben, accessToken)).toMatch(/^535 5\.7\.3 /);
    const fresh = await refreshed(sandbox, 'microsoft', refreshToken);
    expect(await login(ben, fresh.accessToken)).toMatch(/^235 /);
  });

  it('live as long as the fault says', async () => {
    sandbox.faults.tokenLifetime({ provider: 'google', seconds: 1 });
    const parameters = { scope: `openid ${gmailSmtp}` };
    const { accessToken, answer } = await obtainTokens(sandbox, grace, { parameters });
    expect(answer.body['expires_in']).toBe(1);
    vi.setSystemTime(Date.now() + 2000);
    expect(await login(grace, accessToken)).toMatch(/^334 /);
  });
});

describe('the token endpoint', () => {
  it.each([
    ['microsoft', '429', 429, { error: 'temporarily_unavailable', error_codes: [90_055] }],
    ['microsoft', '500', 500, { error: 'server_error', error_codes: [50_000] }],
    ['google', '429', 429, { error: 'rate_limit_exceeded' }],
    ['google', '500', 500, { error: 'internal_failure' }],
  ] as const)(
    'of %s answers %s, and the grant is still good afterwards',
    async (provider, mode, status, body) => {
      const { refreshToken } = await obtainTokens(sandbox, provider === 'google' ? grace : ben);
      sandbox.log.clear();
      sandbox.faults.tokenEndpoint({ provider, mode });
      expect(await redeem(sandbox, provider, refreshToken)).toMatchObject({ status, body });
      sandbox.faults.tokenEndpoint({ provider, mode: 'ok' });
      expect((await redeem(sandbox, provider, refreshToken)).status).toBe(200);
      expect(sandbox.log.tokenRequests().map(({ ok, error, address }) => ({ ok, error, address }))).toEqual([
        { ok: false, error: `fault:${mode}`, address: provider === 'google' ? grace.address : ben.address },
        { ok: true, error: undefined, address: provider === 'google' ? grace.address : ben.address },
      ]);
    },
  );

  it('answers with the page of a proxy', async () => {
    const { tokenEndpoint } = await readProvider(sandbox, 'microsoft');
    sandbox.faults.tokenEndpoint({ provider: 'microsoft', mode: 'html' });
    const response = await fetch(tokenEndpoint, { method: 'POST', body: new URLSearchParams({}) });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      502,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toContain('Bad Gateway');
  });

  it('breaks the connection, or says nothing until the client gives up', async () => {
    const { refreshToken } = await obtainTokens(sandbox, grace);
    sandbox.faults.tokenEndpoint({ provider: 'google', mode: 'reset' });
    await expect(redeem(sandbox, 'google', refreshToken)).rejects.toThrow('fetch failed');
    sandbox.faults.tokenEndpoint({ provider: 'google', mode: 'stall' });
    const { tokenEndpoint } = await readProvider(sandbox, 'google');
    const stalled = fetch(tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token' }),
      signal: AbortSignal.timeout(150),
    });
    await expect(stalled).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('rotates and loses the answer; the same refresh token then works once more', async () => {
    const { refreshToken } = await obtainTokens(sandbox, ben);
    sandbox.faults.tokenEndpoint({ provider: 'microsoft', mode: 'lost-answer' });
    await expect(redeem(sandbox, 'microsoft', refreshToken)).rejects.toThrow('fetch failed');
    sandbox.faults.tokenEndpoint({ provider: 'microsoft', mode: 'ok' });
    const next = await refreshed(sandbox, 'microsoft', refreshToken);
    expect((await redeem(sandbox, 'microsoft', next.refreshToken)).status).toBe(200);
  });
});

describe('SMTP', () => {
  it('is switched off for the tenant: 535 5.7.139, Google unharmed', async () => {
    const { accessToken } = await obtainTokens(sandbox, ben);
    const google = await obtainTokens(sandbox, grace, { parameters: { scope: `openid ${gmailSmtp}` } });
    sandbox.faults.smtpAuthDisabled({ on: true });
    expect(await login(ben, accessToken)).toMatch(
      /^535 5\.7\.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant\. Visit https:\/\/aka\.ms\/smtp_auth_disabled for more information\. \[/,
    );
    expect(await login(grace, google.accessToken)).toMatch(/^235 /);
    sandbox.faults.smtpAuthDisabled({ on: false });
    expect(await login(ben, accessToken)).toMatch(/^235 /);
  });

  it('puts off the message or the connection of a sender that is too fast', async () => {
    sandbox.faults.smtpThrottle({ on: true });
    expect((await converse(session())).at(-1)).toMatch(
      /^432 4\.3\.2 STOREDRV\.ClientSubmit; sender thread limit exceeded/,
    );
    sandbox.faults.smtpThrottle({ on: true, code: 421 });
    expect(await converse(session())).toEqual([
      '421 4.3.2 Service not available, closing transmission channel',
    ]);
    sandbox.faults.smtpThrottle({ on: false });
    expect((await converse(session())).at(-1)).toMatch(/^250 /);
    expect(sandbox.inbox.messages()).toHaveLength(1);
  });

  it('refuses or defers one recipient and takes the others', async () => {
    sandbox.faults.refuseRecipient({ address: 'Gone@elsewhere.test' });
    sandbox.faults.refuseRecipient({ address: 'full@elsewhere.test', code: 552 });
    sandbox.faults.deferRecipient({ address: 'later@elsewhere.test' });
    const last = async (recipient: string) => (await converse(session(recipient))).at(-1);
    expect(await last('gone@elsewhere.test')).toBe(
      '550 5.1.1 <gone@elsewhere.test>: Recipient address rejected: User unknown',
    );
    expect(await last('full@elsewhere.test')).toMatch(/^552 /);
    expect(await last('later@elsewhere.test')).toMatch(/^450 4\.2\.0 /);
    expect(await last('you@elsewhere.test')).toMatch(/^250 /);
    sandbox.faults.refuseRecipient({ address: 'gone@elsewhere.test', on: false });
    expect(await last('gone@elsewhere.test')).toMatch(/^250 /);
  });

  it('announces and enforces a smaller SIZE', async () => {
    sandbox.faults.messageSize({ bytes: 100 });
    const [, capabilities] = await converse(session().slice(0, 1));
    expect(capabilities).toContain('SIZE 100');
    const tooLarge = [...session().slice(0, 5), `Subject: x\r\n\r\n${'x'.repeat(200)}\r\n.`];
    expect((await converse(tooLarge)).at(-1)).toMatch(/^552 5\.3\.4 /);
    const announced = [...session().slice(0, 2), `MAIL FROM:<${orders.address}> SIZE=101`];
    expect((await converse(announced)).at(-1)).toMatch(/^552 5\.3\.4 /);
    expect(sandbox.inbox.messages()).toEqual([]);
  });

  it.each([
    ['greeting', 1, 0],
    ['ehlo', 2, 0],
    ['auth', 3, 0],
    ['mail', 4, 0],
    ['rcpt', 5, 0],
    ['data', 6, 0],
    ['body', 7, 0],
    ['after-body', 7, 1],
  ] as const)('breaks the connection at %s, once', async (stage, replies, accepted) => {
    sandbox.faults.dropConnection({ stage, times: 1 });
    const cut = await converse(session());
    expect([cut.length, cut.at(-1)]).toEqual([replies, '']);
    expect(sandbox.inbox.messages()).toHaveLength(accepted);
    expect((await converse(session())).at(-1)).toMatch(/^250 /);
    expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'drop')).toMatchObject([{ reply: stage }]);
  });

  it('breaks every connection until it is told to stop', async () => {
    sandbox.faults.dropConnection({ stage: 'mail' });
    expect((await converse(session())).at(-1)).toBe('');
    expect((await converse(session())).at(-1)).toBe('');
    sandbox.faults.dropConnection({ stage: null });
    expect((await converse(session())).at(-1)).toMatch(/^250 /);
  });
});
