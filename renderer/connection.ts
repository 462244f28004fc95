/**
 * How the page stands to its app: `open`, `lost` (it tries again by itself) or `refused` (the app does not know this
 * page any more).
 */
export type ConnectionStatus = 'open' | 'lost' | 'refused';

export interface Connection {
  readonly status: () => ConnectionStatus;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tries again now instead of after the pause. */
  readonly retryNow: () => void;
}

/** The connection of a page whose host cannot go away without it. */
export const lastingConnection: Connection = {
  status: () => 'open',
  subscribe: () => () => undefined,
  retryNow: () => undefined,
};
