import * as z from 'zod';
import { tlsMethods } from '../../shared/account.ts';
import { settingsChange } from '../../shared/settings.ts';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Says whether codes and tokens may go to a URL: `https`, or `http` on this computer.
 *
 * MSAL takes any `http` endpoint, so a policy file could otherwise send codes in clear.
 */
export function isSafeEndpoint(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.has(url.hostname));
}

const endpoint = z.string().refine(isSafeEndpoint, 'must be an https URL (http only on this computer)');
/** `{tenantid}` stands for the `tid` of who signed in. */
const issuer = z
  .string()
  .refine((text) => isSafeEndpoint(text.replace('{tenantid}', 'tenantid')), 'must be an https URL');
const smtp = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535),
  tlsMethod: z.enum(tlsMethods),
});

const endpoints = { issuer, authorizationEndpoint: endpoint, tokenEndpoint: endpoint };
const endpointNames = Object.keys(endpoints);
const allOrNone = (value: object) =>
  endpointNames.every((name) => name in value) || !endpointNames.some((name) => name in value);
const allOrNoneText = `give all of ${endpointNames.join(', ')}, or none of them`;

const google = z
  .strictObject({
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    ...endpoints,
    revocationEndpoint: endpoint,
    gmailApi: endpoint,
    smtp,
  })
  .partial()
  .refine(allOrNone, allOrNoneText);

const microsoft = z
  .strictObject({
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    tenant: z.string().regex(/^[A-Za-z0-9.-]{1,255}$/),
    /** Only its host and path count; nothing is fetched from it. */
    authority: z.string().refine((text) => URL.parse(text)?.protocol === 'https:', 'must be an https URL'),
    ...endpoints,
    jwksUri: endpoint,
    smtp,
  })
  .partial()
  .refine(allOrNone, allOrNoneText);

/** The machine-wide policy file, as `docs/administrators.md` describes it. */
export const policyFormat = z.strictObject({
  version: z.literal(1),
  setBy: z.string().max(200).optional(),
  /** PEM file, absolute or beside the policy file. */
  certificateAuthorities: z.string().min(1).optional(),
  settings: settingsChange.optional(),
  providers: z.strictObject({ google, microsoft }).partial().optional(),
});
export type PolicyFile = z.infer<typeof policyFormat>;
export type GooglePolicy = z.infer<typeof google>;
export type MicrosoftPolicy = z.infer<typeof microsoft>;
