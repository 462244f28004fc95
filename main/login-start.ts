import type { LoginStart } from '../shared/app-state.ts';
import { toFailure } from '../shared/errors.ts';
import type { Log, StartAtLogin } from './ports.ts';

interface Deps {
  /** null: this program cannot be started at log-in. */
  readonly startAtLogin: StartAtLogin | null;
  /** As the settings say. */
  readonly wanted: () => boolean;
  readonly onChanged: (state: LoginStart) => void;
  readonly log: Log;
}

/** Answers who keeps the operating system's list of what starts at log-in as the setting says, one change after the other. */
export function createLoginStart({ startAtLogin, wanted, onChanged, log }: Deps) {
  let turn: Promise<void> = Promise.resolve();
  // What a person put on the list of the system by hand is not ours to take away, so nothing is done for what never was on.
  let applied = false;

  async function apply(port: StartAtLogin, isForced: boolean): Promise<void> {
    const value = wanted();
    if (value === applied && !isForced) return;
    try {
      onChanged(await port.set(value));
      applied = value;
    } catch (error) {
      log('login-start-failed', { code: toFailure(error).code });
      onChanged('failed');
    }
  }

  return {
    /**
     * Follows the setting; at the start too, because the program may have been moved since.
     *
     * @param isForced `off` is enforced although this process never turned it on
     */
    follow: (isForced = false): Promise<void> => {
      if (startAtLogin) turn = turn.then(() => apply(startAtLogin, isForced));
      return turn;
    },
    settled: (): Promise<void> => turn,
  };
}
