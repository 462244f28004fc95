import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Log, Notify } from '../ports.ts';
import { productName } from './words.ts';
import type { ShellWords } from './words.ts';

interface Deps {
  readonly isSupported: () => boolean;
  readonly create: (options: NotificationConstructorOptions) => Pick<Notification, 'on' | 'show'>;
  /** Whether somebody looks at a window of ours, where the same is said already. */
  readonly isSeen: () => boolean;
  readonly showWindow: () => void;
  /** In the language of now. */
  readonly words: () => ShellWords;
  readonly log: Log;
}

/** Answers how a person who is not looking at the window is told; a click brings the window back. */
export function createNotify({ isSupported, create, isSeen, showWindow, words, log }: Deps): Notify {
  // A notification that nobody refers to may be collected, and its click is lost.
  const shown = new Set<unknown>();
  return ({ kind, count }) => {
    if (isSeen() || !isSupported()) return;
    const notification = create({ title: productName, body: words()[kind](count) });
    shown.add(notification);
    const forget = () => void shown.delete(notification);
    notification.on('click', () => {
      forget();
      showWindow();
    });
    notification.on('close', forget);
    notification.on('failed', () => {
      forget();
      log('notification-failed');
    });
    notification.show();
  };
}
