import { describe, expect, it } from 'vitest';
import {
  bindingOf,
  createRegistrations,
  isBoundTo,
  providerInfos,
  scopesFor,
  tokenHosts,
} from '../../main/identity/registrations.ts';
import type { Registration } from '../../main/identity/registrations.ts';
import { policyFormat } from '../../main/settings/policy-format.ts';

/** Registrations under a policy file that was really parsed. */
function registrationsOf(providers: unknown = {}) {
  const policy = policyFormat.parse({ version: 1, providers });
  const [google, microsoft] = createRegistrations(policy.providers);
  if (!google || !microsoft) throw new Error('two providers are built in');
  return { google, microsoft };
}

const ownGoogle = {
  clientId: 'own',
  issuer: 'https://accounts.corp.example',
  authorizationEndpoint: 'https://accounts.corp.example/auth',
  tokenEndpoint: 'https://accounts.corp.example/token',
};
const ownMicrosoft = {
  clientId: 'own',
  issuer: 'https://login.corp.example/{tenantid}/v2.0',
  authorizationEndpoint: 'https://login.corp.example/contoso/authorize',
  tokenEndpoint: 'https://login.corp.example/contoso/token',
};

describe('the built-in registrations', () => {
  it('are those of the public clouds, without a client', () => {
    const { google, microsoft } = registrationsOf();
    expect(google).toMatchObject({
      clientId: '',
      issuer: 'https://accounts.google.com',
      tokenEndpoint: 'https://oauth2.googleapis.com/token',
      revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
      endpointsFromPolicy: false,
    });
    expect(microsoft).toMatchObject({
      clientId: '',
      authority: 'https://login.microsoftonline.com/organizations',
      issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
      authorizationEndpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
      tokenEndpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
      endpointsFromPolicy: false,
    });
    expect(createRegistrations(undefined)).toEqual([google, microsoft]);
  });
});

describe('a policy', () => {
  it('that names a client alone keeps the built-in endpoints', () => {
    const { google, microsoft } = registrationsOf({
      google: { clientId: 'g' },
      microsoft: { clientId: 'm' },
    });
    expect(google).toMatchObject({ clientId: 'g', endpointsFromPolicy: false });
    expect(microsoft).toMatchObject({ clientId: 'm', endpointsFromPolicy: false });
  });

  it('that names a tenant moves Microsoft to the endpoints of that tenant', () => {
    const { microsoft } = registrationsOf({ microsoft: { tenant: 'contoso.com' } });
    expect(microsoft).toMatchObject({
      tenant: 'contoso.com',
      authority: 'https://login.microsoftonline.com/contoso.com',
      tokenEndpoint: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
      endpointsFromPolicy: false,
    });
  });

  it.each([
    [
      'https://login.microsoftonline.us/contoso',
      'https://login.microsoftonline.us/contoso/oauth2/v2.0/token',
    ],
    ['https://login.microsoftonline.us/', 'https://login.microsoftonline.us/organizations/oauth2/v2.0/token'],
  ])('that names the authority %s moves everything there', (authority, tokenEndpoint) => {
    const { microsoft } = registrationsOf({ microsoft: { authority } });
    expect(microsoft).toMatchObject({
      tokenEndpoint,
      issuer: 'https://login.microsoftonline.us/{tenantid}/v2.0',
      endpointsFromPolicy: true,
    });
  });

  it('that names endpoints without an authority gets one on their host', () => {
    const { microsoft } = registrationsOf({ microsoft: ownMicrosoft });
    expect(microsoft).toMatchObject({
      authority: 'https://login.corp.example/contoso',
      endpointsFromPolicy: true,
    });
  });

  it('that names endpoints without a place to revoke never sends their tokens to Google', () => {
    expect(registrationsOf({ google: ownGoogle }).google.revocationEndpoint).toBeNull();
  });
});

describe('scopes', () => {
  const { google, microsoft } = registrationsOf();
  it.each<[string, Registration, 'api' | 'smtp', string[]]>([
    ['Gmail API', google, 'api', ['https://www.googleapis.com/auth/gmail.send', 'openid', 'email']],
    ['Gmail by SMTP', google, 'smtp', ['https://mail.google.com/', 'openid', 'email']],
    [
      'Outlook by SMTP',
      microsoft,
      'smtp',
      ['https://outlook.office.com/SMTP.Send', 'openid', 'profile', 'email', 'offline_access'],
    ],
  ])('of %s are as narrow as the way of sending allows', (_name, registration, sendThrough, scopes) => {
    expect(scopesFor(registration, sendThrough)).toEqual(scopes);
  });
});

describe('the hosts that an access token may go to', () => {
  it('are the public clouds where the provider is one', () => {
    const { google, microsoft } = registrationsOf();
    expect(tokenHosts(google)).toEqual(['gmail.googleapis.com', 'smtp.gmail.com', 'smtp.googlemail.com']);
    expect(tokenHosts(microsoft)).toEqual(['smtp.office365.com', 'smtp-mail.outlook.com']);
  });

  it('are those that the policy names, and no public cloud, where its endpoints are', () => {
    const smtp = { host: 'Mail.Corp.Example', port: 587, tlsMethod: 'starttls' };
    const { google, microsoft } = registrationsOf({
      google: { ...ownGoogle, gmailApi: 'https://gmail.corp.example:8443', smtp },
      microsoft: { ...ownMicrosoft, smtp },
    });
    expect(tokenHosts(google)).toEqual(['gmail.corp.example', 'mail.corp.example']);
    expect(tokenHosts(microsoft)).toEqual(['mail.corp.example']);
  });

  it('grow by a host that the policy adds to the public cloud', () => {
    const smtp = { host: 'relay.corp.example', port: 587, tlsMethod: 'starttls' };
    expect(tokenHosts(registrationsOf({ microsoft: { smtp } }).microsoft)).toContain('relay.corp.example');
  });
});

describe('a grant', () => {
  const { google } = registrationsOf({
    google: { ...ownGoogle, revocationEndpoint: 'https://accounts.corp.example/revoke' },
  });
  const grant = bindingOf(google, 'api');

  it('is bound to the registration that it was made for', () => {
    expect(isBoundTo(grant, google)).toBe(true);
    expect(isBoundTo(grant, { ...google, clientSecret: 'a new secret' })).toBe(true);
  });

  it.each(['clientId', 'issuer', 'tokenEndpoint', 'revocationEndpoint', 'gmailApi'] as const)(
    'is not sent any more once %s is another',
    (member) => {
      expect(isBoundTo(grant, { ...google, [member]: 'https://thief.example' })).toBe(false);
    },
  );

  it('of one provider is none of the other', () => {
    expect(isBoundTo(grant, { ...google, provider: 'microsoft' })).toBe(false);
  });
});

describe('what a new record starts with', () => {
  it('is as each provider wants it', () => {
    const infos = providerInfos(createRegistrations(undefined));
    expect(infos).toEqual([
      {
        id: 'google',
        name: 'Google',
        client: expect.anything(),
        presets: [
          {
            sendThrough: 'api',
            host: 'gmail.googleapis.com',
            port: 443,
            tls: true,
            tlsMethod: 'implicit',
            locked: true,
          },
          {
            sendThrough: 'smtp',
            host: 'smtp.gmail.com',
            port: 465,
            tls: true,
            tlsMethod: 'implicit',
            locked: false,
          },
        ],
      },
      {
        id: 'microsoft',
        name: 'Microsoft',
        client: expect.anything(),
        presets: [
          {
            sendThrough: 'smtp',
            host: 'smtp.office365.com',
            port: 587,
            tls: true,
            tlsMethod: 'auto',
            locked: false,
          },
        ],
      },
    ]);
  });

  it('follows the policy, ports included', () => {
    const { google } = registrationsOf({ google: { gmailApi: 'http://127.0.0.1:8025' } });
    expect(providerInfos([google])[0]?.presets[0]).toMatchObject({
      host: '127.0.0.1',
      port: 8025,
      tls: false,
    });
  });
});
