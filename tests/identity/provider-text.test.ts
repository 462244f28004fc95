import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providerText, secretsOfRequest } from '../../main/identity/provider-text.ts';
import { openTokenEndpoint } from '../../main/identity/token-endpoint.ts';
import { createEnvironmentProxyFor } from '../../main/network/environment-proxy.ts';
import { createProxiedFetch } from '../../main/network/proxied-fetch.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { startScriptedServer } from './scripted-server.ts';

const said = (text: string, secrets: readonly string[] = []) =>
  providerText({ error: 'new', error_description: text }, '', secrets);

describe('what a provider says', () => {
  it('is one paragraph of at most 500 characters', () => {
    expect(said('It\u0000 is\r\n\tclosed \u202etoday\u2028. ')).toBe('It is closed today .');
    expect(said('ab '.repeat(400))).toHaveLength(500);
  });

  it.each<[string, unknown, string, string]>([
    ["Google's interfaces", { error: { code: 403, message: 'Not today.' } }, '', 'Not today.'],
    ['gateways', { message: 'Route not found' }, '', 'Route not found'],
    ['a name with words in it', { error: 'tenant is gone' }, '', 'tenant is gone'],
    ['the title of a page', null, '<html><title>Hotel\nWi-Fi</title>secret', 'Hotel Wi-Fi'],
    ['nothing', { error: 'invalid_grant' }, '', ''],
    ['a text of another type', { error: 'invalid_grant', error_description: 7 }, '', ''],
    ['no page', null, 'plain text', ''],
  ])('is found in %s', (_name, body, text, expected) => {
    expect(providerText(body, text, [])).toBe(expected);
  });

  it('holds no token, code, verifier or secret that it repeats, in whatever spelling', () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 40, unit: 'binary-ascii' })
      .filter((text) => /^\S+$/.test(text));
    fc.assert(
      fc.property(secret, (text) => {
        const form = new URLSearchParams({ x: text }).toString().slice(2);
        const base64 = Buffer.from(text).toString('base64');
        const shown = said(`${text} | ${form} | ${base64} | ${JSON.stringify(text)}`, [text]);
        expect(shown.replace(/[|"…\\\s]/g, '').includes(text)).toBe(false);
        if (base64.length > 8) expect(shown).not.toContain(base64);
      }),
    );
  });
});

describe('a request', () => {
  it('has secrets wherever it may have them, and its correlation ID is none', () => {
    const headers = new Headers({ Authorization: `Basic ${btoa('client:p%3Dass%2Bword')}` });
    const body = 'grant_type=refresh_token&client_id=c&client-request-id=id-1&refresh_token=r-1&code=4%2F0';
    const secrets = secretsOfRequest('https://login.test/revoke?token=t-1', headers, body);
    expect(secrets).toEqual([
      't-1',
      'r-1',
      '4/0',
      btoa('client:p%3Dass%2Bword'),
      'p%3Dass%2Bword',
      'p=ass+word',
    ]);
  });

  it.each(['redeem', 'refresh', 'revoke', 'discover'] as const)(
    'at %s gets the words of the server into the failure, and not its own secrets',
    async (step) => {
      const { origin } = await startScriptedServer(({ form, headers }) => ({
        status: 403,
        body: {
          error: 'unheard_of',
          error_description: `Who is ${form.get('refresh_token')}, ${form.get('client_secret')}, ${headers.authorization}?`,
        },
      }));
      const place = `${origin}/token`;
      const endpoint = openTokenEndpoint({ fetch, clock: systemClock, endpoints: [place], step });
      const headers = { Authorization: 'Bearer canary-bearer' };
      const body = 'refresh_token=canary-token&client_secret=canary%20secret';
      await expect(endpoint.post(place, { headers, body })).rejects.toMatchObject({
        detail: { error: 'unheard_of', providerText: 'Who is …, …, Bearer …?' },
      });
    },
  );

  it('that a wrong proxy setting keeps from being asked has the words of the setting', async () => {
    const place = 'https://login.example.test/token';
    const fetch = createProxiedFetch({
      proxyFor: createEnvironmentProxyFor({ HTTPS_PROXY: 'ftp://proxy.example.test' }),
      fetch: () => Promise.reject(new Error('not without the proxy')),
    });
    const endpoint = openTokenEndpoint({ fetch, clock: systemClock, endpoints: [place], step: 'refresh' });
    await expect(endpoint.post(place, { headers: {}, body: '' })).rejects.toMatchObject({
      message: expect.stringContaining('HTTPS_PROXY is not the URL of'),
      detail: { networkCode: 'ERR_PROXY_INVALID', reason: expect.stringContaining('HTTPS_PROXY') },
    });
  });

  it('that a page answers says its title', async () => {
    const { origin } = await startScriptedServer(() => ({
      status: 502,
      type: 'text/html',
      body: '<title>502 Bad Gateway</title>',
    }));
    const place = `${origin}/token`;
    const endpoint = openTokenEndpoint({ fetch, clock: systemClock, endpoints: [place], step: 'refresh' });
    await expect(endpoint.post(place, { body: 'refresh_token=canary' })).rejects.toMatchObject({
      code: 'provider-unreachable',
      detail: { status: 502, providerText: '502 Bad Gateway' },
    });
  });
});
