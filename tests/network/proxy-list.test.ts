import { expect, it } from 'vitest';
import { proxyName } from '../../main/network/proxy-failure.ts';
import { createSystemProxyFor, parseProxyList } from '../../main/network/proxy-list.ts';

it.each<[string, readonly string[]]>([
  ['DIRECT', ['direct']],
  ['PROXY a.example:8080; DIRECT', ['http://a.example:8080', 'direct']],
  ['PROXY a:1;PROXY b:2', ['http://a:1', 'http://b:2']],
  ['HTTPS a:443', ['https://a:443']],
  ['SOCKS5 a:1080; SOCKS b:1080', ['socks5://a:1080', 'socks5://b:1080']],
  ['proxy [2001:db8::1]:8080', ['http://[2001:db8::1]:8080']],
  ['QUIC a:443; PROXY b:1', ['http://b:1']],
  ['', ['direct']],
  ['PROXY', ['direct']],
  ['nonsense', ['direct']],
])('the list %j of a PAC file means %j', (list, expected) => {
  expect(parseProxyList(list).map((way) => (way.kind === 'direct' ? 'direct' : proxyName(way)))).toEqual(
    expected,
  );
});

it('the system is asked for a mail server as for https', async () => {
  const asked: string[] = [];
  const proxyFor = createSystemProxyFor({
    resolveProxy: async (url) => {
      asked.push(url);
      return 'PROXY proxy.example:3128';
    },
  });
  expect(await proxyFor('https://smtp.example.com:587/')).toMatchObject([{ kind: 'http', port: 3128 }]);
  expect(asked).toEqual(['https://smtp.example.com:587/']);
});
