import { expect, it } from 'vitest';
import type { NetworkWay } from '../../../main/ports.ts';
import { createSystemFetch } from '../../../main/electron/system-fetch.ts';

const direct: NetworkWay = { kind: 'direct' };
const proxy: NetworkWay = { kind: 'http', host: 'proxy.example', port: 3128, credentials: null };

function setUp(chromium: () => Promise<Response>, way = direct) {
  const asked: unknown[] = [];
  const fetch = createSystemFetch({
    session: {
      fetch: (input, init) => {
        asked.push(['chromium', input, init?.method, init?.credentials, init?.cache]);
        return chromium();
      },
    },
    nodeFetch: async (input, init) => {
      asked.push(['node', input, init?.method]);
      return new Response('by node');
    },
    proxyFor: async () => [way],
  });
  return { fetch, asked };
}

const failing = (message: string) => () => Promise.reject(new Error(message));

it('requests go over the system’s network, without cookies and cache', async () => {
  const { fetch, asked } = setUp(async () => new Response('by chromium'));
  const response = await fetch(new URL('https://example.test/token'), { method: 'POST', body: 'x' });
  expect(await response.text()).toBe('by chromium');
  expect(asked).toEqual([['chromium', 'https://example.test/token', 'POST', 'omit', 'no-store']]);
});

it('a server of an authority that only the administrator trusts is asked by Node', async () => {
  const { fetch, asked } = setUp(failing('net::ERR_CERT_AUTHORITY_INVALID'));
  const response = await fetch('https://example.test/token', { method: 'POST', body: 'x' });
  expect(await response.text()).toBe('by node');
  expect(asked[1]).toEqual(['node', 'https://example.test/token', 'POST']);
});

it.each([
  'net::ERR_INTERNET_DISCONNECTED',
  'net::ERR_CERT_DATE_INVALID',
  'net::ERR_CERT_COMMON_NAME_INVALID',
  'net::ERR_CONNECTION_RESET',
])('%s is not tried a second time, for it may have been sent or must not be', async (message) => {
  const { fetch, asked } = setUp(failing(message));
  await expect(fetch('https://example.test/token')).rejects.toThrow(message);
  expect(asked).toHaveLength(1);
});

it('a proxy of which a name and password are known is gone through by Node', async () => {
  const credentials = { user: 'ben', password: 'canary' };
  const { fetch, asked } = setUp(async () => new Response('by chromium'), { ...proxy, credentials });
  expect(await (await fetch('https://example.test/token')).text()).toBe('by node');
  expect(asked).toHaveLength(1);
});

it('a proxy that wants a name and password that nobody knows is told from a server', async () => {
  const { fetch, asked } = setUp(async () => new Response(null, { status: 407 }), proxy);
  await expect(fetch('https://example.test/token')).rejects.toMatchObject({
    code: 'ERR_PROXY_AUTH_REQUESTED',
    message: 'The proxy http://proxy.example:3128 wants a name and password (407).',
  });
  expect(asked).toHaveLength(1);
});
