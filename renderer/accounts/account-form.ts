import type { AccountDraft, AccountRow, Finding, FindingCode } from '../../shared/account.ts';
import { draftOf, newAccountDraft } from '../../shared/account.ts';
import type { ProviderInfo, ProviderPreset } from '../../shared/app-state.ts';
import type { Input } from '../../shared/contract.ts';

/** What a person did about the password, which is never shown. */
export type PasswordEdit =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'cleared' };

/** What stands in the SMTP Setup dialog. Numbers are kept as typed, so that they may be wrong for a moment. */
export interface AccountForm {
  readonly draft: AccountDraft;
  readonly portText: string;
  readonly timeoutText: string;
  readonly password: PasswordEdit;
  readonly isDefault: boolean;
  /** A sign-in that was made in this dialog and counts from OK on. */
  readonly pending: { readonly grantId: string; readonly signedInAs: string } | null;
  /** Sign Out was pressed: the sign-in goes at OK. */
  readonly signOut: boolean;
  /** By provider: servers that somebody typed and that another provider's took the place of. */
  readonly typedServers: Readonly<Partial<Record<string, Server>>>;
}

type Server = Pick<AccountDraft, 'sendThrough' | 'host' | 'port' | 'tls' | 'tlsMethod'>;

/** A remark on a field: the app's, or about a number that cannot be sent to it. */
export type FormFinding = Omit<Finding, 'code'> & { readonly code: FindingCode | 'timeout-invalid' };

const shortestTimeoutMs = 1_000;
const longestTimeoutMs = 3_600_000;

/** Answers a new draft with the fields of an account; its key is its own, and secrets are never copied. */
function copyOf(account: AccountRow): AccountDraft {
  return { ...draftOf(account), businessObject: '', columnName: '', columnValue: '' };
}

/** Answers the form of an account, or of a new one, which may begin as a copy. */
export function openForm(account: AccountRow | null, copied: AccountRow | null = null): AccountForm {
  const draft = account ? draftOf(account) : copied ? copyOf(copied) : newAccountDraft;
  return {
    draft,
    portText: String(draft.port),
    timeoutText: draft.timeoutMs === null ? '' : String(draft.timeoutMs),
    password: { kind: 'unchanged' },
    isDefault: account?.isDefault ?? false,
    pending: null,
    signOut: false,
    typedServers: {},
  };
}

/** Says whether Cancel would lose something. */
export function isEdited(form: AccountForm, opened: AccountForm): boolean {
  const edits = ({ typedServers: _typedServers, ...rest }: AccountForm) => JSON.stringify(rest);
  return edits(form) !== edits(opened);
}

export function parsePort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

function parseTimeout(text: string): number | 'invalid' | null {
  if (text.trim() === '') return null;
  const timeoutMs = /^\d{1,7}$/.test(text.trim()) ? Number(text) : 0;
  return timeoutMs >= shortestTimeoutMs && timeoutMs <= longestTimeoutMs ? timeoutMs : 'invalid';
}

/** Changes typed text and keeps the numbers of the draft at their last good value. */
export function typeNumber(form: AccountForm, field: 'port' | 'timeoutMs', text: string): AccountForm {
  if (field === 'port') {
    return { ...form, portText: text, draft: { ...form.draft, port: parsePort(text) ?? form.draft.port } };
  }
  const timeoutMs = parseTimeout(text);
  const draft = timeoutMs === 'invalid' ? form.draft : { ...form.draft, timeoutMs };
  return { ...form, timeoutText: text, draft };
}

/** Answers what is wrong with numbers that the app never sees. */
export function numberFindings(form: AccountForm): readonly FormFinding[] {
  return [
    ...(parsePort(form.portText) === null
      ? [{ field: 'port', level: 'error', code: 'port-invalid' } as const]
      : []),
    ...(parseTimeout(form.timeoutText) === 'invalid'
      ? [{ field: 'timeoutMs', level: 'error', code: 'timeout-invalid' } as const]
      : []),
  ];
}

/** Answers what a record of this provider and way starts with; null for None. */
export function presetOf(
  providers: readonly ProviderInfo[],
  draft: Pick<AccountDraft, 'provider' | 'sendThrough'>,
): ProviderPreset | null {
  const presets = providers.find(({ id }) => id === draft.provider)?.presets ?? [];
  return presets.find(({ sendThrough }) => sendThrough === draft.sendThrough) ?? null;
}

function serverOf({ sendThrough, host, port, tls, tlsMethod }: Server): Server {
  return { sendThrough, host, port, tls, tlsMethod };
}

function applyServer(form: AccountForm, server: Server): AccountForm {
  return {
    ...form,
    portText: String(server.port),
    draft: { ...form.draft, ...serverOf(server) },
  };
}

// What a provider fills in is nobody's work, and an empty host is none.
function rememberServer(form: AccountForm, preset: ProviderPreset | null): AccountForm['typedServers'] {
  const server = serverOf(form.draft);
  const isPreset = preset !== null && JSON.stringify(serverOf(preset)) === JSON.stringify(server);
  return server.host.trim() === '' || isPreset
    ? form.typedServers
    : { ...form.typedServers, [form.draft.provider]: server };
}

/**
 * Chooses a provider: its preset fills the server in, unless one was typed for it before; None takes a preset out again
 * but leaves what was typed.
 */
export function chooseProvider(
  form: AccountForm,
  providers: readonly ProviderInfo[],
  provider: string,
): AccountForm {
  if (provider === form.draft.provider) return form;
  const before = presetOf(providers, form.draft);
  const typedServers = rememberServer(form, before);
  const chosen: AccountForm = { ...form, typedServers, pending: null, draft: { ...form.draft, provider } };
  const server = typedServers[provider] ?? providers.find(({ id }) => id === provider)?.presets[0];
  if (server) return applyServer(chosen, server);
  return before?.host === form.draft.host
    ? applyServer(chosen, newAccountDraft)
    : { ...chosen, draft: { ...chosen.draft, sendThrough: 'smtp' } };
}

/** Chooses how messages leave; another way needs another permission, so a sign-in of this dialog is given up. */
export function chooseSendThrough(
  form: AccountForm,
  providers: readonly ProviderInfo[],
  sendThrough: 'smtp' | 'api',
): AccountForm {
  if (sendThrough === form.draft.sendThrough) return form;
  const preset = presetOf(providers, { provider: form.draft.provider, sendThrough });
  return preset ? { ...applyServer(form, preset), pending: null } : form;
}

/** Fills in what a sign-in brings: provider and server, and the SMTP User where there was none. */
export function applySignIn(
  form: AccountForm,
  providers: readonly ProviderInfo[],
  signedIn: { readonly provider: string; readonly signedInAs: string; readonly grantId: string },
): AccountForm {
  const filled = chooseProvider(form, providers, signedIn.provider);
  const user = filled.draft.user.trim() || signedIn.signedInAs;
  return {
    ...filled,
    draft: { ...filled.draft, user },
    pending: { grantId: signedIn.grantId, signedInAs: signedIn.signedInAs },
    signOut: false,
  };
}

/**
 * Answers what OK hands over.
 *
 * @param confirmHost the host that the person agreed to show the sign-in to
 */
export function toSaveInput(
  form: AccountForm,
  accountId: number | null,
  opened: AccountForm,
  confirmHost?: string,
): Input<'accountsSave'> {
  const { password } = form;
  return {
    accountId,
    draft: form.draft,
    ...(password.kind !== 'unchanged' && { password: password.kind === 'typed' ? password.text : '' }),
    pendingGrantId: form.pending?.grantId ?? null,
    signOut: form.signOut,
    ...(confirmHost !== undefined && { confirmHost }),
    ...(form.isDefault !== opened.isDefault && { makeDefault: form.isDefault }),
  };
}

/** The order in which fields stand in the dialog. */
export const fieldOrder: readonly FormFinding['field'][] = [
  'provider',
  'host',
  'user',
  'password',
  'port',
  'businessObject',
  'columnName',
  'columnValue',
  'tls',
  'tlsMethod',
  'enabled',
  'senderName',
  'replyTo',
  'from',
  'signInAccount',
  'alternateServer',
  'timeoutMs',
  'sendThrough',
  'sendPasswordUnencrypted',
];

/** Answers where the focus is when the dialog opens: in the first field that has to be filled in, or at Sign In. */
export function firstToFill(
  { draft }: AccountForm,
  { isCopy, isManaged }: { readonly isCopy: boolean; readonly isManaged: boolean },
): FormFinding['field'] | 'sign-in' {
  const missing = (['host', 'user'] as const).find((field) => draft[field] === '');
  if (missing) return missing;
  if (isManaged) return draft.provider === 'none' ? 'password' : 'sign-in';
  return isCopy ? 'businessObject' : 'provider';
}

/** Fields under More. */
export const moreFields: ReadonlySet<string> = new Set(fieldOrder.slice(fieldOrder.indexOf('enabled')));

/** Answers the first field, from the top, that keeps OK from saving. */
export function firstFault(findings: readonly FormFinding[]): FormFinding['field'] | null {
  const faulty = new Set(findings.filter(({ level }) => level === 'error').map(({ field }) => field));
  return fieldOrder.find((field) => faulty.has(field)) ?? null;
}
