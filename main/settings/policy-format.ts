import * as z from 'zod';
import { accountDraft, firstManagedId, isManagedId, tlsMethods } from '../../shared/account.ts';
import { isSafeEndpoint } from '../../shared/oauth-endpoints.ts';
import { mailHost, settings, settingsChange } from '../../shared/settings.ts';
import { late } from '../../shared/late-schema.ts';

const endpoint = z.string().refine(isSafeEndpoint, 'must be an https URL (http only on this computer)');
/** `{tenantid}` stands for the `tid` of who signed in. */
const issuer = z
  .string()
  .refine((text) => isSafeEndpoint(text.replace('{tenantid}', 'tenantid')), 'must be an https URL');
const smtp = late(() =>
  z.strictObject({
    host: mailHost,
    port: z.int().min(1).max(65_535),
    tlsMethod: z.enum(tlsMethods),
  }),
);

const endpoints = { issuer, authorizationEndpoint: endpoint, tokenEndpoint: endpoint };
const endpointNames = Object.keys(endpoints);
const allOrNone = (value: object) =>
  endpointNames.every((name) => name in value) || !endpointNames.some((name) => name in value);
const allOrNoneText = `give all of ${endpointNames.join(', ')}, or none of them`;

const google = late(() =>
  z
    .strictObject({
      clientId: z.string().min(1),
      clientSecret: z.string().min(1),
      ...endpoints,
      revocationEndpoint: endpoint,
      gmailApi: endpoint,
      smtp,
    })
    .partial()
    .refine(allOrNone, allOrNoneText),
);

const microsoft = late(() =>
  z
    .strictObject({
      clientId: z.string().min(1),
      clientSecret: z.string().min(1),
      tenant: z.string().regex(/^[A-Za-z0-9.-]{1,255}$/),
      /** Only its host and path count; nothing is fetched from it. */
      authority: z.string().refine((text) => URL.parse(text)?.protocol === 'https:', 'must be an https URL'),
      ...endpoints,
      jwksUri: endpoint,
      graphApi: endpoint,
      smtp,
    })
    .partial()
    .refine(allOrNone, allOrNoneText),
);

/** IDs are shown in a narrow column. */
const lastManagedId = 999_999_999;

/** An account that everybody on the computer has; what is left out is as in a new record. */
const managedAccount = late(() =>
  accountDraft
    .unwrap()
    .partial()
    .extend({
      id: z.int().min(firstManagedId).max(lastManagedId),
    }),
);
export type ManagedAccount = z.infer<typeof managedAccount>;

const members = late(() =>
  z.strictObject({
    version: z.literal(1),
    setBy: z.string().max(200).optional(),
    /** PEM file, absolute or beside the policy file. */
    certificateAuthorities: z.string().min(1).optional(),
    settings: settingsChange.optional(),
    providers: z.strictObject({ google, microsoft }).partial().optional(),
    /** Offered for keys, besides what the person adds. */
    businessObjects: settings.unwrap().shape.businessObjects.optional(),
    accounts: z.array(managedAccount).max(1_000).optional(),
    /** No password leaves this computer without TLS, whatever an account says. */
    passwordsAlwaysEncrypted: z.boolean().optional(),
    /** Linux without a keyring: secrets are sealed with a key file instead of being kept in memory only. */
    allowKeyFile: z.boolean().optional(),
    /** `false`: the app neither looks for newer versions nor installs any. */
    allowUpdates: z.boolean().optional(),
  }),
);

/** The machine-wide policy file, as `docs/administrators.md` describes it. */
export const policyFormat = late(() =>
  members.unwrap().superRefine((policy, context) => {
    const { accounts = [] } = policy;
    const fault = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const providers = [
      'none',
      'google',
      'microsoft',
      ...(policy.settings?.customProviders ?? []).map(({ id }) => id),
    ];
    const ids = new Set<number>();
    for (const [index, { id, provider = 'none', sendPasswordUnencrypted }] of accounts.entries()) {
      if (policy.passwordsAlwaysEncrypted && sendPasswordUnencrypted) {
        fault(
          ['accounts', index, 'sendPasswordUnencrypted'],
          'must be false: passwordsAlwaysEncrypted is true',
        );
      }
      if (ids.has(id)) fault(['accounts', index, 'id'], 'is the ID of another account too');
      ids.add(id);
      if (!providers.includes(provider)) {
        fault(['accounts', index, 'provider'], `must be one of ${providers.join(', ')}`);
      }
    }
    const defaultId = policy.settings?.defaultAccountId ?? 0;
    if (isManagedId(defaultId) && !ids.has(defaultId)) {
      fault(['settings', 'defaultAccountId'], 'must be the ID of an account of this policy');
    }
  }),
);
export type PolicyFile = z.infer<typeof policyFormat>;
