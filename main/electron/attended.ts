import { AppError } from '../../shared/errors.ts';
import type { Notify, OpenBrowser } from '../ports.ts';

/**
 * Answers the ways to ask a person, closed while nobody has opened a window: the agent that the system started at log-in opens
 * no browser and shows no notification.
 */
export function whileAttended(
  isAttended: () => boolean,
  { openBrowser, notify }: { readonly openBrowser: OpenBrowser; readonly notify: Notify },
): { readonly openBrowser: OpenBrowser; readonly notify: Notify } {
  return {
    openBrowser: async (url, browser) => {
      if (!isAttended()) throw new AppError('browser-not-opened', 'The agent opens no browser.');
      await openBrowser(url, browser);
    },
    notify: (notice) => {
      if (isAttended()) notify(notice);
    },
  };
}
