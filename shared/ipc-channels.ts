/** Names of the channels between the preload and Electron's main process; both sides take them from here. */
export const ipcChannels = {
  /** Page → main: `(method, input)`, answered with a reply. */
  call: 'smtp-setup:call',
  /** Page → main: begins the pushes; the snapshot comes first. */
  subscribe: 'smtp-setup:subscribe',
  /** Main → page: a snapshot or a change. */
  state: 'smtp-setup:state',
  /** Page → main: takes the messages that were asked for outside the window. */
  takeRequests: 'smtp-setup:take-requests',
  /** Main → page: there are some to take. */
  requests: 'smtp-setup:requests',
} as const;
