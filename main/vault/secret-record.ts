import * as z from 'zod';
import { providerId, sendThroughs } from '../../shared/account.ts';
import type { SignedInAs } from '../identity/signed-in-as.ts';
import { late } from '../../shared/late-schema.ts';

/** What a secret is called: also its file name, so nothing that could leave the folder. */
export const secretId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

const signedInAs: z.ZodType<SignedInAs> = late(() =>
  z.strictObject({
    key: z.string().min(1),
    addresses: z.array(z.string()),
    displayName: z.string(),
  }),
);

/** What a sign-in leaves behind, with the place it was made for. */
export const grantRecord = late(() =>
  z.strictObject({
    kind: z.literal('grant'),
    id: secretId,
    /** The dialog whose OK it waits for; null: in use. */
    dialogId: z.string().nullable(),
    provider: providerId,
    sendThrough: z.enum(sendThroughs),
    clientId: z.string(),
    issuer: z.string(),
    tokenEndpoint: z.string(),
    revocationEndpoint: z.string().nullable(),
    gmailApi: z.string().nullable(),
    /** Absent: it was not made for Microsoft Graph. */
    graphApi: z.string().optional(),
    /** The mail server of a custom provider; of others the provider's cloud says it. */
    smtpHost: z.string().optional(),
    /** As granted. */
    scopes: z.array(z.string()),
    identity: signedInAs,
    /** The provider's own text, e.g. a refresh token or an MSAL cache; nobody else reads it. */
    state: z.string().min(1),
    savedAtMs: z.number(),
    /** When the person signed in; a renewal does not change it. Absent: an older version did not write it down. */
    signedInAtMs: z.number().optional(),
  }),
);
export type GrantRecord = z.infer<typeof grantRecord>;

/** A password, with the only server and user it may be sent for. */
export const passwordRecord = late(() =>
  z.strictObject({
    kind: z.literal('password'),
    id: secretId,
    host: z.string(),
    user: z.string(),
    password: z.string(),
  }),
);
export type PasswordRecord = z.infer<typeof passwordRecord>;

/** The secret of an OAuth client, with the only client and place it may be sent for. */
export const clientRecord = late(() =>
  z.strictObject({
    kind: z.literal('client'),
    id: secretId,
    provider: providerId,
    clientId: z.string(),
    issuer: z.string(),
    /** Empty: the issuer says it. */
    tokenEndpoint: z.string(),
    revocationEndpoint: z.string().optional(),
    secret: z.string().min(1),
  }),
);
export type ClientRecord = z.infer<typeof clientRecord>;

/** The certificate by which the relay of this computer is known, with its key. */
export const relayRecord = late(() =>
  z.strictObject({
    kind: z.literal('relay'),
    id: secretId,
    certificatePem: z.string(),
    keyPem: z.string(),
  }),
);
export type RelayRecord = z.infer<typeof relayRecord>;

/** A person's word that the sign-in of an account may be shown to a server that is not its provider's. */
export const consentRecord = late(() =>
  z.strictObject({
    kind: z.literal('consent'),
    id: secretId,
    accountId: z.int().min(1),
    provider: providerId,
    issuer: z.string(),
    /** Host in lower case; on this computer with its port. */
    server: z.string().min(1),
  }),
);
export type ConsentRecord = z.infer<typeof consentRecord>;

/** Everything that the vault keeps. */
export const secretRecord = late(() =>
  z.discriminatedUnion('kind', [grantRecord, passwordRecord, clientRecord, relayRecord, consentRecord]),
);
export type SecretRecord = z.infer<typeof secretRecord>;
