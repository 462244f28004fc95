import type { AppPort } from '../app-port.ts';
import type { Clock, Log } from '../ports.ts';

interface Deps {
  /** Electron's `powerMonitor`, as far as it is listened to. */
  readonly powerMonitor: {
    on(event: 'resume', listener: () => void): unknown;
    on(event: 'suspend', listener: () => void): unknown;
    on(event: 'shutdown', listener: () => void): unknown;
  };
  readonly app: Promise<Pick<AppPort, 'call'>>;
  /** Whether the system has a network at all. */
  readonly isOnline: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

// A network card needs a moment, and a company's notebooks are all opened at nine.
const firstTryMs = 3_000;
const nextTriesMs = [5_000, 15_000, 30_000];

/**
 * Lets what waits for the network be tried as soon as the computer has woken up, instead of when its back-off is over.
 *
 * @returns whether the system is going down
 */
export function followPower({ powerMonitor, app, isOnline, clock, log }: Deps): {
  readonly isShuttingDown: () => boolean;
} {
  let shuttingDown = false;
  let wakes = 0;

  const tryAgain = async (): Promise<void> => {
    wakes += 1;
    const wake = wakes;
    for (const pauseMs of [firstTryMs, ...nextTriesMs]) {
      await clock.sleep(pauseMs);
      // It has slept again meanwhile; that waking up has its own tries.
      if (wake !== wakes) return;
      if (isOnline()) break;
    }
    const { call } = await app;
    await call('outboxTryAgain', {}, { origin: 'agent' });
  };

  powerMonitor.on('resume', () => {
    log('computer-woke-up');
    tryAgain().catch(() => undefined);
  });
  powerMonitor.on('suspend', () => log('computer-sleeps'));
  powerMonitor.on('shutdown', () => {
    shuttingDown = true;
  });
  return { isShuttingDown: () => shuttingDown };
}
