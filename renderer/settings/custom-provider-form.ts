import { tlsMethods } from '../../shared/account.ts';
import type { TlsMethod } from '../../shared/account.ts';
import { isHost } from '../../shared/host.ts';
import { areExtraParameters } from '../../shared/oauth-endpoints.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { isRedirectPath, openClientForm, parseRedirectPort, redirectOf } from './client-form.ts';
import type { SecretEdit } from './client-form.ts';

const textFields = [
  'name',
  'id',
  'issuer',
  'authorizationEndpoint',
  'tokenEndpoint',
  'revocationEndpoint',
  'scopes',
  'extraParameters',
  'clientId',
  'host',
  'port',
  'redirectPort',
  'redirectPath',
] as const;
export type ProviderTextField = (typeof textFields)[number];

/** A custom provider as it stands in its dialog: everything is kept as typed. */
export interface ProviderForm extends Readonly<Record<ProviderTextField, string>> {
  readonly clientAuthentication: CustomProvider['clientAuthentication'];
  readonly mechanism: CustomProvider['mechanism'];
  readonly tlsMethod: TlsMethod;
  readonly isWeb: boolean;
  readonly secret: SecretEdit;
  /** The ID follows the name until somebody types one. */
  readonly isIdTyped: boolean;
}

export type ProviderField = ProviderTextField | 'secret';

/** A remark on a custom provider; an error keeps it from being added or changed. */
export interface ProviderFinding {
  readonly field: ProviderField;
  readonly level: 'error' | 'warning';
  readonly code:
    | 'required'
    | 'idInvalid'
    | 'idTaken'
    | 'urlInvalid'
    | 'hostInvalid'
    | 'portInvalid'
    | 'pathInvalid'
    | 'scopesNotSeparated'
    | 'parametersInvalid'
    | 'secretMissing';
}

export const clientAuthentications = ['none', 'post', 'basic'] as const;
export const mechanisms = ['XOAUTH2', 'OAUTHBEARER'] as const;

/** The most characters that a field takes. */
export const longest: Readonly<Record<ProviderTextField, number>> = {
  name: 100,
  id: 40,
  issuer: 2_048,
  authorizationEndpoint: 2_048,
  tokenEndpoint: 2_048,
  revocationEndpoint: 2_048,
  scopes: 1_000,
  extraParameters: 1_000,
  clientId: 256,
  host: 255,
  port: 5,
  redirectPort: 5,
  redirectPath: 200,
};

const builtIn: ReadonlySet<string> = new Set(['none', 'google', 'microsoft']);
const optional: ReadonlySet<ProviderTextField> = new Set([
  'authorizationEndpoint',
  'tokenEndpoint',
  'revocationEndpoint',
  'extraParameters',
  'redirectPort',
  'redirectPath',
]);

/** Answers the form of a custom provider, or of a new one. */
export function openProviderForm(provider: CustomProvider | null): ProviderForm {
  const redirect = openClientForm(provider);
  return {
    name: provider?.name ?? '',
    id: provider?.id ?? '',
    issuer: provider?.issuer ?? '',
    authorizationEndpoint: provider?.authorizationEndpoint ?? '',
    tokenEndpoint: provider?.tokenEndpoint ?? '',
    revocationEndpoint: provider?.revocationEndpoint ?? '',
    scopes: provider?.scopes ?? 'openid email offline_access',
    extraParameters: provider?.extraParameters ?? '',
    clientId: provider?.clientId ?? '',
    clientAuthentication: provider?.clientAuthentication ?? 'none',
    mechanism: provider?.mechanism ?? 'XOAUTH2',
    host: provider?.smtp.host ?? '',
    port: String(provider?.smtp.port ?? 587),
    tlsMethod: provider?.smtp.tlsMethod ?? 'auto',
    isWeb: redirect.isWeb,
    redirectPort: redirect.redirectPort,
    redirectPath: redirect.redirectPath,
    secret: redirect.secret,
    isIdTyped: provider !== null,
  };
}

/** Answers an ID made of a name: lower-case letters, digits and hyphens, at most 40. */
export function idFromName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40);
  return plain.replace(/-+$/, '');
}

/** Changes a text; the ID follows the name until it is typed. */
export function typeProviderText(form: ProviderForm, field: ProviderTextField, text: string): ProviderForm {
  if (field === 'name') return { ...form, name: text, id: form.isIdTyped ? form.id : idFromName(text) };
  return { ...form, [field]: text, isIdTyped: form.isIdTyped || (field === 'id' && text !== '') };
}

/** Says whether codes and tokens may go there: an https URL without user and password. */
export function isHttpsUrl(text: string): boolean {
  return !/[@\s\\]/.test(text) && /^https:\/\/[^/]/i.test(text) && URL.canParse(text);
}

/**
 * Answers remarks on a custom provider, in the order of the fields.
 *
 * @param takenIds IDs of all other providers
 */
export function providerFindings(
  form: ProviderForm,
  { takenIds, isSecretSet }: { readonly takenIds: readonly string[]; readonly isSecretSet: boolean },
): readonly ProviderFinding[] {
  const findings = textFields.flatMap((field): ProviderFinding[] => {
    const code = textFault(field, form, takenIds);
    return code ? [{ field, level: code === 'scopesNotSeparated' ? 'warning' : 'error', code }] : [];
  });
  const hasSecret = form.secret.kind === 'typed' || (isSecretSet && form.secret.kind === 'unchanged');
  return form.clientAuthentication !== 'none' && !hasSecret
    ? [...findings, { field: 'secret', level: 'warning', code: 'secretMissing' }]
    : findings;
}

function textFault(
  field: ProviderTextField,
  form: ProviderForm,
  takenIds: readonly string[],
): ProviderFinding['code'] | null {
  const text = form[field].trim();
  if (field === 'redirectPort') {
    return form.isWeb && parseRedirectPort(text) === null ? 'portInvalid' : null;
  }
  if (field === 'redirectPath') return form.isWeb && !isRedirectPath(text) ? 'pathInvalid' : null;
  if (text === '') return optional.has(field) ? null : 'required';
  switch (field) {
    case 'id':
      if (!/^[a-z][a-z0-9-]{0,39}$/.test(text)) return 'idInvalid';
      return builtIn.has(text) || takenIds.includes(text) ? 'idTaken' : null;
    case 'issuer':
    case 'authorizationEndpoint':
    case 'tokenEndpoint':
    case 'revocationEndpoint':
      return isHttpsUrl(text) ? null : 'urlInvalid';
    case 'host':
      return isHost(text) ? null : 'hostInvalid';
    case 'port':
      return parseRedirectPort(text) ? null : 'portInvalid';
    case 'extraParameters':
      return areExtraParameters(text) ? null : 'parametersInvalid';
    case 'scopes':
      return /[,;]/.test(text) ? 'scopesNotSeparated' : null;
    default:
      return null;
  }
}

/** Answers the provider of a form without errors. */
export function toCustomProvider(form: ProviderForm): CustomProvider {
  const extraParameters = form.extraParameters.trim();
  const urlOf = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    id: form.id.trim(),
    name: form.name.trim(),
    issuer: form.issuer.trim(),
    authorizationEndpoint: urlOf(form.authorizationEndpoint),
    tokenEndpoint: urlOf(form.tokenEndpoint),
    revocationEndpoint: urlOf(form.revocationEndpoint),
    scopes: form.scopes.trim().split(/\s+/).join(' '),
    ...(extraParameters !== '' && { extraParameters }),
    clientId: form.clientId.trim(),
    clientAuthentication: form.clientAuthentication,
    mechanism: form.mechanism,
    smtp: { host: form.host.trim(), port: Number(form.port), tlsMethod: form.tlsMethod },
    ...redirectOf(form),
  };
}

export const tlsMethodOf = (text: string): TlsMethod =>
  tlsMethods.find((method) => method === text) ?? 'auto';
