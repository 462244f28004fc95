import * as z from 'zod';
import { providerId, tlsMethods } from './account.ts';
import { isHost } from './host.ts';
import { areExtraParameters, isSafeEndpoint } from './oauth-endpoints.ts';
import { late } from './late-schema.ts';

const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be one line');
const word = (max: number) => line(max).refine((text) => text.trim() !== '', 'must not be empty');

/** How the window can look; `system` is as the operating system does. */
export const themes = ['system', 'light', 'dark'] as const;

/** Browsers that a sign-in can be opened in; `system` is the one the operating system opens. */
export const signInBrowsers = ['system', 'chrome', 'edge', 'firefox', 'safari'] as const;
export type SignInBrowser = (typeof signInBrowsers)[number];

/** Microsoft's clouds, each with hosts of its own. */
export const microsoftClouds = ['global', 'us-government', 'china'] as const;
export type MicrosoftCloud = (typeof microsoftClouds)[number];

/** A business object and the columns that keys may use. */
export const businessObject = late(() =>
  z.strictObject({
    name: word(128),
    columns: z.array(word(128)).max(200),
  }),
);
export type BusinessObject = z.infer<typeof businessObject>;

/** Where the provider sends the browser back to, as it is registered there. */
const redirect = late(() =>
  z.strictObject({
    /** TCP port of `http://localhost:PORT`; null: any free one, as clients of the desktop kind have it. */
    redirectPort: z.int().min(1).max(65_535).nullable(),
    /** Path of the redirect URI. */
    redirectPath: z
      .string()
      .max(200)
      .regex(/^\/[A-Za-z0-9/._~-]*$/, 'must begin with / and be made of letters, digits, and / . _ ~ -'),
  }),
);

/** An OAuth client that the person's company registered at Google; its secret is kept apart. */
export const googleClient = late(() => redirect.unwrap().extend({ clientId: word(256) }));
export type GoogleClient = z.infer<typeof googleClient>;

/** An OAuth client that the person's company registered at Microsoft; its secret is kept apart. */
export const microsoftClient = late(() =>
  redirect.unwrap().extend({
    clientId: word(256),
    /** `common`, `organizations`, `consumers`, a tenant ID or a domain. */
    tenant: z
      .string()
      .regex(/^[A-Za-z0-9.-]{1,255}$/, 'must be common, organizations, consumers, an ID or a domain'),
    cloud: z.enum(microsoftClouds),
  }),
);
export type MicrosoftClient = z.infer<typeof microsoftClient>;

const builtInProviders: ReadonlySet<string> = new Set(['none', 'google', 'microsoft']);
/** As in a policy file. On this computer http is no less safe, and a sandbox has no certificate that browsers trust. */
const endpoint = z
  .string()
  .max(2_048)
  .refine(isSafeEndpoint, 'must be an https URL (http only on this computer)');
/** RFC 8414 §2: what an issuer is compared by has no query and no fragment. */
const issuer = endpoint.refine((text) => !/[?#]/.test(text), 'must have no query and no fragment');

/** Host of a mail server: a name or an IP address. */
export const mailHost = z.string().max(255).refine(isHost, 'must be a host name or an IP address');

/** An authorization server of another company, with the mail server that takes its tokens. */
export const customProvider = late(() =>
  redirect.unwrap().extend({
    id: providerId.refine((id) => !builtInProviders.has(id), 'is taken'),
    name: word(100),
    /** Where the endpoints are looked up, unless they are given. */
    issuer,
    authorizationEndpoint: endpoint.nullable(),
    tokenEndpoint: endpoint.nullable(),
    revocationEndpoint: endpoint.nullable(),
    /** Separated by spaces. */
    scopes: word(1_000),
    /** For the authorization request, as in a query: `audience=https%3A%2F%2Fmail.example&x=y`; absent: none. */
    extraParameters: line(1_000)
      .refine(
        areExtraParameters,
        'must be name=value, joined by &, each name once and none that the app sends itself',
      )
      .optional(),
    clientId: word(256),
    /** How the client proves itself at the token endpoint (RFC 6749 §2.3.1). */
    clientAuthentication: z.enum(['none', 'post', 'basic']),
    /** The SASL mechanism that the mail server takes tokens by. */
    mechanism: z.enum(['XOAUTH2', 'OAUTHBEARER']),
    smtp: z.strictObject({
      host: mailHost,
      port: z.int().min(1).max(65_535),
      tlsMethod: z.enum(tlsMethods),
    }),
  }),
);
export type CustomProvider = z.infer<typeof customProvider>;

/** Settings that are one word, number or switch. */
export const plainSettings = late(() =>
  z.strictObject({
    /** "Can Sign In When Sending Email": a dead grant asks for a sign-in instead of being an error. */
    canSignInWhenSending: z.boolean(),
    /** The SystemUser.User_Name that is always known; empty: the operating system's user name. */
    systemUser: line(256),
    /** Email Server ID of the account that sends where no key matches. */
    defaultAccountId: z.int().min(1).nullable(),
    /** SMTP Timeout in milliseconds. */
    smtpTimeoutMs: z.int().min(1_000).max(3_600_000),
    /** How long history is kept, in days. */
    retentionDays: z.int().min(0).max(36_500),
    /** How long documents are kept for a resend, in days; 0: not at all. */
    keepDocumentsDays: z.int().min(0).max(36_500),
    /** BCP 47 tag, `pseudo-rtl` for the test language, or empty: the system's. */
    language: z.string().max(35),
    theme: z.enum(themes),
    signInBrowser: z.enum(signInBrowsers),
    /** "Email To Fax Format String": what an address is made of when the recipient is a fax number, `{0}` stands for it. */
    emailToFaxFormat: line(256),
    /** The operating system starts the agent when this person logs in. */
    startAgentAtLogin: z.boolean(),
    /** Programs of this computer may hand mail over by SMTP. */
    relayEnabled: z.boolean(),
    /** TCP port of the relay on 127.0.0.1 and ::1; 0: any free one, as `relay status` says. */
    relayPort: z.int().min(0).max(65_535),
  }),
);
export type PlainSettings = z.infer<typeof plainSettings>;

type Named = readonly { readonly name: string; readonly id?: string }[];
const areUnique = (key: (item: Named[number]) => string) => (items: Named) =>
  new Set(items.map(key)).size === items.length;

/** All settings that a person can change; keys as product documentation and policy files spell them. */
export const settings = late(() =>
  plainSettings.unwrap().extend({
    /** Business objects that are offered besides the known ones. */
    businessObjects: z
      .array(businessObject)
      .max(200)
      .refine(
        areUnique(({ name }) => name.trim().toLowerCase()),
        'has a business object twice',
      ),
    /** null: the built-in client. */
    googleClient: googleClient.nullable(),
    /** null: the built-in client. */
    microsoftClient: microsoftClient.nullable(),
    customProviders: z
      .array(customProvider)
      .max(50)
      .refine(
        areUnique(({ id }) => id ?? ''),
        'has an ID twice',
      ),
  }),
);
export type Settings = z.infer<typeof settings>;

export const settingsChange = late(() => settings.unwrap().partial());
export type SettingsChange = z.infer<typeof settingsChange>;

export const defaultSettings: Settings = {
  canSignInWhenSending: true,
  systemUser: '',
  defaultAccountId: null,
  smtpTimeoutMs: 100_000,
  retentionDays: 365,
  keepDocumentsDays: 7,
  language: '',
  theme: 'system',
  signInBrowser: 'system',
  emailToFaxFormat: '',
  startAgentAtLogin: false,
  relayEnabled: false,
  relayPort: 2525,
  businessObjects: [],
  googleClient: null,
  microsoftClient: null,
  customProviders: [],
};
