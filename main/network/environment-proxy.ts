import { isIP } from 'node:net';
import type { BlockList } from 'node:net';
import process from 'node:process';
import type { NetworkWay, ProxyFor, ProxyWay } from '../ports.ts';
import { proxyFailure } from './proxy-failure.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const direct: readonly NetworkWay[] = [{ kind: 'direct' }];
const kinds: Readonly<Record<string, ProxyWay['kind']>> = {
  'http:': 'http',
  'https:': 'https',
  'socks:': 'socks5',
  'socks5:': 'socks5',
  'socks5h:': 'socks5',
};
const usualPorts: Readonly<Record<ProxyWay['kind'], number>> = { http: 80, https: 443, socks5: 1080 };

/**
 * Answers the ways that the environment names: `HTTPS_PROXY` for https and for mail servers, `HTTP_PROXY` for http, `ALL_PROXY`
 * where these are not set, none for what `NO_PROXY` lists; lower case goes before upper case. This computer itself is never
 * asked for through a proxy.
 *
 * `NO_PROXY` is a list of names, which count for their subdomains too, IP addresses, networks such as `10.0.0.0/8`, each with a
 * port or without; `*` is everything.
 */
export function createEnvironmentProxyFor(env: Environment): ProxyFor {
  const setting = (name: string) => (env[name.toLowerCase()] || env[name] || '').trim();
  return async (url) => {
    const { protocol, hostname, port } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
    const usualPort = protocol === 'http:' ? 80 : 443;
    if (isThisComputer(host)) return direct;
    if (isListed(setting('NO_PROXY'), host, port === '' ? usualPort : Number(port))) return direct;
    const name = protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY';
    const own = setting(name);
    const text = own === '' ? setting('ALL_PROXY') : own;
    if (text === '') return direct;
    const way = parseProxyUrl(text);
    if (way) return [way];
    // The straight way instead would be one that somebody did not want.
    const variable = own === '' ? 'ALL_PROXY' : name;
    throw proxyFailure('ERR_PROXY_INVALID', `${variable} is not the URL of an http, https or socks5 proxy.`);
  };
}

/** Answers the proxies that the environment names together with a name and password. */
export function environmentLogins(env: Environment): readonly ProxyWay[] {
  return ['https_proxy', 'http_proxy', 'all_proxy']
    .flatMap((name) => [env[name], env[name.toUpperCase()]])
    .flatMap((text) => parseProxyUrl(text?.trim() ?? '') ?? [])
    .filter(({ credentials }) => credentials !== null);
}

/** Answers the same ways, with the name and password that is known of a proxy where the system names it without. */
export function withLogins(proxyFor: ProxyFor, known: readonly ProxyWay[]): ProxyFor {
  return async (url) =>
    (await proxyFor(url)).map((way) => {
      if (way.kind === 'direct' || way.credentials) return way;
      const { kind, host, port } = way;
      const same = known.find(
        (each) => each.kind === kind && each.host.toLowerCase() === host.toLowerCase() && each.port === port,
      );
      return same ?? way;
    });
}

/** Answers the proxy of a URL such as `http://user:password@proxy.example:3128`; null: it names none. */
export function parseProxyUrl(text: string): ProxyWay | null {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  const kind = url && kinds[url.protocol];
  if (!url || !kind || url.hostname === '') return null;
  try {
    const user = decodeURIComponent(url.username);
    const password = decodeURIComponent(url.password);
    return {
      kind,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? usualPorts[kind] : Number(url.port),
      credentials: user === '' ? null : { user, password },
    };
  } catch {
    return null;
  }
}

/** Lists of addresses come with Node's sockets, which no start waits for. */
function emptyList(): BlockList {
  const { BlockList: List } = process.getBuiltinModule('node:net');
  return new List();
}

const familyOf = (host: string) => (isIP(host) === 6 ? 'ipv6' : 'ipv4');

function isThisComputer(host: string): boolean {
  if (isIP(host) !== 0) {
    const loopback = emptyList();
    loopback.addSubnet('127.0.0.0', 8, 'ipv4');
    loopback.addAddress('::1', 'ipv6');
    return loopback.check(host, familyOf(host));
  }
  return host === 'localhost' || host.endsWith('.localhost');
}

function isListed(list: string, host: string, port: number): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', only] = /^(\[[^\]]+\]|[^:]+|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
      return (only === undefined || Number(only) === port) && isMeant(name.replace(/^\[|\]$/g, ''), host);
    });
}

function isMeant(name: string, host: string): boolean {
  if (name.includes('/')) return isInNetwork(name, host);
  if (isIP(host) !== 0) return name === host;
  const domain = name.replace(/^\*?\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

function isInNetwork(name: string, host: string): boolean {
  const [address = '', bits = ''] = name.split('/');
  if (isIP(host) === 0 || isIP(host) !== isIP(address) || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (isIP(host) === 6 ? 128 : 32)) return false;
  const network = emptyList();
  network.addSubnet(address, Number(bits), familyOf(address));
  return network.check(host, familyOf(host));
}
