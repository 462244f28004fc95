import type { Account, AccountDraft, Finding, FindingCode } from '../../shared/account.ts';
import { isManagedId, newAccountDraft } from '../../shared/account.ts';
import { isEmailAddress } from '../../shared/email-address.ts';
import { isHost } from '../../shared/host.ts';
import { enabledAccountsWithKey, keyOf } from './account-key.ts';
import { isLoopbackHost, normalizeHost } from './host-name.ts';
import { alternateFindings } from './lint-alternate.ts';
import { presetFor } from './presets.ts';
import type { Presets } from './presets.ts';
import { tidyDraft } from './tidy-draft.ts';

export interface LintInput {
  readonly draft: AccountDraft;
  /** null: a new account. */
  readonly accountId: number | null;
  readonly passwordTyped: boolean;
  /** The saved account has a password. */
  readonly passwordSet: boolean;
  /** The saved account has a password for another place than the draft's, which saving forgets; absent: no. */
  readonly passwordElsewhere?: boolean;
  /** The person agreed before that the sign-in is shown to this host; absent: no. */
  readonly hostConfirmed?: boolean;
  /** All accounts, the edited one included; an array that is never changed in place. */
  readonly accounts: readonly Account[];
  /** Providers with what they fill in. */
  readonly presets: readonly Presets[];
  /** Fields that a policy keeps as they are. */
  readonly lockedFields?: readonly (keyof AccountDraft)[];
  /** The policy says that no password leaves in clear, whatever an account says. */
  readonly passwordsAlwaysEncrypted?: boolean;
}

const implicitTlsPort = 465;
const submissionPort = 587;
const office365Hosts = /(?:^|\.)office365\.com$|^smtp-mail\.outlook\.com$/;
const addressProviders = new Set(['google', 'microsoft']);
const controlCharacter = /\p{Cc}/u;

/** Answers the remarks on a draft, in the order of the dialog. Nothing is looked up or saved. */
export function lintDraft(input: LintInput): Finding[] {
  const draft = tidyDraft(input.draft, input.presets);
  return [
    ...lockedFindings(input),
    ...serverFindings(draft, input),
    ...addressFindings(draft, input),
    ...passwordFindings(draft, input),
    ...keyFindings(draft, input),
    ...tlsFindings(draft, input),
    ...alternateFindings(draft, hasPassword(draft, input)),
  ];
}

function error(field: Finding['field'], code: FindingCode, values?: Finding['values']): Finding {
  return { field, level: 'error', code, ...(values && { values }) };
}

function warning(field: Finding['field'], code: FindingCode, values?: Finding['values']): Finding {
  return { field, level: 'warning', code, ...(values && { values }) };
}

function lockedFindings(input: LintInput): Finding[] {
  const { draft, accountId, accounts, lockedFields = [], passwordsAlwaysEncrypted = false } = input;
  const before = accounts.find((account) => account.id === accountId) ?? newAccountDraft;
  const changed = lockedFields.filter((field) => draft[field] !== before[field]);
  const inClear = passwordsAlwaysEncrypted && draft.sendPasswordUnencrypted;
  return [...changed, ...(inClear ? (['sendPasswordUnencrypted'] as const) : [])].map((field) =>
    error(field, 'locked-by-policy'),
  );
}

function serverFindings(draft: AccountDraft, { presets, hostConfirmed = false }: LintInput): Finding[] {
  const findings: Finding[] = [];
  const preset = presetFor(presets, draft.provider, draft.sendThrough);
  const provider = presets.find(({ id }) => id === draft.provider);
  const wrongApiHost = preset?.locked && normalizeHost(draft.host) !== normalizeHost(preset.host);
  if (draft.host === '') findings.push(error('host', 'host-required'));
  else if (!isHost(draft.host)) findings.push(error('host', 'host-invalid'));
  else if (wrongApiHost) findings.push(error('host', 'gmail-api-host', { host: preset.host }));
  else if (!hostConfirmed && provider && preset?.locked === false && !takesSignIn(draft, provider))
    findings.push(warning('host', 'host-not-providers'));
  else if (draft.provider === 'none' && office365Hosts.test(normalizeHost(draft.host))) {
    findings.push(warning('provider', 'office365-without-provider'));
  }
  if (!Number.isInteger(draft.port) || draft.port < 1 || draft.port > 65_535) {
    findings.push(error('port', 'port-invalid'));
  }
  return findings;
}

/** Says whether a provider's sign-ins are shown to a server; by its spelling, as before one is sent. */
function takesSignIn({ host, port }: AccountDraft, { presets, otherHosts = [] }: Presets): boolean {
  const name = host.toLowerCase();
  const named = presets.filter((preset) => preset.host.toLowerCase() === name);
  // On this computer every port is another program.
  if (isLoopbackHost(host)) return named.some((preset) => !preset.locked && preset.port === port);
  return named.length > 0 || otherHosts.includes(name);
}

function addressFindings(draft: AccountDraft, { passwordTyped, passwordSet }: LintInput): Finding[] {
  const findings: Finding[] = [];
  if (draft.user === '') {
    // A sign-in fills it in; a password or a From header cannot do without.
    const needed = draft.provider === 'none' && (passwordTyped || passwordSet || draft.from === '');
    if (needed) findings.push(error('user', 'user-required'));
    else if (draft.provider !== 'none') findings.push(warning('user', 'user-required'));
  } else if (
    controlCharacter.test(draft.user) ||
    (addressProviders.has(draft.provider) && !isEmailAddress(draft.user))
  ) {
    findings.push(error('user', 'user-invalid'));
  } else if (draft.from === '' && !isEmailAddress(draft.user)) {
    // A user name such as "apikey" is fine for signing in, but not as the sender.
    findings.push(error('from', 'from-invalid'));
  }
  if (draft.from !== '' && !isEmailAddress(draft.from)) findings.push(error('from', 'from-invalid'));
  if (draft.replyTo !== '' && !isEmailAddress(draft.replyTo))
    findings.push(error('replyTo', 'reply-to-invalid'));
  if (draft.signInAccount !== '' && !isEmailAddress(draft.signInAccount)) {
    findings.push(error('signInAccount', 'sign-in-account-invalid'));
  }
  return findings;
}

function passwordFindings(draft: AccountDraft, { passwordTyped, passwordElsewhere }: LintInput): Finding[] {
  const isLost = draft.provider === 'none' && !passwordTyped && passwordElsewhere === true;
  return isLost ? [warning('password', 'password-again')] : [];
}

function keyFindings(draft: AccountDraft, { accountId, accounts }: LintInput): Finding[] {
  const parts = ['businessObject', 'columnName', 'columnValue'] as const;
  const missing = parts.filter((part) => draft[part] === '');
  if (missing.length === parts.length) return [];
  if (missing[0]) return [error(missing[0], 'key-incomplete')];
  const key = keyOf(draft);
  if (!key || !draft.enabled) return [];
  // The administrator's row keeps its key; what the person's has of it is said there.
  const isRival = ({ id }: Account) =>
    id !== accountId && (isManagedId(id) || accountId === null || !isManagedId(accountId));
  const holder = enabledAccountsWithKey(accounts, key).find(isRival);
  if (!holder) return [];
  const code = isManagedId(holder.id) ? 'key-taken-by-administrator' : 'key-taken';
  return [error('columnValue', code, { accountId: holder.id })];
}

function hasPassword(draft: AccountDraft, { passwordTyped, passwordSet }: LintInput): boolean {
  return draft.provider === 'none' && (passwordTyped || passwordSet);
}

function tlsFindings(draft: AccountDraft, input: LintInput): Finding[] {
  if (draft.sendThrough === 'api') return [];
  const findings: Finding[] = [];
  if (draft.tls && draft.port === implicitTlsPort && draft.tlsMethod === 'starttls') {
    findings.push(warning('tlsMethod', 'port-465-with-starttls'));
  }
  if (draft.tls && draft.port === submissionPort && draft.tlsMethod === 'implicit') {
    findings.push(warning('tlsMethod', 'port-587-with-implicit'));
  }
  if (!draft.tls && draft.provider !== 'none') findings.push(error('tls', 'oauth-without-tls'));
  if (!draft.tls && hasPassword(draft, input) && !isLoopbackHost(draft.host)) {
    // Saving is allowed: the password stays here until TLS is on or the account says that it may leave in clear.
    findings.push(warning('tls', 'password-without-tls', { allowed: draft.sendPasswordUnencrypted ? 1 : 0 }));
  }
  return findings;
}
