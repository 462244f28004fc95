import { expect, it } from 'vitest';
import { createSystemFetch } from '../../../main/electron/system-fetch.ts';

function setUp(chromium: () => Promise<Response>) {
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
