import type { NetworkWay, ProxyFor, ProxyWay } from '../ports.ts';

const direct: NetworkWay = { kind: 'direct' };
const kinds: Readonly<Record<string, ProxyWay['kind']>> = {
  PROXY: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
};

/**
 * Answers the ways of a list as Chromium and PAC files write it, e.g. `PROXY a:8080; DIRECT`.
 *
 * What nobody can read is left out, and a list without anything left means the straight way, as in browsers.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file
 */
export function parseProxyList(list: string): readonly NetworkWay[] {
  const ways = list.split(';').flatMap((entry): readonly NetworkWay[] => {
    const [, word = '', place = ''] = /^\s*(\w+)(?:\s+(\S+))?\s*$/.exec(entry) ?? [];
    if (word.toUpperCase() === 'DIRECT') return [direct];
    const kind = kinds[word.toUpperCase()];
    const [, host = '', port = ''] = /^(\[[\da-f:.]+\]|[^:[\]]+):(\d{1,5})$/i.exec(place) ?? [];
    if (!kind || host === '') return [];
    return [{ kind, host: host.replace(/^\[|\]$/g, ''), port: Number(port), credentials: null }];
  });
  return ways.length > 0 ? ways : [direct];
}

/** Answers the ways that Electron's network stack would go: the system's proxy, its exceptions and its PAC file. */
export function createSystemProxyFor(session: {
  readonly resolveProxy: (url: string) => Promise<string>;
}): ProxyFor {
  return async (url) => parseProxyList(await session.resolveProxy(url));
}
