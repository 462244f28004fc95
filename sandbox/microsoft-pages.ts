import { entraText } from './entra-errors.ts';
import { resourceOf } from './microsoft-scopes.ts';
import { failurePage } from './sign-in-pages.ts';
import type { Wording } from './sign-in-pages.ts';

const labels: Record<string, string> = {
  'SMTP.Send': 'Send emails from your mailbox using SMTP AUTH',
  'Mail.Send': 'Send mail as you',
  'Mail.Send.Shared': 'Send mail on behalf of others',
  'Mail.ReadWrite': 'Read and write access to your mail',
  'User.Read': 'Sign you in and read your profile',
};

/** The words on Microsoft's pages. */
export const microsoftWording: Wording = {
  brand: 'Microsoft (sandbox)',
  look: 'microsoft',
  choose: 'Pick an account',
  password: 'Enter password',
  wrongPassword: 'Your account or password is incorrect.',
  unknownEmail: 'We couldn’t find an account with that username.',
  consent: 'Permissions requested',
  accept: 'Accept',
  permissions: (scopes) => [
    { scope: 'openid', label: 'View your basic profile', optional: false },
    ...scopes
      .filter((scope) => resourceOf(scope) !== undefined)
      .map((scope) => ({ scope, label: labels[scope.split('/').at(-1) ?? ''] ?? scope, optional: false })),
  ],
};

const pageErrors = (error: string, description: string): string => {
  if (error === 'invalid_redirect_uri') {
    return entraText(
      50_011,
      `The redirect URI specified in the request does not match the redirect URIs configured for the application.`,
    );
  }
  if (error === 'invalid_client') {
    return entraText(700_016, "The application was not found in the directory 'Contoso'.");
  }
  return entraText(900_561, description);
};

/** The page for a request that cannot be answered with a redirect. */
export const microsoftErrorPage = (error: string, description: string): string =>
  failurePage(
    microsoftWording,
    'Sorry, but we’re having trouble signing you in.',
    description.startsWith('AADSTS') ? description : pageErrors(error, description),
  );
