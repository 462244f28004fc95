import type { App } from 'electron';
import type { Clock, Log } from '../ports.ts';
import type { MainWindow } from './window.ts';

interface Deps {
  readonly app: Pick<App, 'on' | 'quit'>;
  readonly platform: NodeJS.Platform;
  /** It goes on without a window, as the agent. */
  readonly isAgent: boolean;
  readonly window: Pick<MainWindow, 'show'>;
  /** Ends sign-ins and deliveries in good order and closes the profile. */
  readonly stop: () => Promise<void>;
  /** Ends the process when all is stopped: `app.quit`, or what installs a newer version. */
  readonly leave: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

// Longer than a mail server takes to answer the end of a message in the usual case; what is cut then is on the disk.
const stopWithinMs = 8_000;

/**
 * Ties the app's life to its window as each system does it: on macOS it stays in the Dock, elsewhere it ends with the
 * window, unless it is the agent; before it ends, it stops in good order, but not for ever.
 */
export function followLifecycle({ app, platform, isAgent, window, stop, leave, clock, log }: Deps): void {
  let stopping: Promise<void> | null = null;
  let stopped = false;

  const stopInTime = async (): Promise<void> => {
    const done = new AbortController();
    const late = clock.sleep(stopWithinMs, done.signal).then(
      () => log('stop-late'),
      () => undefined,
    );
    await Promise.race([stop().catch(() => log('stop-failed')), late]);
    done.abort();
  };

  const end = async (): Promise<void> => {
    await stopInTime();
    stopped = true;
    // Not app.exit(): only a proper end lets Chromium write the key that protects our secrets on Windows.
    leave();
  };

  app.on('window-all-closed', () => {
    if (platform !== 'darwin' && !isAgent) app.quit();
  });
  app.on('activate', () => window.show());
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopping ??= end();
  });
}
