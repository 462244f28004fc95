import * as z from 'zod';
import { accountDraft, businessRecord, extraPermissions, providerId, sendThroughs } from './account.ts';
import type { AccountRow, Finding, Resolution, SignInRenewal } from './account.ts';
import type { StateSnapshot } from './app-state.ts';
import type { CheckView } from './diagnose.ts';
import { emailAddress } from './email-address.ts';
import type { Failure } from './errors.ts';
import type {
  ExportedPage,
  OutboxItem,
  OutboxPage,
  SignInView,
  StagedDocument,
  Submitted,
} from './message.ts';
import { outboxStates } from './message.ts';
import type { MethodName } from './method-names.ts';
import { newRelayProgram, relayProgramName } from './relay.ts';
import type { RelayProgram, RelayStatus } from './relay.ts';
import { settingsChange } from './settings.ts';
import type { SignInEvent } from './sign-in-event.ts';
import type { Settings } from './settings.ts';
import { maxImportBytes } from './transfer.ts';
import { watchFolderDraft } from './watch.ts';
import type { WatchFolderDraft, WatchStatus } from './watch.ts';
import type { ExportedFile, ImportPlan, ImportResult } from './transfer.ts';
import type { UpdateView } from './update.ts';

/** Carries the output type of a method; it has no value at run time. */
interface Method<Input extends z.ZodType, Output> {
  readonly input: Input;
  /**
   * Whether a call whose answer was lost may be made again without asking: reads, and writes that name what they write.
   */
  readonly repeatable: boolean;
  readonly output?: Output;
}

function method<Output>() {
  return <Input extends z.ZodType>(
    makeInput: () => Input,
    repeatable: 'repeatable' | 'once',
  ): Method<Input, Output> => {
    let made: Input | null = null;
    return {
      // With the first call: nobody who starts the app waits for what others could ask.
      get input() {
        return (made ??= makeInput());
      },
      repeatable: repeatable === 'repeatable',
    };
  };
}

const none = z.strictObject({});
const accountId = z.int().min(1);
const identifier = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
/** The bytes of a file, whatever it holds: an exported profile, or CSV in UTF-8, UTF-16 or Windows-1252. */
const importFile = z.strictObject({
  base64: z.string().max(Math.ceil(maxImportBytes / 3) * 4),
  /** null: secrets in the file stay closed and are not imported. */
  passphrase: z.string().min(1).max(1024).nullable(),
});
const itemOnly = z.strictObject({ itemId: identifier });
/** Epoch milliseconds, as far as a `Date` reaches. */
const timeMs = z.int().min(0).max(8_640_000_000_000_000);

/** Which messages of the outbox are meant. */
const historyFilter = {
  /** None: in all of them. */
  states: z.array(z.enum(outboxStates)),
  /** Words of subject, recipients and Message-ID, all of them, in any case and order. */
  text: z.string().max(500).optional(),
  accountId: accountId.optional(),
  /** Handed over at this time or later. */
  fromMs: timeMs.optional(),
  /** Handed over before this time. */
  toMs: timeMs.optional(),
};

/** Bytes of one `documentAppend`, before base64. */
export const documentChunkBytes = 512 * 1024;

/**
 * The whole conversation between a window, or the command line, and the app: method → input and output.
 *
 * Values survive JSON unchanged. Secrets only go in (`password`), never out.
 */
export const contract = {
  stateGet: method<StateSnapshot>()(() => none, 'repeatable'),

  /** Remarks on a draft; saves nothing. */
  accountsLint: method<{ findings: readonly Finding[] }>()(
    () =>
      z.strictObject({ accountId: accountId.nullable(), draft: accountDraft, passwordTyped: z.boolean() }),
    'repeatable',
  ),
  /** OK of the SMTP Setup dialog: account, password and pending grant in one step. */
  accountsSave: method<AccountRow>()(
    () =>
      z.strictObject({
        /** null: a new account. */
        accountId: accountId.nullable(),
        draft: accountDraft,
        /** Absent: unchanged; empty: forgotten. */
        password: z.string().max(4096).optional(),
        pendingGrantId: identifier.nullable(),
        /** Sign Out was pressed in the dialog: take the grant away at OK. */
        signOut: z.boolean(),
        /** The person agrees that the sign-in is shown to this host, the account's, though it is not its provider's. */
        confirmHost: z.string().max(255).optional(),
        /** Absent: unchanged. */
        makeDefault: z.boolean().optional(),
      }),
    'once',
  ),
  /** `waitingItems` counts what the removed accounts still had to send; with `refuse` nothing is removed while it is not 0. */
  accountsRemove: method<{ removed: boolean; undoToken: string | null; waitingItems: number }>()(
    () =>
      z.strictObject({
        accountIds: z.array(accountId).min(1).max(10_000),
        waiting: z.union([z.enum(['refuse', 'cancel']), z.strictObject({ moveToAccountId: accountId })]),
      }),
    'once',
  ),
  /** Enables or disables; `changed` counts the accounts that were not so before. A taken key refuses all of them. */
  accountsSetEnabled: method<{ changed: number }>()(
    () => z.strictObject({ accountIds: z.array(accountId).min(1).max(10_000), enabled: z.boolean() }),
    'repeatable',
  ),
  /**
   * Lets an account send in another way, with the server of that way, if its sign-in allows it; otherwise nothing changes
   * (`switched` is false), and a sign-in for that way is what switches it.
   */
  accountsSendThrough: method<{ switched: boolean }>()(
    () => z.strictObject({ accountId, sendThrough: z.enum(sendThroughs) }),
    'repeatable',
  ),
  /** Undo of Remove. */
  accountsRestore: method<{ restoredIds: readonly number[] }>()(
    () => z.strictObject({ undoToken: identifier }),
    'once',
  ),
  accountsResolve: method<Resolution>()(
    () => z.strictObject({ records: z.array(businessRecord).max(100) }),
    'repeatable',
  ),
  /** Makes sure that the account's access token is good, refreshing it where needed; answers no token. */
  accountsRenew: method<{ expiresAtMs: number | null }>()(() => z.strictObject({ accountId }), 'repeatable'),
  /** What happened to the sign-in of the account, newest first. */
  accountsHistory: method<{ events: readonly SignInEvent[] }>()(
    () => z.strictObject({ accountId }),
    'repeatable',
  ),
  /**
   * Records what is said between the app and the servers of an account, for an hour from now, or ends that; answers until when it
   * is recorded. Secrets and the content of messages are not in it.
   */
  protocolLogSet: method<{ untilMs: number | null }>()(
    () => z.strictObject({ accountId, on: z.boolean() }),
    'repeatable',
  ),
  /** What was recorded of an account, its end where it is long. */
  protocolLogRead: method<{ untilMs: number | null; lines: readonly string[] }>()(
    () => z.strictObject({ accountId }),
    'repeatable',
  ),
  /** The sign-ins of enabled accounts, those that can be opened. */
  accountsRenewals: method<readonly SignInRenewal[]>()(() => none, 'repeatable'),

  /** Begins a sign-in and answers at once; its stages arrive as state. A call for the running attempt joins it. */
  signInStart: method<SignInView>()(
    () =>
      z.strictObject({
        provider: providerId,
        accountId: accountId.nullable(),
        /** Accounts besides `accountId` that use the sign-in too, where it is the one that they expect; without a dialog only. */
        alsoAccountIds: z.array(accountId).max(10_000).optional(),
        /** Set inside the dialog: the result stays pending until `accountsSave`. */
        dialogId: identifier.nullable(),
        /** Who is expected; empty: anybody. In the dialog the draft counts, not the saved account. */
        expected: z.string().max(320),
        /** Which permission is asked for. */
        sendThrough: z.enum(sendThroughs),
        /** What is asked for besides sending as oneself; a shared mailbox of a saved account is asked for by itself. */
        permissions: z.array(z.enum(extraPermissions)).max(extraPermissions.length).optional(),
        /** false: the caller opens the URL itself. */
        openBrowser: z.boolean(),
        /** One that was obtained elsewhere: no browser is needed. It goes in and never comes out. */
        refreshToken: z.string().trim().min(1).max(16_384).optional(),
        /** Somebody signs in in a browser anywhere, by a code: the view says it. Not together with a refresh token. */
        deviceCode: z.literal(true).optional(),
      }),
    'once',
  ),
  signInOpenAgain: method<Record<string, never>>()(
    () => z.strictObject({ attemptId: identifier }),
    'repeatable',
  ),
  signInCancel: method<Record<string, never>>()(
    () => z.strictObject({ attemptId: identifier }),
    'repeatable',
  ),
  /** The dialog was cancelled: forget its pending grant, and end its attempt. */
  signInDiscard: method<Record<string, never>>()(
    () => z.strictObject({ dialogId: identifier }),
    'repeatable',
  ),
  /** `sharedBy` counts the accounts of the grant, this one included (0: nobody was signed in); with `allAccounts` all of them are signed out. */
  signOut: method<{ sharedBy: number; revoked: boolean; consentPageUrl: string | null }>()(
    () => z.strictObject({ accountId, allAccounts: z.boolean() }),
    'once',
  ),
  questionAnswer: method<{ signIn: SignInView | null }>()(
    () =>
      z.strictObject({
        questionId: identifier,
        answer: z.enum(['sign-in', 'cancel']),
        openBrowser: z.boolean(),
      }),
    'once',
  ),

  /** Begins a Check and answers at once; its steps arrive as state. A call for an account whose Check runs joins that one. */
  checkStart: method<CheckView>()(() => z.strictObject({ accountId }), 'repeatable'),
  checkCancel: method<Record<string, never>>()(() => z.strictObject({ checkId: identifier }), 'repeatable'),
  /** What helps somebody else to find out what is wrong; refused where it would hold a secret of this profile. */
  supportBundle: method<ExportedFile>()(() => z.strictObject({ maskAddresses: z.boolean() }), 'repeatable'),

  /** A document goes in by chunks of at most `documentChunkBytes`, so that no window ever names a path. */
  documentBegin: method<{ documentId: string }>()(
    () => z.strictObject({ name: z.string().min(1).max(255) }),
    'once',
  ),
  documentAppend: method<{ sizeBytes: number }>()(
    () =>
      z.strictObject({
        documentId: identifier,
        offsetBytes: z.int().min(0),
        base64: z.string().max(documentChunkBytes * 1.4),
      }),
    'repeatable',
  ),
  documentEnd: method<StagedDocument>()(() => z.strictObject({ documentId: identifier }), 'repeatable'),
  documentDiscard: method<Record<string, never>>()(
    () => z.strictObject({ documentId: identifier }),
    'repeatable',
  ),

  /** Answers once the item is durable. The same key answers the same item, and is refused with another message. */
  outboxSubmit: method<Submitted>()(
    () =>
      z.strictObject({
        submissionKey: identifier,
        /** null: the records decide. */
        accountId: accountId.nullable(),
        records: z.array(businessRecord).max(100),
        to: z.array(emailAddress).max(500),
        cc: z.array(emailAddress).max(500),
        bcc: z.array(emailAddress).max(500),
        subject: z.string().max(998),
        body: z.string().max(1_000_000),
        documentIds: z.array(identifier).max(100),
        /** Not before this; absent: at once. */
        sendAtMs: timeMs.optional(),
      }),
    'repeatable',
  ),
  /** Outbox and history in one, newest first. */
  outboxPage: method<OutboxPage>()(
    () =>
      z.strictObject({
        ...historyFilter,
        beforeSequence: z.int().nullable(),
        limit: z.int().min(1).max(500),
      }),
    'repeatable',
  ),
  /** History as CSV, part by part, because all of it may be large. */
  outboxExport: method<ExportedPage>()(
    () => z.strictObject({ ...historyFilter, beforeSequence: z.int().nullable() }),
    'repeatable',
  ),
  outboxGet: method<OutboxItem>()(() => itemOnly, 'repeatable'),
  outboxCancel: method<OutboxItem>()(() => itemOnly, 'repeatable'),
  /** Cancels what still waits of the batch that is under way; `cancelled` counts it. */
  outboxCancelBatch: method<{ cancelled: number }>()(() => none, 'repeatable'),
  outboxSendNow: method<OutboxItem>()(() => itemOnly, 'repeatable'),
  outboxMarkSent: method<OutboxItem>()(() => itemOnly, 'repeatable'),
  /** "Send again anyway" of an unconfirmed item: the same Message-ID. */
  outboxSendAgain: method<OutboxItem>()(() => itemOnly, 'once'),

  /** A new message, with a Message-ID of its own, of one that is sent, given up or cancelled. The same key answers the same item. */
  outboxResend: method<Submitted>()(
    () =>
      z.strictObject({
        submissionKey: identifier,
        itemId: identifier,
        /** null: the account of the older message. */
        accountId: accountId.nullable(),
        recipients: z.union([
          z.enum(['same', 'refused']),
          z.strictObject({
            to: z.array(emailAddress).max(500),
            cc: z.array(emailAddress).max(500),
            bcc: z.array(emailAddress).max(500),
          }),
        ]),
      }),
    'repeatable',
  ),

  /** Whoever calls it wants what waits to be sent while it is there: an owner that only looked so far begins to. */
  outboxStart: method<Record<string, never>>()(() => none, 'repeatable'),
  /** The computer woke up: what waits because no server could be reached is tried now; `tried` counts it. */
  outboxTryAgain: method<{ tried: number }>()(() => none, 'repeatable'),

  /** Whether the relay listens, where, and which programs may use it. */
  relayStatus: method<RelayStatus>()(() => none, 'repeatable'),
  /** Gives a program its user name and password; the caller makes the password, so that none ever comes out. */
  relayProgramAdd: method<RelayProgram>()(() => newRelayProgram, 'repeatable'),
  relayProgramRemove: method<{ removed: boolean }>()(
    () => z.strictObject({ name: relayProgramName }),
    'repeatable',
  ),

  watchStatus: method<WatchStatus>()(() => none, 'repeatable'),
  /** Opens the window of the system in which a folder is chosen; null: none was. */
  watchFolderPick: method<{ folder: string | null }>()(() => none, 'once'),
  /** Answers too how many files lie in it already: they are sent as well. */
  watchFolderAdd: method<WatchFolderDraft & { readonly id: number; readonly alreadyThere: number }>()(
    () => watchFolderDraft,
    'once',
  ),
  /** Takes it off the list; its files stay. */
  watchFolderRemove: method<{ removed: boolean }>()(
    () => z.strictObject({ id: z.int().min(1) }),
    'repeatable',
  ),

  settingsSave: method<Settings>()(
    () =>
      settingsChange.unwrap().extend({
        /** By provider. Empty: forgotten; a provider that is not named keeps its secret. */
        clientSecrets: z.record(providerId, z.string().max(4096)).optional(),
      }),
    'repeatable',
  ),

  /** Settings and accounts as one file; secrets are in it only under a passphrase. */
  exportProfile: method<ExportedFile>()(
    () => z.strictObject({ passphrase: z.string().min(1).max(1024).nullable() }),
    'repeatable',
  ),
  /** Rows of the grid as CSV, without secrets. */
  exportAccounts: method<ExportedFile>()(
    () =>
      z.strictObject({
        /** null: all. */
        accountIds: z.array(accountId).max(100_000).nullable(),
      }),
    'repeatable',
  ),
  /** Says what an import would do; changes nothing. */
  importPlan: method<ImportPlan>()(() => importFile, 'repeatable'),
  /** Does what the plan says, or nothing. */
  importApply: method<ImportResult>()(() => importFile.extend({ planId: identifier }), 'once'),

  /** Looks for a newer version because a person asks; answers, as every call below, what the window shows then. */
  updateCheck: method<UpdateView>()(() => none, 'repeatable'),
  /** Downloads the version that was found; nothing is installed. */
  updateDownload: method<UpdateView>()(() => none, 'repeatable'),
  /** Ends the app in good order, installs what was downloaded and starts it again; `transition-refused` while a message is sent. */
  updateInstall: method<UpdateView>()(() => none, 'once'),
} as const satisfies Record<MethodName, Method<z.ZodType, unknown>>;

type Contract = typeof contract;
export type Input<Name extends MethodName> = z.infer<Contract[Name]['input']>;
export type Output<Name extends MethodName> = NonNullable<Contract[Name]['output']>;

/** What every call answers: a value, or a failure as data. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/** The contract as a client sees it. */
export type Api = { readonly [Name in MethodName]: (input: Input<Name>) => Promise<Reply<Output<Name>>> };

/** The contract as the app answers it; `caller` says whether somebody is there to be asked. */
export type Handlers = {
  readonly [Name in MethodName]: (input: Input<Name>, caller: Caller) => Promise<Output<Name>>;
};

export interface Caller {
  readonly origin: 'user' | 'agent';
}
