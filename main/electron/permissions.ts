import type { Session } from 'electron';
import { isPageUrl } from './app-protocol.ts';

type GuardedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
>;

/**
 * Denies a session everything that a page may ask for, but one: our page may write text to the clipboard ("Copy link").
 *
 * Electron allows all permissions unless each of the three handlers says no.
 *
 * @see https://www.electronjs.org/docs/latest/tutorial/security#5-handle-session-permission-requests-from-remote-content
 */
export function denyPermissions(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isAllowed(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isAllowed(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  // What our page exports it has made itself, and the person is asked where it goes; nothing from elsewhere is stored.
  session.on('will-download', (event, item) => {
    if (!isMadeByPage(item.getURL())) event.preventDefault();
  });
}

const blobScheme = 'blob:';

function isMadeByPage(url: string): boolean {
  return url.startsWith(blobScheme) && isPageUrl(url.slice(blobScheme.length));
}

function isAllowed(permission: string, requester: string): boolean {
  return permission === 'clipboard-sanitized-write' && isPageUrl(requester);
}
