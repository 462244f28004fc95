import { request } from 'node:http';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { obtainTokens, personOf } from '../helpers/sandbox-tokens.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.faults.reset();
  sandbox.inbox.clear();
  sandbox.log.clear();
});

const send = async (subject: string, text = 'hello', html?: string) => {
  const { address, password } = personOf(sandbox, 'orders@store.example');
  const transport = createTransport({
    host: 'localhost',
    port: sandbox.smtp.plain,
    ignoreTLS: true,
    auth: { user: address, pass: password },
  });
  const attachments = [{ filename: '<b>.pdf', content: 'x' }];
  await transport.sendMail({ from: address, to: 'you@elsewhere.test', subject, text, html, attachments });
};

const get = async (url: string, accept = 'application/json') => {
  const response = await fetch(url, { headers: { accept } });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const asPage = (url: string) => get(url, 'text/html');
const asJson = async (url: string) => JSON.parse((await get(url)).text);

describe('the inbox', () => {
  it('lists messages oldest first, with what a script needs', async () => {
    await send('one');
    await send('two');
    const messages = await asJson(`${sandbox.inboxUrl}/messages`);
    expect(messages.map(({ subject }: { subject: string }) => subject)).toEqual(['one', 'two']);
    expect(messages[0]).toEqual({
      id: expect.any(String),
      from: 'orders@store.example',
      to: ['you@elsewhere.test'],
      messageId: expect.stringMatching(/^<.+@.+>$/),
      subject: 'one',
      via: 'smtp',
      account: 'orders@store.example',
      receivedAtMs: expect.any(Number),
      attachments: [
        {
          name: '<b>.pdf',
          sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
          sizeBytes: 1,
          contentType: 'application/pdf',
        },
      ],
      envelope: { from: 'orders@store.example', to: ['you@elsewhere.test'] },
    });
  });

  it('answers one message in full, and its bytes as a download', async () => {
    await send('one', 'the text');
    const { id } = sandbox.inbox.messages()[0] ?? { id: '' };
    const message = await asJson(`${sandbox.inboxUrl}/messages/${id}`);
    expect(message.text).toBe('the text');
    expect(message.headers).toContainEqual(['Subject', 'one']);
    const raw = await get(`${sandbox.inboxUrl}/messages/${id}/raw`);
    expect(raw.text).toBe(sandbox.inbox.raw(id)?.toString());
    expect(raw.headers.get('content-disposition')).toBe(`attachment; filename="message-${id}.eml"`);
    expect((await get(`${sandbox.inboxUrl}/messages/999`)).status).toBe(404);
  });

  it('shows pages on which nothing of a message is more than text', async () => {
    const bad = '"><script>alert(1)</script>';
    await send(bad, `${bad} in the text`, '<script>alert(2)</script>');
    const { id } = sandbox.inbox.messages()[0] ?? { id: '' };
    const list = await asPage(`${sandbox.inboxUrl}/`);
    const one = await asPage(`${sandbox.inboxUrl}/messages/${id}`);
    for (const { text, headers } of [list, one]) {
      expect(text).not.toContain('<script>alert');
      expect(text).toContain('&lt;script&gt;alert(1)');
      expect(text).toContain('&lt;b&gt;.pdf');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(list.headers.get('refresh')).toBe('5');
  });

  it('is emptied by DELETE and by its button', async () => {
    await send('one');
    expect((await fetch(`${sandbox.inboxUrl}/messages`, { method: 'DELETE' })).status).toBe(200);
    expect(sandbox.inbox.messages()).toEqual([]);
    await send('two');
    const { origin } = new URL(sandbox.inboxUrl);
    const pressed = await fetch(`${sandbox.inboxUrl}/clear`, {
      method: 'POST',
      headers: { origin },
      redirect: 'manual',
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/inbox/']);
    expect(sandbox.inbox.messages()).toEqual([]);
  });

  it('tells a test when a message comes, and what came instead when none does', async () => {
    const awaited = sandbox.inbox.waitFor(({ subject }) => subject === 'awaited', 5000);
    await send('other');
    await send('awaited');
    expect((await awaited).subject).toBe('awaited');
    await expect(sandbox.inbox.waitFor(({ subject }) => subject === 'never', 20)).rejects.toThrow(
      'No such message after 20 ms; there are: "other", "awaited"',
    );
  });
});

const postFault = (name: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.faultsUrl}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
  });

describe('the faults', () => {
  it('list their calls, and every one of them can be called as listed', async () => {
    const calls: { name: string; method: string; path: string; body: object; does: string }[] = await asJson(
      sandbox.faultsUrl,
    );
    const bodies: Record<string, unknown> = {
      revoke: { address: 'ben@contoso.test' },
      'expire-access-tokens': { address: 'grace@harbor.test' },
      'smtp-auth-disabled': { on: true },
      'conditional-access': { on: true },
      'smtp-throttle': { on: true, code: 421 },
      'refuse-recipient': { address: 'a@b.test', code: 553 },
      'defer-recipient': { address: 'c@d.test' },
      'drop-connection': { stage: 'rcpt', times: 2 },
      'token-endpoint': { provider: 'google', mode: '429' },
      'gmail-api': { mode: '500' },
      'gmail-upload': { mode: 'lost-last', times: 1 },
      'graph-api': { mode: '503' },
      'token-lifetime': { provider: 'microsoft', seconds: 30 },
      'message-size': { bytes: 1000 },
      reset: {},
    };
    expect(calls.map(({ name }) => name)).toEqual(Object.keys(bodies));
    for (const { name, path, method } of calls.slice(0, -1)) {
      expect([method, path]).toEqual(['POST', `/faults/${name}`]);
      expect((await postFault(name, bodies[name])).status).toBe(200);
    }
    expect(await asJson(`${sandbox.faultsUrl}/state`)).toEqual({
      smtpAuthDisabled: true,
      conditionalAccess: true,
      smtpThrottle: 421,
      refusedRecipients: { 'a@b.test': 553 },
      deferredRecipients: ['c@d.test'],
      dropConnection: { stage: 'rcpt', timesLeft: 2 },
      tokenEndpoint: { google: '429', microsoft: 'ok', custom: 'ok' },
      gmailApi: '500',
      gmailUpload: { mode: 'lost-last', timesLeft: 1 },
      graphApi: '503',
      tokenLifetimeSeconds: { microsoft: 30 },
      messageSizeBytes: 1000,
    });
    await postFault('reset', {});
    expect(await asJson(`${sandbox.faultsUrl}/state`)).toEqual({
      smtpAuthDisabled: false,
      conditionalAccess: false,
      refusedRecipients: {},
      deferredRecipients: [],
      tokenEndpoint: { google: 'ok', microsoft: 'ok', custom: 'ok' },
      gmailApi: 'ok',
      graphApi: 'ok',
      tokenLifetimeSeconds: {},
      messageSizeBytes: 36_700_160,
    });
  });

  it.each([
    ['revoke', {}, '"address" must be an e-mail address'],
    ['revoke', { address: 'nobody@contoso.test' }, 'nobody here has the address nobody@contoso.test'],
    ['smtp-auth-disabled', { on: 'maybe' }, '"on" must be true or false'],
    ['smtp-throttle', { on: true, code: 430 }, '"code" must be 432 or 421'],
    ['drop-connection', { stage: 'lunch' }, '"stage" must be one of greeting, ehlo,'],
    ['token-endpoint', { provider: 'yahoo', mode: 'ok' }, '"provider" must be one of google, microsoft'],
    ['message-size', { bytes: 0 }, '"bytes" must be a whole number from 1 to'],
    ['reset', [], 'the body must be a JSON object'],
  ])('refuse %s with %o and say why', async (name, body, reason) => {
    const response = await postFault(name, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'invalid-request',
      message: expect.stringContaining(reason),
    });
  });

  it('answer 404 to a call that is not there, in one line that helps', async () => {
    const response = await postFault('explode', {});
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('GET /faults')]);
  });

  it('have a page whose buttons do the same', async () => {
    const { text } = await asPage(sandbox.faultsUrl);
    expect(text).toContain('<option>ben@contoso.test</option>');
    expect(text).toContain('action="/faults/smtp-auth-disabled"');
    const pressed = await fetch(`${sandbox.faultsUrl}/smtp-auth-disabled`, {
      method: 'POST',
      headers: { origin: new URL(sandbox.faultsUrl).origin },
      body: new URLSearchParams({ on: 'true' }),
      redirect: 'manual',
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/faults']);
    expect(sandbox.faults.state().smtpAuthDisabled).toBe(true);
  });

  it('tell what happened, and every secret that was ever made', async () => {
    const ben = personOf(sandbox, 'ben@contoso.test');
    const { accessToken, refreshToken } = await obtainTokens(sandbox, ben);
    const { tokenRequests, smtpEvents } = await asJson(`${sandbox.faultsUrl}/log`);
    expect(tokenRequests).toEqual([
      {
        provider: 'microsoft',
        grantType: 'authorization_code',
        address: ben.address,
        ok: true,
        atMs: expect.any(Number),
      },
    ]);
    expect(smtpEvents).toEqual([]);
    const secrets = await asJson(`${sandbox.faultsUrl}/secrets`);
    expect(secrets).toEqual([...sandbox.secrets()]);
    expect(secrets).toEqual(expect.arrayContaining([ben.password, accessToken, refreshToken]));
  });
});

describe('a web page of somebody else', () => {
  const statusOf = (headers: Record<string, string>, path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(sandbox.inboxUrl);
      request({ host: 'localhost', port, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('cannot change anything with a form or with its own Origin', async () => {
    const form = await fetch(`${sandbox.faultsUrl}/reset`, { method: 'POST', body: new URLSearchParams({}) });
    const foreign = await postFault('reset', {}, { origin: 'https://evil.test' });
    const emptied = await fetch(`${sandbox.inboxUrl}/messages`, {
      method: 'DELETE',
      headers: { origin: 'https://evil.test' },
    });
    expect([form.status, foreign.status, emptied.status]).toEqual([403, 403, 403]);
  });

  it('reads nothing under a name that it points at this computer', async () => {
    expect(await statusOf({ host: 'evil.test' }, '/faults/secrets')).toBe(421);
    expect(await statusOf({ host: 'localhost:1' }, '/faults/secrets')).toBe(200);
  });
});
