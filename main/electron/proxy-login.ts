import type { App } from 'electron';
import type { ProxyWay } from '../ports.ts';

/** Chromium proves who is logged in to the system by itself where a proxy takes that. */
const schemesWithPassword: ReadonlySet<string> = new Set(['basic', 'digest']);

/**
 * Answers a proxy that asks one of Chromium's pages or services for a name and password, once, with what the environment has
 * for it. Nobody else is answered and no person is ever asked: Electron then cancels the request.
 *
 * Requests of the main process are none of these: `createSystemFetch` sees to them.
 *
 * @see https://github.com/electron/electron/issues/44249
 */
export function answerProxyLogins(app: Pick<App, 'on'>, proxies: readonly ProxyWay[]): void {
  app.on('login', (event, _contents, { firstAuthAttempt }, asking, answer) => {
    const proxy = proxies.find(
      ({ host, port }) => host.toLowerCase() === asking.host.toLowerCase() && port === asking.port,
    );
    // A second question says that the first answer was wrong: an account can be locked by repeating it.
    const isAnswered = asking.isProxy && firstAuthAttempt && schemesWithPassword.has(asking.scheme);
    if (!isAnswered || !proxy?.credentials) return;
    event.preventDefault();
    answer(proxy.credentials.user, proxy.credentials.password);
  });
}
