import { textOf } from './http-answer.ts';

/** Sending by Exchange Online's SMTP; the only scope that it takes. */
export const smtpSendScope = 'https://outlook.office.com/SMTP.Send';

/** Microsoft Graph, the resource of every scope that names none. */
export const graph = 'https://graph.microsoft.com';
/** Scopes of the sign-in itself; they belong to no resource. */
export const identityScopes = ['openid', 'profile', 'email', 'offline_access'];
/** Scopes that this sandbox knows, each of one resource. */
export const resourceScopes = [
  smtpSendScope,
  'https://outlook.office365.com/SMTP.Send',
  ...['User.Read', 'Mail.Send', 'Mail.Send.Shared', 'Mail.ReadWrite'].flatMap((name) => [
    name,
    `${graph}/${name}`,
  ]),
];

/** The resource that a scope belongs to; a bare name is one of Graph's (learn.microsoft.com, "Scopes and permissions"). */
export const resourceOf = (scope: string): string | undefined => {
  if (identityScopes.includes(scope)) return undefined;
  return scope.startsWith('https://') ? new URL(scope).origin : graph;
};

/** The resources that a request asks for, each once. */
export const resourcesIn = (scopes: readonly string[]): readonly string[] => [
  ...new Set(scopes.map(resourceOf).filter((resource) => resource !== undefined)),
];

/** The scopes in a parameter. */
export const scopesIn = (value: unknown): string[] =>
  textOf(value)
    .split(' ')
    .filter((scope) => scope !== '');
