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
  // The page holds nothing to download; files leave by verbs of the contract.
  session.on('will-download', (event) => event.preventDefault());
}

function isAllowed(permission: string, requester: string): boolean {
  return permission === 'clipboard-sanitized-write' && isPageUrl(requester);
}
