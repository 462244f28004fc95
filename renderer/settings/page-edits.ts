import type { Input } from '../../shared/contract.ts';
import type { BusinessObject, CustomProvider, Settings } from '../../shared/settings.ts';
import { clientKey, openClientForm, ownClientProviders, tenantOf, toClients } from './client-form.ts';
import type { ClientForm, OwnClientProvider, SecretEdit } from './client-form.ts';
import { listRowId } from './page-rows.ts';
import { toChange } from './settings-form.ts';
import type { SettingEdits } from './settings-form.ts';

/** Everything on the page that is not saved yet, apart from the lines of the default account. */
export interface PageEdits {
  readonly plain: SettingEdits;
  /** A provider that is missing here is unchanged. */
  readonly clients: Readonly<Partial<Record<OwnClientProvider, ClientForm>>>;
  /** null: unchanged. */
  readonly customProviders: readonly CustomProvider[] | null;
  /** Secrets of custom providers, by ID. */
  readonly providerSecrets: Readonly<Record<string, SecretEdit>>;
  /** null: unchanged. */
  readonly businessObjects: readonly BusinessObject[] | null;
}

export const noEdits: PageEdits = {
  plain: {},
  clients: {},
  customProviders: null,
  providerSecrets: {},
  businessObjects: null,
};

/** Answers edits without the choice of the default account. */
export function withoutDefaultAccount(edits: PageEdits): PageEdits {
  const { defaultAccountId: _chosen, ...plain } = edits.plain;
  return { ...edits, plain };
}

// The order of keys says nothing.
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
/** Says whether two values say the same. */
export const isSame = (a: unknown, b: unknown) => JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder);

/** Notes the form of a client; one that says what is saved is no edit. */
export function editClient(
  edits: PageEdits,
  settings: Settings,
  provider: OwnClientProvider,
  form: ClientForm,
): PageEdits {
  const { [provider]: _before, ...others } = edits.clients;
  const isBack = isSame(form, openClientForm(settings[clientKey(provider)]));
  return { ...edits, clients: isBack ? others : { ...others, [provider]: form } };
}

/** Notes the list of custom providers, and what was done about the secret of one of them. */
export function editProviders(
  edits: PageEdits,
  settings: Settings,
  customProviders: readonly CustomProvider[],
  secret: { readonly id: string; readonly edit: SecretEdit } | null = null,
): PageEdits {
  const ids = new Set(customProviders.map(({ id }) => id));
  const secrets = Object.entries({ ...edits.providerSecrets, ...(secret && { [secret.id]: secret.edit }) });
  return {
    ...edits,
    customProviders: isSame(customProviders, settings.customProviders) ? null : customProviders,
    providerSecrets: Object.fromEntries(
      secrets.filter(([id, edit]) => ids.has(id) && edit.kind !== 'unchanged'),
    ),
  };
}

/** Notes the list of business objects. */
export function editObjects(
  edits: PageEdits,
  settings: Settings,
  businessObjects: readonly BusinessObject[],
): PageEdits {
  const isBack = isSame(businessObjects, settings.businessObjects);
  return { ...edits, businessObjects: isBack ? null : businessObjects };
}

/** Rows of a client's form, each with what it says. */
function clientValues(form: ClientForm, isWeb = form.isWeb): Readonly<Record<string, unknown>> {
  if (!form.isOwn) return { source: false };
  return {
    source: true,
    clientId: form.clientId,
    secret: form.secret,
    tenant: tenantOf(form),
    cloud: form.cloud,
    type: form.isWeb,
    ...(isWeb && { redirectPort: form.redirectPort, redirectPath: form.redirectPath }),
  };
}

function changedKeys(
  now: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): readonly string[] {
  const isBlank = (value: unknown) => value === '' || value === undefined;
  return Object.keys(now).filter(
    (key) => !isSame(now[key], before[key]) && !(isBlank(now[key]) && isBlank(before[key])),
  );
}

/** Answers the row IDs of everything that differs from what is saved. */
export function changedRows(edits: PageEdits, settings: Settings): ReadonlySet<string> {
  const clients = ownClientProviders.flatMap((provider) => {
    const form = edits.clients[provider];
    if (!form) return [];
    const key = clientKey(provider);
    const before = openClientForm(settings[key]);
    // A new client starts with what a new form says: only what was done to it counts.
    const base = clientValues({ ...before, isOwn: form.isOwn }, form.isWeb);
    const source = before.isOwn === form.isOwn ? [] : [`${key}.source`];
    return [...source, ...changedKeys(clientValues(form), base).map((field) => `${key}.${field}`)];
  });
  const byId = (list: readonly CustomProvider[]) => Object.fromEntries(list.map((each) => [each.id, each]));
  const byName = (list: readonly BusinessObject[]) =>
    Object.fromEntries(list.map((each) => [each.name, each]));
  const inList = <Item>(
    group: 'customProviders' | 'businessObjects',
    now: Readonly<Record<string, Item>>,
    before: Readonly<Record<string, Item>>,
  ) =>
    [...new Set([...Object.keys(now), ...Object.keys(before)])]
      .filter((key) => !isSame(now[key], before[key]))
      .map((key) => listRowId(group, key));
  return new Set([
    ...Object.keys(edits.plain),
    ...clients,
    ...(edits.customProviders
      ? inList('customProviders', byId(edits.customProviders), byId(settings.customProviders))
      : []),
    ...Object.keys(edits.providerSecrets).map((id) => listRowId('customProviders', id)),
    ...(edits.businessObjects
      ? inList('businessObjects', byName(edits.businessObjects), byName(settings.businessObjects))
      : []),
  ]);
}

const secretText = (edit: SecretEdit | undefined): string | null => {
  if (!edit || edit.kind === 'unchanged') return null;
  return edit.kind === 'typed' ? edit.text.trim() : '';
};

// A secret may be all that was changed.
function changedClients(edits: PageEdits, settings: Settings): Partial<Settings> {
  const { googleClient, microsoftClient } = toClients(edits.clients);
  return {
    ...(googleClient !== undefined && !isSame(googleClient, settings.googleClient) && { googleClient }),
    ...(microsoftClient !== undefined &&
      !isSame(microsoftClient, settings.microsoftClient) && { microsoftClient }),
  };
}

/**
 * Answers what Save hands over; a secret of a client that is given up is forgotten with it.
 *
 * @param secretSet IDs of the providers whose secret is kept
 */
export function toSettingsInput(
  edits: PageEdits,
  settings: Settings,
  secretSet: ReadonlySet<string>,
): Input<'settingsSave'> {
  const secrets = new Map<string, string>();
  for (const provider of ownClientProviders) {
    const form = edits.clients[provider];
    const isGivenUp = form?.isOwn === false && settings[clientKey(provider)] !== null;
    const text = isGivenUp && secretSet.has(provider) ? '' : form?.isOwn ? secretText(form.secret) : null;
    if (text !== null) secrets.set(provider, text);
  }
  for (const [id, edit] of Object.entries(edits.providerSecrets)) {
    const text = secretText(edit);
    if (text !== null) secrets.set(id, text);
  }
  const kept = new Set(edits.customProviders?.map(({ id }) => id));
  for (const { id } of edits.customProviders ? settings.customProviders : []) {
    if (!kept.has(id) && secretSet.has(id)) secrets.set(id, '');
  }
  return {
    ...toChange(edits.plain),
    ...changedClients(edits, settings),
    ...(edits.customProviders && { customProviders: [...edits.customProviders] }),
    ...(edits.businessObjects && {
      businessObjects: edits.businessObjects.map(({ name, columns }) => ({ name, columns: [...columns] })),
    }),
    ...(secrets.size > 0 && { clientSecrets: Object.fromEntries(secrets) }),
  };
}
