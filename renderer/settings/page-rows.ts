import type { TFunction } from 'i18next';
import type { BusinessObject, CustomProvider } from '../../shared/settings.ts';
import { clientKey, ownClientProviders } from './client-form.ts';
import type { ClientForm, OwnClientProvider } from './client-form.ts';
import { settingFields } from './setting-fields.ts';

/** Groups of the page, in their order. */
export const settingGroups = [
  'sending',
  'confirmation',
  'google',
  'microsoft',
  'customProviders',
  'businessObjects',
  'agent',
  'relay',
  'history',
  'appearance',
  'about',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** The default account in the order and words of SalesPad's Sales Email Confirmation. */
export const accountLines = ['host', 'user', 'password', 'provider', 'port', 'tls', 'tlsMethod'] as const;
export type AccountLine = (typeof accountLines)[number];

/** Fields of an OAuth client that have a line; some only for some clients. */
export type ClientLine =
  | 'source'
  | 'clientId'
  | 'secret'
  | 'tenant'
  | 'ownTenant'
  | 'cloud'
  | 'type'
  | 'redirectPort'
  | 'redirectPath'
  | 'redirectUri'
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'revocationEndpoint'
  | 'guide';

/** Lines of an OAuth client that the policy names. */
export const policyClientLines = [
  'source',
  'clientId',
  'redirectUri',
  'authorizationEndpoint',
  'tokenEndpoint',
] as const satisfies readonly ClientLine[];

/** Answers the lines of an OAuth client, from top to bottom. */
export function clientLines(provider: OwnClientProvider, form: ClientForm): readonly ClientLine[] {
  if (!form.isOwn) return ['source', 'guide'];
  const isMicrosoft = provider === 'microsoft';
  return [
    'source',
    'clientId',
    'secret',
    ...(isMicrosoft ? (['tenant'] as const) : []),
    ...(isMicrosoft && form.tenantKind === 'own' ? (['ownTenant'] as const) : []),
    ...(isMicrosoft ? (['cloud'] as const) : []),
    'type',
    ...(form.isWeb ? (['redirectPort', 'redirectPath'] as const) : []),
    'redirectUri',
    'authorizationEndpoint',
    'tokenEndpoint',
    ...(isMicrosoft ? [] : (['revocationEndpoint'] as const)),
    'guide',
  ];
}

/** Answers the ID of a row that stands for one thing of a list; it can be an element's ID, whatever the name is. */
export function listRowId(
  group: 'customProviders' | 'businessObjects' | 'policyObjects' | 'watchFolders' | 'relayPrograms',
  name: string,
): string {
  return `${group}.${name.replaceAll(/[^\w-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}`)}`;
}

/** A row of the page, by its ID, and what the filter looks for in it. */
export interface PageRow {
  readonly id: string;
  readonly words: string;
}

interface Content {
  /** Providers whose client the policy names. */
  readonly fixedClients: ReadonlySet<OwnClientProvider>;
  readonly clients: Readonly<Record<OwnClientProvider, ClientForm>>;
  readonly customProviders: readonly Pick<CustomProvider, 'id' | 'name'>[];
  readonly businessObjects: readonly BusinessObject[];
  readonly policyObjects: readonly BusinessObject[];
  readonly watchFolders: readonly { readonly id: number; readonly folder: string }[];
  readonly programs: readonly { readonly name: string }[];
}

/** Answers all rows of the page by group. */
export function pageRows(t: TFunction, content: Content): Readonly<Record<SettingGroup, readonly PageRow[]>> {
  const plain = (group: keyof typeof settingFields): readonly PageRow[] =>
    settingFields[group].map(({ key }) => ({ id: key, words: `${t(`settings.labels.${key}`)} ${key}` }));
  const [choice, ...rest] = plain('confirmation');
  const lines = accountLines.map((line) => ({ id: `account.${line}`, words: t(`settings.details.${line}`) }));
  const objects = (group: 'policyObjects' | 'businessObjects'): readonly PageRow[] =>
    content[group].map(({ name, columns }) => ({
      id: listRowId(group, name),
      words: `${name} ${columns.join(' ')}`,
    }));
  const [google, microsoft] = ownClientProviders.map((provider) => {
    const lines: readonly ClientLine[] = content.fixedClients.has(provider)
      ? policyClientLines
      : clientLines(provider, content.clients[provider]);
    return lines.map((line) => ({
      id: `${clientKey(provider)}.${line}`,
      words: `${t(`oauthClients.fields.${line}`)} ${clientKey(provider)}`,
    }));
  });
  return {
    sending: plain('sending'),
    confirmation: [...(choice ? [choice] : []), ...lines, ...rest],
    google: google ?? [],
    microsoft: microsoft ?? [],
    customProviders: [
      ...content.customProviders.map(({ id, name }) => ({
        id: listRowId('customProviders', id),
        words: `${name} ${id}`,
      })),
      { id: 'customProviders', words: `${t('customProviders.add')} customProviders` },
    ],
    businessObjects: [
      ...objects('policyObjects'),
      ...objects('businessObjects'),
      { id: 'businessObjects', words: `${t('businessObjects.add')} businessObjects` },
    ],
    agent: [
      ...plain('agent'),
      ...content.watchFolders.map(({ id, folder }) => ({
        id: listRowId('watchFolders', String(id)),
        words: folder,
      })),
      { id: 'watchFolders', words: t('watchFolders.add') },
    ],
    relay: [
      ...plain('relay'),
      { id: 'relay.status', words: t('relay.status') },
      ...content.programs.map(({ name }) => ({ id: listRowId('relayPrograms', name), words: name })),
      { id: 'relay.programs', words: `${t('relay.label')} ${t('relay.add')}` },
    ],
    history: plain('history'),
    appearance: plain('appearance'),
    about: [
      { id: 'about.version', words: `${t('shell.appName')} ${t('shell.version', { version: '' })}` },
      { id: 'about.secretStorage', words: t('settings.about.secretStorage') },
      {
        id: 'about.support',
        words: `${t('settings.about.support')} ${t('settings.about.supportOpen')}`,
      },
    ],
  };
}

/** Answers the IDs of the rows that hold every word of the filter, in their own words or in the title of their group. */
export function matchingRows(
  rows: Readonly<Record<SettingGroup, readonly PageRow[]>>,
  titleOf: (group: SettingGroup) => string,
  filter: string,
): ReadonlySet<string> {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return new Set(
    settingGroups.flatMap((group) =>
      rows[group]
        .filter((row) => {
          const text = `${titleOf(group)} ${row.words}`.toLocaleLowerCase();
          return words.every((word) => text.includes(word));
        })
        .map(({ id }) => id),
    ),
  );
}
