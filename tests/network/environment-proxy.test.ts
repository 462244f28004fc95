import { describe, expect, it } from 'vitest';
import {
  createEnvironmentProxyFor,
  environmentLogins,
  parseProxyUrl,
  withLogins,
} from '../../main/network/environment-proxy.ts';
import { parseProxyList } from '../../main/network/proxy-list.ts';
import { proxyName } from '../../main/network/proxy-failure.ts';

const mail = 'https://smtp.example.com:587/';

async function way(url: string, env: Record<string, string>): Promise<string> {
  const [first] = await createEnvironmentProxyFor(env)(url);
  if (!first) throw new Error('no way');
  return first.kind === 'direct' ? 'direct' : proxyName(first);
}

describe('the proxy of the environment', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['nothing is set', {}, mail, 'direct'],
    ['https and mail have HTTPS_PROXY', { HTTPS_PROXY: 'http://a:3128' }, mail, 'http://a:3128'],
    ['a proxy may be named without a scheme', { HTTPS_PROXY: 'a:3128' }, mail, 'http://a:3128'],
    ['it is not for http', { HTTPS_PROXY: 'http://a:3128' }, 'http://b.example/', 'direct'],
    ['http has HTTP_PROXY', { HTTP_PROXY: 'http://a' }, 'http://b.example/', 'http://a:80'],
    ['HTTP_PROXY is not for mail', { HTTP_PROXY: 'http://a:3128' }, mail, 'direct'],
    ['ALL_PROXY is for the rest', { ALL_PROXY: 'socks5h://a' }, mail, 'socks5://a:1080'],
    ['its own goes first', { ALL_PROXY: 'socks5://a', HTTPS_PROXY: 'http://b:1' }, mail, 'http://b:1'],
    ['lower case goes first', { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, mail, 'http://a:1'],
    ['an empty one is none', { https_proxy: '', HTTPS_PROXY: 'http://b:2' }, mail, 'http://b:2'],
    ['over TLS', { HTTPS_PROXY: 'https://a' }, mail, 'https://a:443'],
    ['by IPv6', { HTTPS_PROXY: 'http://[2001:db8::1]:8080' }, mail, 'http://[2001:db8::1]:8080'],
  ])('%s', async (_name, env, url, expected) => {
    expect(await way(url, env)).toBe(expected);
  });

  it.each([
    'http://localhost:1/',
    'https://mail.localhost:465/',
    'http://127.0.0.1:1/',
    'https://127.8.9.1:587/',
    'https://[::1]:587/',
  ])('is never asked for %s: this computer is not in the network', async (url) => {
    expect(await way(url, { ALL_PROXY: 'http://a:1' })).toBe('direct');
  });

  it.each<[string, string, boolean]>([
    ['example.com', mail, true],
    ['.example.com', mail, true],
    ['*.example.com', mail, true],
    ['EXAMPLE.com', mail, true],
    ['ample.com', mail, false],
    ['smtp.example.com:587', mail, true],
    ['smtp.example.com:465', mail, false],
    ['other.test, smtp.example.com', mail, true],
    ['other.test smtp.example.com', mail, true],
    ['*', mail, true],
    ['10.0.0.0/8', 'https://10.1.2.3:25/', true],
    ['10.0.0.0/8', 'https://11.1.2.3:25/', false],
    ['10.0.0.0/99', 'https://10.1.2.3:25/', false],
    ['10.1.2.3', 'https://10.1.2.3:25/', true],
    ['10.1.2.3:26', 'https://10.1.2.3:25/', false],
    ['2001:db8::/32', 'https://[2001:db8::7]:25/', true],
    ['[2001:db8::7]:25', 'https://[2001:db8::7]:25/', true],
    ['2001:db8::7', 'https://[2001:db8::7]:25/', true],
    ['2001:db8::7', 'https://[2001:db8::8]:25/', false],
    [',,', mail, false],
  ])('NO_PROXY=%s, %s: left out is %s', async (list, url, leftOut) => {
    const env = { ALL_PROXY: 'http://a:1', NO_PROXY: list };
    expect(await way(url, env)).toBe(leftOut ? 'direct' : 'http://a:1');
  });

  it.each(['ftp://a', 'socks4://a', 'http://', 'http://%zz:1@a', 'http://a:999999'])(
    '%s is no proxy: nothing goes the straight way instead, and nothing of it is said',
    async (text) => {
      const asked = createEnvironmentProxyFor({ HTTPS_PROXY: text })(mail);
      await expect(asked).rejects.toMatchObject({
        code: 'ERR_PROXY_INVALID',
        message: 'HTTPS_PROXY is not the URL of an http, https or socks5 proxy.',
      });
    },
  );

  it('has the name and password of the URL, which its own name does not show', () => {
    const proxy = parseProxyUrl('http://ben%40x:p%3Aw@proxy.example:3128');
    expect(proxy).toEqual({
      kind: 'http',
      host: 'proxy.example',
      port: 3128,
      credentials: { user: 'ben@x', password: 'p:w' },
    });
    expect(proxy && proxyName(proxy)).toBe('http://proxy.example:3128');
  });
});

describe('a proxy of the system, which tells no name and password', () => {
  const env = { HTTPS_PROXY: 'http://ben:canary@Proxy.example:3128', http_proxy: 'http://other:3128' };
  const credentials = { user: 'ben', password: 'canary' };

  it.each([
    ['PROXY proxy.example:3128', credentials],
    ['PROXY proxy.example:8080', null],
    ['PROXY other:3128', null],
    ['HTTPS proxy.example:3128', null],
    ['SOCKS5 proxy.example:3128', null],
  ])('%s has those of the environment where they are its own', async (list, known) => {
    const proxyFor = withLogins(async () => parseProxyList(list), environmentLogins(env));
    expect(await proxyFor(mail)).toMatchObject([{ credentials: known }]);
  });

  it('is not taken for another way', async () => {
    const proxyFor = withLogins(async () => parseProxyList('DIRECT'), environmentLogins(env));
    expect(await proxyFor(mail)).toEqual([{ kind: 'direct' }]);
  });
});
