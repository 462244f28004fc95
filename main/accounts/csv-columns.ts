import { accountDraft, sendThroughs, tlsMethods } from '../../shared/account.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';

/** What a column holds. */
export type ColumnField = keyof AccountDraft | 'id';

interface Column {
  readonly field: ColumnField;
  /** As the export writes it; never changes, for files last longer than versions. */
  readonly title: string;
  /** Other titles it is known by, SalesPad's among them, as `comparableTitle` has them. */
  readonly aliases?: readonly string[];
}

/** All columns, in the order of the SMTP Setup dialog. */
export const csvColumns: readonly Column[] = [
  { field: 'id', title: 'Email Server ID' },
  { field: 'provider', title: 'OAuth Service Provider', aliases: ['smtpoauthserviceprovider'] },
  { field: 'host', title: 'Email Server Hostname or IP Address' },
  { field: 'user', title: 'SMTP User' },
  { field: 'port', title: 'SMTP Port' },
  { field: 'businessObject', title: 'Business Object' },
  { field: 'columnName', title: 'Column Name' },
  { field: 'columnValue', title: 'Column Value' },
  // SalesPad's own grid misspells it.
  { field: 'tls', title: 'Enable SMTP over SSL or TLS', aliases: ['enablesmtpoverssiortls'] },
  { field: 'tlsMethod', title: 'SSL/TLS Startup Method', aliases: ['smtpoversslortlsstartupmethod'] },
  { field: 'enabled', title: 'Enabled' },
  { field: 'senderName', title: 'Sender Name' },
  { field: 'replyTo', title: 'Reply-to' },
  { field: 'from', title: 'From address' },
  { field: 'signInAccount', title: 'Sign-in account', aliases: ['signinaccountsharedmailbox'] },
  { field: 'alternateServer', title: 'Alternate Server' },
  { field: 'timeoutMs', title: 'Timeout (ms)', aliases: ['timeout', 'smtptimeout'] },
  { field: 'sendThrough', title: 'Send through' },
  { field: 'sendPasswordUnencrypted', title: 'Send password unencrypted' },
];

/** Answers the form in which titles are compared: letters and digits only, without case and SalesPad's `3b)` before them. */
export function comparableTitle(title: string): string {
  const text = title.normalize('NFKC').toLowerCase();
  return text.replace(/^\s*\d+[a-z]?\)/, '').replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const fieldByTitle = new Map<string, ColumnField>(
  csvColumns.flatMap(({ field, title, aliases = [] }) =>
    [comparableTitle(title), comparableTitle(field), ...aliases].map((text) => [text, field] as const),
  ),
);
const titleByField = new Map<string, string>(csvColumns.map(({ field, title }) => [field, title]));

/** Answers what the column with this title holds; undefined: nothing of ours. */
export function fieldOfTitle(title: string): ColumnField | undefined {
  // UTF-16 without its mark reads as letters with zeros between them.
  return title.includes('\0') ? undefined : fieldByTitle.get(comparableTitle(title));
}

/** Answers the title of the column of a field; a field without one is its own. */
export function titleOf(field: string): string {
  return titleByField.get(field) ?? field;
}

/** Providers as cells name them. */
export interface ProviderNames {
  readonly nameOf: (id: string) => string;
  /** undefined: there is no such provider. */
  readonly idOf: (name: string) => string | undefined;
  readonly all: readonly string[];
}

const none = { id: 'none', name: 'None' };
/** What people call the built-in ones, as `comparableTitle` has it; a provider of that name goes first. */
const otherNames = new Map([
  ...['gmail', 'googlemail', 'googleworkspace', 'gsuite'].map((name) => [name, 'google'] as const),
  ...['office365', 'microsoft365', 'microsoftoffice365', 'o365', 'm365', 'outlook', 'outlookcom'].map(
    (name) => [name, 'microsoft'] as const,
  ),
  ...['exchangeonline', 'hotmail'].map((name) => [name, 'microsoft'] as const),
]);
const comparableName = (name: string) => name.normalize('NFKC').trim().toLowerCase();

/** Answers providers by their names; where two have the same one, by their IDs. */
export function providerNames(providers: readonly Pick<ProviderInfo, 'id' | 'name'>[]): ProviderNames {
  const known = [none, ...providers];
  const ids = new Map<string, string>(known.map(({ id }) => [id, id]));
  const names = new Map<string, string>();
  const byName = Map.groupBy(known, ({ name }) => comparableName(name));
  for (const [text, [first, second]] of byName) {
    const isOthersId = first && ids.has(text) && text !== first.id;
    if (!first || second || isOthersId) continue;
    ids.set(text, first.id);
    names.set(first.id, first.name.trim());
  }
  return {
    nameOf: (id) => names.get(id) ?? id,
    idOf: (name) => ids.get(comparableName(name)) ?? ids.get(otherNames.get(comparableTitle(name)) ?? ''),
    all: known.map(({ id }) => names.get(id) ?? id),
  };
}

/** As spreadsheets of other languages write what is true, and people beside them. */
const trueWords =
  'true yes y on 1 wahr ja vrai oui verdadero sí si vero waar verdadeiro sim prawda tak sant sand tosi kyllä'.split(
    ' ',
  );
const falseWords =
  'false no n off 0 falsch nein faux non falso não nao onwaar nee fałsz nie falskt falsk epätosi ei nej nei'.split(
    ' ',
  );
const truths = new Map([
  ...trueWords.map((word) => [word, true] as const),
  ...falseWords.map((word) => [word, false] as const),
]);
const methodTexts = { auto: 'Auto', starttls: 'STARTTLS', implicit: 'Implicit' } as const;
const throughTexts = { smtp: 'SMTP', api: 'API' } as const;
const apiNames = new Set(['api', 'gmailapi', 'graph', 'microsoftgraph']);

/** Answers the text of a field, as a cell shows it. */
export function cellText(account: Account, field: ColumnField, providers: ProviderNames): string {
  const value = account[field];
  if (field === 'provider') return providers.nameOf(account.provider);
  if (field === 'tlsMethod') return methodTexts[account.tlsMethod];
  if (field === 'sendThrough') return throughTexts[account.sendThrough];
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? '' : String(value);
}

/** What a cell stands for; a fault goes after the title of its column. */
export type CellValue = { readonly value: unknown } | { readonly fault: string };

/**
 * Answers what a cell stands for; undefined: it says nothing, so the account keeps what it has.
 *
 * An empty cell empties a text; a port, a switch or a choice cannot be empty. SalesPad's port 0 is no port.
 */
export function cellValue(text: string, field: ColumnField, providers: ProviderNames): CellValue | undefined {
  const word = text.trim();
  if (field === 'id' || field === 'port')
    return word === '' || /^0(?:[.,]0{1,2})?$/.test(word) ? undefined : wholeNumber(word);
  if (field === 'timeoutMs') return word === '' ? { value: null } : wholeNumber(word);
  if (isText(field)) return { value: text };
  if (word === '') return undefined;
  if (field === 'provider') {
    return found(providers.idOf(word), `must be ${providers.all.join(' or ')}`);
  }
  const plain = comparableTitle(word);
  if (field === 'tlsMethod') {
    return found(
      tlsMethods.find((method) => method === plain),
      'must be Auto, STARTTLS or Implicit',
    );
  }
  if (field === 'sendThrough') {
    const through = apiNames.has(plain) ? 'api' : plain;
    return found(
      sendThroughs.find((each) => each === through),
      'must be SMTP or API',
    );
  }
  return found(truths.get(comparableName(word)), 'must be True or False');
}

function isText(field: keyof AccountDraft): boolean {
  return field !== 'provider' && accountDraft.unwrap().shape[field].type === 'string';
}

function found(value: unknown, fault: string): CellValue {
  return value === undefined ? { fault } : { value };
}

function wholeNumber(word: string): CellValue {
  // Some spreadsheets write 25 as 25.0. Three zeros would be thousands elsewhere.
  const digits = /^(\d{1,9})(?:[.,]0{1,2})?$/.exec(word)?.[1];
  return digits === undefined ? { fault: 'must be a whole number' } : { value: Number(digits) };
}
