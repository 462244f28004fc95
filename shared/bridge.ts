import type { StateChange, StateSnapshot } from './app-state.ts';
import type { ComposeRequest } from './compose-request.ts';
import type { Api } from './contract.ts';

/** What a page gets from its host: the contract, and state as it is pushed. Electron's preload exposes it. */
export interface Bridge {
  readonly api: Api;
  /** Hands every push to the listener until the answered function is called. */
  readonly onState: (listener: (push: StateSnapshot | StateChange) => void) => () => void;
  /** Hands over each message that was asked for by a link or by files, once; absent: this host is never asked. */
  readonly onRequest?: (listener: (request: ComposeRequest) => void) => () => void;
}
