import type { CustomProvider } from '../../shared/settings.ts';

/** An authorization server of another company, as settings and policies name it. */
export const customProvider: CustomProvider = {
  id: 'contoso',
  name: 'Contoso',
  issuer: 'https://id.contoso.example',
  authorizationEndpoint: null,
  tokenEndpoint: null,
  revocationEndpoint: null,
  scopes: 'openid mail',
  clientId: 'client',
  clientAuthentication: 'none',
  mechanism: 'OAUTHBEARER',
  smtp: { host: 'mail.contoso.example', port: 587, tlsMethod: 'starttls' },
  redirectPort: null,
  redirectPath: '/',
};
