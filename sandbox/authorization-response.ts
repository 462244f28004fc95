import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Dress } from './dress.ts';
import { pageSecurity } from './html.ts';
import { textOf } from './http-answer.ts';
import { formPostPage } from './sign-in-pages.ts';

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
const unescaped = (value: string): string =>
  value.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);

/** Puts an authorization response, in a redirect or in a form, into the provider's dress. */
export const dressAuthorizationResponse = (context: KoaContextWithOIDC, dress: Dress): void => {
  const parameters = { ...context.oidc.params };
  const redirectUri = textOf(parameters['redirect_uri']);
  const location: unknown = context.response.get('location');
  if (
    redirectUri !== '' &&
    typeof location === 'string' &&
    location.startsWith(new URL(redirectUri).origin)
  ) {
    const url = new URL(location);
    dress.dressResponse(url.searchParams, parameters);
    context.set('location', url.href);
  } else if (typeof context.body === 'string' && context.body.includes('<form method="post"')) {
    const fields = new URLSearchParams(
      [...context.body.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        unescaped(value),
      ]),
    );
    dress.dressResponse(fields, parameters);
    context.status = 200;
    context.set(pageSecurity);
    context.body = formPostPage(redirectUri, fields);
  }
};
