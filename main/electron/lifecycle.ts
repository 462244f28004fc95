import type { App } from 'electron';
import type { Clock, Log } from '../ports.ts';
import type { MainWindow } from './window.ts';

interface Deps {
  readonly app: Pick<App, 'on' | 'quit'>;
  readonly platform: NodeJS.Platform;
  /** It goes on without a window: as the agent, or in the tray. */
  readonly staysWithoutWindow: () => boolean;
  /** Called when its window was closed and it goes on. */
  readonly onHidden: () => void;
  readonly window: Pick<MainWindow, 'show'>;
  /** Answers how to ask whether the app may end now; null: it may, and nobody need be asked. */
  readonly quitQuestion: () => (() => Promise<boolean>) | null;
  /** Ends sign-ins and deliveries in good order and closes the profile. */
  readonly stop: () => Promise<void>;
  /** Ends the process when all is stopped: `app.quit`, or what installs a newer version; somebody may want it back at once. */
  readonly leave: (comesBack: boolean) => void;
  readonly clock: Clock;
  readonly log: Log;
}

// Longer than a mail server takes to answer the end of a message in the usual case; what is cut then is on the disk.
const stopWithinMs = 8_000;

/** What others have to know of the life of the app. */
export interface Lifecycle {
  /** Whether a start of the app comes too late for this process, which then lets it come back when it has ended. */
  readonly takesStart: () => boolean;
}

/**
 * Ties the app's life to its window as each system does it: on macOS it stays in the Dock, elsewhere it ends with the
 * window, unless it is the agent or in the tray; before it ends, it asks where messages are under way, and stops in good order, but not for
 * ever.
 */
export function followLifecycle(deps: Deps): Lifecycle {
  const { app, platform, window, stop, leave, clock, log } = deps;
  let asking = false;
  let agreed = false;
  let stopping: Promise<void> | null = null;
  let stopped = false;
  let comesBack = false;

  const takesStart = (): boolean => {
    if (stopping === null) return false;
    comesBack = true;
    return true;
  };

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
    leave(comesBack);
  };

  const putQuestion = async (ask: () => Promise<boolean>): Promise<void> => {
    // Who cannot ask must not keep the app from ending.
    agreed = await ask().catch(() => true);
    asking = false;
    if (agreed) app.quit();
    // Its last window may have been closed already, and without one nobody would find it.
    else if (!deps.staysWithoutWindow()) window.show();
  };

  app.on('window-all-closed', () => {
    if (platform === 'darwin') return;
    if (deps.staysWithoutWindow()) deps.onHidden();
    else app.quit();
  });
  app.on('activate', () => {
    if (!takesStart()) window.show();
  });
  app.on('before-quit', (event) => {
    if (stopping) return;
    // Good for one time: a window with edits may keep the app open after all.
    const isAnswered = agreed;
    agreed = false;
    // Held up only where there is a question, for a system that shuts down takes it for a no.
    const ask = isAnswered ? null : deps.quitQuestion();
    if (ask === null) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void putQuestion(ask);
  });
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopping ??= end();
  });
  return { takesStart };
}
