import { applyStateChange } from '../../shared/app-state.ts';
import type { AppState, StateSnapshot } from '../../shared/app-state.ts';
import type { AppPort } from '../app-port.ts';

/** Tells the listener the whole state, at first and after every change, from the time on that the app has started. */
export async function followState(
  app: Promise<Pick<AppPort, 'onState'>>,
  listener: (state: AppState) => void,
): Promise<void> {
  let known: StateSnapshot | null = null;
  (await app).onState((push) => {
    known = 'state' in push ? push : known && applyStateChange(known, push);
    if (known !== null) listener(known.state);
  });
}
