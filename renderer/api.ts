import type { Bridge } from '../shared/bridge.ts';
import type { Connection } from './connection.ts';
import { lastingConnection } from './connection.ts';
import { createHttpBridge } from './http-bridge.ts';

declare global {
  interface Window {
    readonly smtpSetup?: Bridge;
  }
}

const tokenKey = 'preview-token';

// The token comes once, in the fragment, which no server and no referrer ever sees; then it leaves the address bar.
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem(tokenKey, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return given ?? sessionStorage.getItem(tokenKey) ?? '';
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Answers the bridge of this page: the preload's where there is one, else its own over loopback HTTP. */
export function connectToHost(): { bridge: Bridge; connection: Connection } {
  if (window.smtpSetup) return { bridge: window.smtpSetup, connection: lastingConnection };
  return createHttpBridge({ fetch: window.fetch.bind(window), token: takeToken(), pause });
}
