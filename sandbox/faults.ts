import { addressOf, bodyOf, numberOf, oneOf, refused, switchOf } from './fault-body.ts';
import type { Body } from './fault-body.ts';
import {
  brands,
  dropStages,
  gmailApiModes,
  gmailUploadModes,
  graphApiModes,
  largestMessageSizeBytes,
  tokenEndpointModes,
  usualState,
} from './fault-state.ts';
import type {
  Brand,
  DropStage,
  FaultState,
  GmailApiMode,
  GmailUploadMode,
  GraphApiMode,
  TokenEndpointMode,
} from './fault-state.ts';
import type { Directory } from './people.ts';

/** One call of the faults API. */
export interface FaultCall {
  readonly name: string;
  readonly method: 'POST';
  readonly path: string;
  /** The members of the JSON body: what fits, or the list of what does; a question mark says that one may be left out. */
  readonly body: Readonly<Record<string, string | readonly string[]>>;
  readonly does: string;
}

/** The faults as functions; each throws where its HTTP twin answers 400. */
export interface Faults {
  /** Ends every grant of the person: refreshing answers `invalid_grant`, access tokens are refused. */
  readonly revoke: (body: { readonly address: string }) => void;
  readonly expireAccessTokens: (body: { readonly address: string }) => void;
  readonly smtpAuthDisabled: (body: { readonly on: boolean }) => void;
  readonly conditionalAccess: (body: { readonly on: boolean }) => void;
  readonly smtpThrottle: (body: { readonly on: boolean; readonly code?: 432 | 421 }) => void;
  readonly refuseRecipient: (body: {
    readonly address: string;
    readonly code?: number;
    readonly on?: boolean;
  }) => void;
  readonly deferRecipient: (body: { readonly address: string; readonly on?: boolean }) => void;
  readonly dropConnection: (body: { readonly stage: DropStage | null; readonly times?: number }) => void;
  readonly tokenEndpoint: (body: { readonly provider: Brand; readonly mode: TokenEndpointMode }) => void;
  readonly gmailApi: (body: { readonly mode: GmailApiMode }) => void;
  readonly gmailUpload: (body: { readonly mode: GmailUploadMode | null; readonly times?: number }) => void;
  readonly graphApi: (body: { readonly mode: GraphApiMode }) => void;
  readonly tokenLifetime: (body: { readonly provider: Brand; readonly seconds: number }) => void;
  readonly messageSize: (body: { readonly bytes: number }) => void;
  /** Everything works again; what was revoked stays revoked. */
  readonly reset: () => void;
  readonly state: () => Readonly<FaultState>;
}

/** The faults with what the HTTP side needs: the list of calls, and a call by its name with a body of any shape. */
export interface FaultDesk {
  readonly verbs: Faults;
  readonly calls: readonly FaultCall[];
  /** @throws {Error} when the body does not fit, see `isFaultRefused`; answers false when there is no such call */
  readonly call: (name: string, body: unknown) => boolean;
}

/** What revoking needs from the identity providers. */
export interface GrantEnds {
  readonly revoke: (personId: string) => void;
  readonly expireAccessTokens: (personId: string) => void;
}

/** Answers faults that are all off, acting on the given people. */
export const createFaults = (directory: Directory, grants: GrantEnds): FaultDesk => {
  const state = usualState();

  const personOf = (body: Body): string => {
    const address = addressOf(body);
    const person = directory.byName(address);
    if (person === undefined) throw refused(`nobody here has the address ${address}`);
    return person.id;
  };

  const actions: readonly (Omit<FaultCall, 'method' | 'path'> & { readonly run: (body: Body) => void })[] = [
    {
      name: 'revoke',
      body: { address: 'a person' },
      does: 'ends every grant of this person: refreshing answers invalid_grant, access tokens are refused',
      run: (body) => grants.revoke(personOf(body)),
    },
    {
      name: 'expire-access-tokens',
      body: { address: 'a person' },
      does: 'ends the access tokens of this person now; refreshing still works',
      run: (body) => grants.expireAccessTokens(personOf(body)),
    },
    {
      name: 'smtp-auth-disabled',
      body: { on: 'true or false' },
      does: 'Microsoft: SMTP AUTH is switched off for the tenant (535 5.7.139)',
      run: (body) => {
        state.smtpAuthDisabled = switchOf(body);
      },
    },
    {
      name: 'conditional-access',
      body: { on: 'true or false' },
      does: 'Microsoft: refreshing answers interaction_required with a claims challenge, until a sign-in passes the claims back',
      run: (body) => {
        state.conditionalAccess = switchOf(body);
      },
    },
    {
      name: 'smtp-throttle',
      body: {
        on: 'true or false',
        'code?': '432 (the message is put off, default) or 421 (the connection is)',
      },
      does: 'SMTP: the sender is too fast',
      run: (body) => {
        const code = body['code'] === undefined ? 432 : numberOf(body, 'code', 421, 432);
        if (code !== 432 && code !== 421) throw refused('"code" must be 432 or 421');
        state.smtpThrottle = switchOf(body) ? code : undefined;
      },
    },
    {
      name: 'refuse-recipient',
      body: { address: 'a recipient', 'code?': '500 to 599, 550 by default', 'on?': 'false ends it' },
      does: 'SMTP: this recipient is refused for good',
      run: (body) => {
        const code = body['code'] === undefined ? 550 : numberOf(body, 'code', 500, 599);
        if (switchOf(body, true)) state.refusedRecipients.set(addressOf(body), code);
        else state.refusedRecipients.delete(addressOf(body));
      },
    },
    {
      name: 'defer-recipient',
      body: { address: 'a recipient', 'on?': 'false ends it' },
      does: 'SMTP: this recipient is put off (450)',
      run: (body) => {
        if (switchOf(body, true)) state.deferredRecipients.add(addressOf(body));
        else state.deferredRecipients.delete(addressOf(body));
      },
    },
    {
      name: 'drop-connection',
      body: {
        stage: [...dropStages, 'null'],
        'times?': 'how many connections, all of them when left out',
      },
      does: 'SMTP: the connection is reset at this stage (null: no longer); body is amid the message, after-body when it is in the inbox but not answered',
      run: (body) => {
        const timesLeft =
          body['times'] === undefined ? Number.POSITIVE_INFINITY : numberOf(body, 'times', 1, 1_000_000);
        const off = body['stage'] === null || body['stage'] === 'null';
        state.dropConnection = off ? undefined : { stage: oneOf(body, 'stage', dropStages), timesLeft };
      },
    },
    {
      name: 'token-endpoint',
      body: { provider: brands, mode: tokenEndpointModes },
      does: 'the token endpoint answers so; html is the page of a proxy (502), lost-answer does the work and resets, echo is an error of no name that repeats what it was sent',
      run: (body) => {
        state.tokenEndpoint[oneOf(body, 'provider', brands)] = oneOf(body, 'mode', tokenEndpointModes);
      },
    },
    {
      name: 'gmail-api',
      body: { mode: gmailApiModes },
      does: 'the Gmail API answers so; reset-after-accept takes the message and resets the connection',
      run: (body) => {
        state.gmailApi = oneOf(body, 'mode', gmailApiModes);
      },
    },
    {
      name: 'gmail-upload',
      body: { mode: [...gmailUploadModes, 'null'], 'times?': 'how many requests, all of them when left out' },
      does: 'an upload session of the Gmail API goes wrong so (null: no longer); lost-last loses the end of the message, lost-answer the answer to all of it',
      run: (body) => {
        const timesLeft =
          body['times'] === undefined ? Number.POSITIVE_INFINITY : numberOf(body, 'times', 1, 1_000_000);
        const off = body['mode'] === null || body['mode'] === 'null';
        state.gmailUpload = off ? undefined : { mode: oneOf(body, 'mode', gmailUploadModes), timesLeft };
      },
    },
    {
      name: 'graph-api',
      body: { mode: graphApiModes },
      does: 'Microsoft Graph answers so; claims asks for a new sign-in, reset-after-accept takes the message and resets the connection',
      run: (body) => {
        state.graphApi = oneOf(body, 'mode', graphApiModes);
      },
    },
    {
      name: 'token-lifetime',
      body: { provider: brands, seconds: '1 to 86400' },
      does: 'access tokens, and codes for another computer, that are made from now on live this long',
      run: (body) => {
        state.tokenLifetimeSeconds[oneOf(body, 'provider', brands)] = numberOf(body, 'seconds', 1, 86_400);
      },
    },
    {
      name: 'message-size',
      body: { bytes: `1 to ${largestMessageSizeBytes}` },
      does: 'the largest message that SMTP, the Gmail API and Graph take; the Gmail API never takes more than 36700160 bytes',
      run: (body) => {
        state.messageSizeBytes = numberOf(body, 'bytes', 1, largestMessageSizeBytes);
      },
    },
    {
      name: 'reset',
      body: {},
      does: 'everything works again; what was revoked stays revoked',
      run: () => {
        state.refusedRecipients.clear();
        state.deferredRecipients.clear();
        const { smtpAuthDisabled, smtpThrottle, dropConnection, messageSizeBytes } = usualState();
        Object.assign(state, { smtpAuthDisabled, smtpThrottle, dropConnection, messageSizeBytes });
        const { gmailApi, gmailUpload, graphApi, conditionalAccess } = usualState();
        Object.assign(state, { gmailApi, gmailUpload, graphApi, conditionalAccess });
        Object.assign(state.tokenEndpoint, usualState().tokenEndpoint);
        Object.assign(state.tokenLifetimeSeconds, usualState().tokenLifetimeSeconds);
      },
    },
  ];

  const call = (name: string, body: unknown): boolean => {
    const action = actions.find((known) => known.name === name);
    action?.run(bodyOf(body));
    return action !== undefined;
  };
  const verb =
    (name: string) =>
    (body: unknown): void => {
      call(name, body);
    };
  return {
    calls: actions.map(({ name, body, does }) => ({
      name,
      method: 'POST',
      path: `/faults/${name}`,
      body,
      does,
    })),
    call,
    verbs: {
      revoke: verb('revoke'),
      expireAccessTokens: verb('expire-access-tokens'),
      smtpAuthDisabled: verb('smtp-auth-disabled'),
      conditionalAccess: verb('conditional-access'),
      smtpThrottle: verb('smtp-throttle'),
      refuseRecipient: verb('refuse-recipient'),
      deferRecipient: verb('defer-recipient'),
      dropConnection: verb('drop-connection'),
      tokenEndpoint: verb('token-endpoint'),
      gmailApi: verb('gmail-api'),
      gmailUpload: verb('gmail-upload'),
      graphApi: verb('graph-api'),
      tokenLifetime: verb('token-lifetime'),
      messageSize: verb('message-size'),
      reset: () => verb('reset')({}),
      state: () => state,
    },
  };
};
