import { EventEmitter } from 'node:events';
import type { CustomScheme, Protocol, Session } from 'electron';
import { afterReady, beforeReady, setting } from './computer.ts';

export type PageHandler = Parameters<Protocol['handle']>[1];
export const schemes: CustomScheme[] = [];
export const pageHandlers = new Map<string, PageHandler>();
export const protocol = {
  registerSchemesAsPrivileged: (added) => {
    beforeReady('protocol.registerSchemesAsPrivileged()');
    if (schemes.length > 0) throw new Error('registerSchemesAsPrivileged may be called once');
    schemes.push(...added);
  },
  handle: (scheme, handler) => {
    afterReady('protocol.handle()');
    if (!schemes.some((known) => known.scheme === scheme)) throw new Error(`${scheme}: is not registered`);
    if (pageHandlers.has(scheme)) throw new Error(`${scheme}: is handled already`);
    pageHandlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

type PermissionRequest = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
export type PermissionCheck = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;

function createSession() {
  const handlers: { request?: PermissionRequest; check?: PermissionCheck; device?: () => boolean } = {};
  const members = {
    setPermissionRequestHandler: (handler) => void (handler && (handlers.request = handler)),
    setPermissionCheckHandler: (handler) => void (handler && (handlers.check = handler)),
    setDevicePermissionHandler: (handler) => void (handler && (handlers.device = () => handler({} as never))),
    fetch: (input, init) => fetch(input, init),
    resolveProxy: async () => setting.proxies,
  } satisfies Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'fetch'
    | 'resolveProxy'
  >;
  return Object.assign(new EventEmitter(), members, { handlers });
}
type SessionStandIn = ReturnType<typeof createSession>;
const sessions = new Map<string, SessionStandIn>();
export function sessionOf(partition: string): SessionStandIn {
  afterReady('A session');
  const known = sessions.get(partition) ?? createSession();
  sessions.set(partition, known);
  return known;
}
export const session = {
  get defaultSession() {
    return sessionOf('');
  },
  fromPartition: (partition: string) => sessionOf(partition),
};
