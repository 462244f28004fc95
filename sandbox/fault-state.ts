/** The identity providers. */
export type Brand = 'google' | 'microsoft' | 'custom';

/** All of them, in the order in which choices are offered. */
export const brands = ['google', 'microsoft', 'custom'] as const;
/** Stages of an SMTP connection, in order. */
export const dropStages = ['greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data', 'body', 'after-body'] as const;
/** Ways in which a token endpoint can answer. */
export const tokenEndpointModes = [
  'ok',
  '429',
  '500',
  'html',
  'stall',
  'reset',
  'lost-answer',
  'echo',
] as const;
/** Ways in which the Gmail API can answer. */
export const gmailApiModes = [
  'ok',
  '401',
  '403',
  '429',
  '500',
  'stall',
  'reset',
  'reset-after-accept',
] as const;

/**
 * Ways in which an upload session of the Gmail API can go wrong: `cut` amid the message; `lost-last` when all of it has left, and
 * its end is lost; `lost-answer` when it was taken; `short` keeps less than it was given.
 */
export const gmailUploadModes = ['cut', 'lost-last', 'lost-answer', 'short', '503', '404', '410'] as const;
/** Ways in which Microsoft Graph can answer. */
export const graphApiModes = [
  'ok',
  '401',
  'claims',
  '403',
  'send-as-denied',
  'no-mailbox',
  '429',
  '503',
  'stall',
  'reset',
  'reset-after-accept',
] as const;

/** Where an SMTP connection can be cut; `body` is amid the message, `after-body` once it is accepted but not answered. */
export type DropStage = (typeof dropStages)[number];
/** How a token endpoint answers; `lost-answer` does the work and then resets the connection; `echo` repeats the request. */
export type TokenEndpointMode = (typeof tokenEndpointModes)[number];
/** How the Gmail API answers. */
export type GmailApiMode = (typeof gmailApiModes)[number];
/** What goes wrong with an upload. */
export type GmailUploadMode = (typeof gmailUploadModes)[number];
/** How Microsoft Graph answers. */
export type GraphApiMode = (typeof graphApiModes)[number];

/** Google and Exchange Online both take 35 MiB (Gmail API discovery document, `maxSize` of messages.send). */
export const usualMessageSizeBytes = 36_700_160;
/** A company's own server may take more; Exchange Online can be told to take 150 MB. */
export const largestMessageSizeBytes = 268_435_456;

/** What is wrong at the moment; the servers read it at each step. */
export interface FaultState {
  smtpAuthDisabled: boolean;
  /** Microsoft: only a sign-in that was made with the claims of the challenge is renewed. */
  conditionalAccess: boolean;
  /** 432: accepted connections, refused message. 421: refused connection. */
  smtpThrottle: 432 | 421 | undefined;
  readonly refusedRecipients: Map<string, number>;
  readonly deferredRecipients: Set<string>;
  dropConnection: { readonly stage: DropStage; timesLeft: number } | undefined;
  readonly tokenEndpoint: Record<Brand, TokenEndpointMode>;
  gmailApi: GmailApiMode;
  gmailUpload: { readonly mode: GmailUploadMode; timesLeft: number } | undefined;
  graphApi: GraphApiMode;
  readonly tokenLifetimeSeconds: Record<Brand, number | undefined>;
  messageSizeBytes: number;
}

/** Answers the state in which nothing is wrong. */
export const usualState = (): FaultState => ({
  smtpAuthDisabled: false,
  conditionalAccess: false,
  smtpThrottle: undefined,
  refusedRecipients: new Map(),
  deferredRecipients: new Set(),
  dropConnection: undefined,
  tokenEndpoint: { google: 'ok', microsoft: 'ok', custom: 'ok' },
  gmailApi: 'ok',
  gmailUpload: undefined,
  graphApi: 'ok',
  tokenLifetimeSeconds: { google: undefined, microsoft: undefined, custom: undefined },
  messageSizeBytes: usualMessageSizeBytes,
});

/**
 * Answers whether a connection is to be cut at this stage now, and counts it.
 *
 * @param stage - the stage that has just been reached
 */
export const takesDrop = (state: FaultState, stage: DropStage): boolean => {
  const drop = state.dropConnection;
  if (drop === undefined || drop.stage !== stage) return false;
  drop.timesLeft -= 1;
  if (drop.timesLeft <= 0) state.dropConnection = undefined;
  return true;
};

/** Answers what goes wrong with this upload, and counts it. */
export const takesUploadFault = (state: FaultState): GmailUploadMode | 'ok' => {
  const fault = state.gmailUpload;
  if (fault === undefined) return 'ok';
  fault.timesLeft -= 1;
  if (fault.timesLeft <= 0) state.gmailUpload = undefined;
  return fault.mode;
};
