/** Where a worker kills itself. */
export const killPoints = [
  'submitted',
  'taken',
  'composed',
  'connecting',
  'envelope',
  'message',
  'before-ending-record',
  'after-ending-record',
  'ending',
  'before-outcome-record',
  'after-outcome-record',
] as const;
export type KillPoint = (typeof killPoints)[number];
