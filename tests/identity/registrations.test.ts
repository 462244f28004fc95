import { describe, expect, it } from 'vitest';
import { providerInfos } from '../../main/identity/provider-infos.ts';
import {
  bindingOf,
  clientPlaceOf,
  extraScopes,
  isBoundTo,
  isSameClientPlace,
  redirectUri,
  servesWay,
  tokenHosts,
} from '../../main/identity/registration.ts';
import type { Registration } from '../../main/identity/registration.ts';
import { createRegistrations, settingsRuledBy } from '../../main/identity/registrations.ts';
import { defaultSettings, settings } from '../../shared/settings.ts';
import { policyFormat } from '../../main/settings/policy-format.ts';

/** Registrations under a policy file and settings that were really parsed. */
function registrationsOf(providers: unknown = {}, own: unknown = {}, locked: readonly string[] = []) {
  const policy = policyFormat.parse({ version: 1, providers });
  const [google, microsoft, custom] = createRegistrations(policy.providers, {
    settings: settings.parse({ ...defaultSettings, ...Object(own) }),
    isLocked: (name) => locked.includes(name),
  });
  if (!google || !microsoft) throw new Error('two providers are built in');
  return { google, microsoft, custom };
}

const googleClient = { clientId: 'mine-g', redirectPort: 8400, redirectPath: '/oauth/redirect' };
const microsoftClient = {
  clientId: 'mine-m',
  tenant: 'contoso.com',
  cloud: 'global',
  redirectPort: null,
  redirectPath: '/',
};
const customProvider = {
  id: 'fabrikam',
  name: 'Fabrikam',
  issuer: 'https://id.fabrikam.example',
  authorizationEndpoint: null,
  tokenEndpoint: null,
  revocationEndpoint: null,
  scopes: 'mail.send  openid email mail.send',
  clientId: 'mine-c',
  clientAuthentication: 'basic',
  mechanism: 'OAUTHBEARER',
  smtp: { host: 'Mail.Fabrikam.Example', port: 587, tlsMethod: 'starttls' },
  redirectPort: null,
  redirectPath: '/back',
};

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

describe('own clients', () => {
  const policyGoogle = { google: { clientId: 'policy-g', clientSecret: 'policy-secret' } };
  it.each<[string, unknown, unknown, readonly string[], Partial<Registration>]>([
    ['nobody', {}, {}, [], { source: 'built-in', clientId: '', clientSecret: null, takesSecret: false }],
    ['the person', {}, { googleClient }, [], { source: 'settings', clientId: 'mine-g', takesSecret: true }],
    [
      'the policy, over the person',
      policyGoogle,
      { googleClient },
      [],
      { source: 'policy', clientId: 'policy-g', clientSecret: 'policy-secret', takesSecret: false },
    ],
    [
      "the policy's endpoints alone",
      { google: { ...ownGoogle, clientId: undefined } },
      { googleClient },
      [],
      { source: 'policy', clientId: '', takesSecret: false },
    ],
    [
      'a setting that the policy locks',
      {},
      { googleClient },
      ['googleClient'],
      { source: 'policy', clientId: 'mine-g', clientSecret: null, takesSecret: true },
    ],
    [
      'a setting that the policy locks, with the secret of the policy',
      { google: { clientSecret: 'policy-secret' } },
      { googleClient },
      ['googleClient'],
      { source: 'policy', clientId: 'mine-g', clientSecret: 'policy-secret', takesSecret: false },
    ],
    [
      'the person, who never gets a secret of the policy',
      { google: { clientSecret: 'policy-secret' } },
      { googleClient },
      [],
      { source: 'settings', clientId: 'mine-g', clientSecret: null, takesSecret: true },
    ],
    [
      'the person beside a mail server of the policy',
      { google: { smtp: { host: 'relay.example', port: 465, tlsMethod: 'implicit' } } },
      { googleClient },
      [],
      {
        source: 'settings',
        clientId: 'mine-g',
        smtp: { host: 'relay.example', port: 465, tlsMethod: 'implicit' },
      },
    ],
  ])('of Google are said by %s', (_who, policy, own, locked, expected) => {
    expect(registrationsOf(policy, own, locked).google).toMatchObject(expected);
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, []],
    ['a mail server', { google: { smtp: { host: 'a', port: 1, tlsMethod: 'auto' } } }, []],
    ['a secret alone', { microsoft: { clientSecret: 's' } }, []],
    [
      'a client',
      { google: { clientId: 'g' }, microsoft: { clientId: 'm' } },
      ['googleClient', 'microsoftClient'],
    ],
    ['endpoints', { google: { ...ownGoogle, clientId: undefined } }, ['googleClient']],
    ['a tenant', { microsoft: { tenant: 'contoso.com' } }, ['microsoftClient']],
    ['an authority', { microsoft: { authority: 'https://login.microsoftonline.us/' } }, ['microsoftClient']],
  ])('have no effect under a policy that names %s', (_name, providers, ruled) => {
    expect(settingsRuledBy(policyFormat.parse({ version: 1, providers }).providers)).toEqual(ruled);
  });

  it.each([
    ['global', 'login.microsoftonline.com', 'smtp.office365.com', 'https://outlook.office.com/SMTP.Send'],
    [
      'us-government',
      'login.microsoftonline.us',
      'smtp.office365.us',
      'https://outlook.office365.us/SMTP.Send',
    ],
    [
      'china',
      'login.partner.microsoftonline.cn',
      'smtp.partner.outlook.cn',
      'https://partner.outlook.cn/SMTP.Send',
    ],
  ])(
    'of Microsoft in the cloud %s have the hosts and the scope of that cloud',
    (cloud, login, smtp, scope) => {
      const { microsoft } = registrationsOf({}, { microsoftClient: { ...microsoftClient, cloud } });
      expect(microsoft).toMatchObject({
        source: 'settings',
        clientId: 'mine-m',
        tenant: 'contoso.com',
        authority: `https://${login}/contoso.com`,
        issuer: `https://${login}/{tenantid}/v2.0`,
        authorizationEndpoint: `https://${login}/contoso.com/oauth2/v2.0/authorize`,
        tokenEndpoint: `https://${login}/contoso.com/oauth2/v2.0/token`,
        smtp: { host: smtp, port: 587, tlsMethod: 'auto' },
        endpointsFromPolicy: false,
      });
      expect(microsoft.scopes.smtp).toEqual([scope, 'openid', 'profile', 'email', 'offline_access']);
      expect(tokenHosts(microsoft)).toContain(smtp);
      expect(tokenHosts(microsoft).includes('smtp.office365.com')).toBe(cloud === 'global');
    },
  );

  it("of a policy's authority get the mail server of its cloud too", () => {
    const { microsoft } = registrationsOf({
      microsoft: { clientId: 'm', authority: 'https://login.microsoftonline.us/contoso' },
    });
    expect(microsoft.smtp?.host).toBe('smtp.office365.us');
    expect(microsoft.scopes.smtp[0]).toBe('https://outlook.office365.us/SMTP.Send');
  });

  it.each<[string, unknown, 'google' | 'microsoft' | 'custom', string]>([
    ['built in, Google', {}, 'google', 'http://127.0.0.1/oauth2/callback'],
    ['built in, Microsoft', {}, 'microsoft', 'http://localhost'],
    ['a fixed port and path', { googleClient }, 'google', 'http://localhost:8400/oauth/redirect'],
    ['any port', { microsoftClient }, 'microsoft', 'http://localhost'],
    [
      'a fixed port',
      { microsoftClient: { ...microsoftClient, redirectPort: 8400 } },
      'microsoft',
      'http://localhost:8400',
    ],
    ['a custom provider', { customProviders: [customProvider] }, 'custom', 'http://localhost/back'],
  ])('come back by their redirect URI: %s', (_name, own, provider, uri) => {
    const registration = registrationsOf({}, own)[provider] ?? expect.unreachable();
    expect(redirectUri(registration.redirect)).toBe(uri);
  });
});

describe('a custom provider', () => {
  const only = (change: object = {}, locked: readonly string[] = []) =>
    registrationsOf({}, { customProviders: [{ ...customProvider, ...change }] }, locked).custom ??
    expect.unreachable();

  it('says what it was entered with, and leaves the rest to its issuer', () => {
    expect(only()).toMatchObject({
      provider: 'fabrikam',
      kind: 'custom',
      name: 'Fabrikam',
      source: 'settings',
      clientId: 'mine-c',
      takesSecret: true,
      clientAuthentication: 'basic',
      issuer: 'https://id.fabrikam.example',
      authorizationEndpoint: '',
      tokenEndpoint: '',
      revocationEndpoint: null,
      smtpMechanism: 'OAUTHBEARER',
    });
    expect(only().scopes.smtp).toEqual(['mail.send', 'openid', 'email']);
    expect(only({}, ['customProviders']).source).toBe('policy');
    expect(only({ clientAuthentication: 'none' }).takesSecret).toBe(false);
  });

  it('gets its access tokens at its own mail server and nowhere else', () => {
    expect(tokenHosts(only())).toEqual(['mail.fabrikam.example']);
  });

  it.each([
    { clientId: 'another' },
    { issuer: 'https://thief.example' },
    { tokenEndpoint: 'https://thief.example/token' },
    { revocationEndpoint: 'https://thief.example/revoke' },
    { smtp: { ...customProvider.smtp, host: 'thief.example' } },
  ])('gets no grant any more that was made before %j', (change) => {
    expect(isBoundTo(bindingOf(only(), 'smtp'), only())).toBe(true);
    expect(isBoundTo(bindingOf(only(), 'smtp'), only(change))).toBe(false);
  });

  it.each([{ name: 'F' }, { scopes: 'other' }, { mechanism: 'XOAUTH2' }, { redirectPort: 80 }])(
    'keeps its grants when it is %j',
    (change) => {
      expect(isBoundTo(bindingOf(only(), 'smtp'), only(change))).toBe(true);
      expect(clientPlaceOf(only(change))).toEqual(clientPlaceOf(only()));
    },
  );

  it.each([
    { clientId: 'another' },
    { issuer: 'https://thief.example' },
    { tokenEndpoint: 'https://thief.example/token' },
    { revocationEndpoint: 'https://thief.example/revoke' },
  ])('has no secret any more that was entered before %j', (change) => {
    expect(isSameClientPlace(clientPlaceOf(only()), clientPlaceOf(only()))).toBe(true);
    expect(isSameClientPlace(clientPlaceOf(only(change)), clientPlaceOf(only()))).toBe(false);
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
    expect(registration.scopes[sendThrough]).toEqual(scopes);
  });
});

describe('Microsoft Graph', () => {
  const cloudOf = (cloud: 'global' | 'us-government' | 'china') =>
    registrationsOf({}, { microsoftClient: { ...microsoftClient, cloud } }).microsoft;

  it.each([
    ['global', 'https://graph.microsoft.com'],
    ['us-government', 'https://graph.microsoft.us'],
    ['china', 'https://microsoftgraph.chinacloudapi.cn'],
  ] as const)('has its own host and permission in the %s cloud', (cloud, graphApi) => {
    const microsoft = cloudOf(cloud);
    expect(microsoft.graphApi).toBe(graphApi);
    expect(microsoft.scopes.api[0]).toBe(`${graphApi}/Mail.Send`);
    expect(extraScopes(microsoft, 'smtp', [])).toEqual([`${graphApi}/Mail.Send`]);
    expect(extraScopes(microsoft, 'api', ['shared-mailbox'])).toEqual([
      microsoft.scopes.smtp[0],
      `${graphApi}/Mail.Send.Shared`,
    ]);
    expect(extraScopes(microsoft, 'api', ['large-messages'])).toContain(`${graphApi}/Mail.ReadWrite`);
  });

  it('is not asked for by a sign-in at endpoints whose policy names none', () => {
    const { google, microsoft } = registrationsOf({ microsoft: ownMicrosoft });
    expect(extraScopes(microsoft, 'smtp', ['shared-mailbox'])).toEqual([]);
    expect(extraScopes(google, 'api', [])).toEqual([]);
  });

  it('is served by a grant that allows it, at the place that it was made for', () => {
    const microsoft = cloudOf('global');
    const grant = { ...bindingOf(microsoft, 'smtp'), scopes: ['SMTP.Send', 'Mail.Send'] };
    expect(servesWay(grant, microsoft, 'api')).toBe(true);
    expect(servesWay({ ...grant, scopes: ['SMTP.Send'] }, microsoft, 'api')).toBe(false);
    const { graphApi: _made, ...before } = grant;
    expect(servesWay(before, microsoft, 'api')).toBe(false);
    expect(isBoundTo(before, microsoft)).toBe(true);
    expect(isBoundTo(grant, { ...microsoft, graphApi: 'https://thief.example' })).toBe(false);
  });
});

describe('the hosts that an access token may go to', () => {
  it('are the public clouds where the provider is one', () => {
    const { google, microsoft } = registrationsOf();
    expect(tokenHosts(google)).toEqual(['gmail.googleapis.com', 'smtp.gmail.com', 'smtp.googlemail.com']);
    expect(tokenHosts(microsoft)).toEqual([
      'graph.microsoft.com',
      'smtp.office365.com',
      'smtp-mail.outlook.com',
    ]);
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

  it('are none where the policy names endpoints alone: no public cloud gets the tokens of another server', () => {
    const { google, microsoft } = registrationsOf({ google: ownGoogle, microsoft: ownMicrosoft });
    expect([google, microsoft].map(tokenHosts)).toEqual([[], []]);
    expect(providerInfos([google, microsoft]).map(({ presets }) => presets)).toEqual([[], []]);
    const named = { ...ownMicrosoft, authority: 'https://login.microsoftonline.com/contoso' };
    expect(tokenHosts(registrationsOf({ microsoft: named }).microsoft)).toEqual([]);
    const elsewhere = { authority: 'https://login.corp.example/contoso' };
    expect(tokenHosts(registrationsOf({ microsoft: elsewhere }).microsoft)).toEqual([]);
    const gmailApi = 'https://gmail.corp.example';
    const [info] = providerInfos([registrationsOf({ google: { ...ownGoogle, gmailApi } }).google]);
    expect(info?.presets.map(({ sendThrough, host }) => [sendThrough, host])).toEqual([
      ['api', 'gmail.corp.example'],
    ]);
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

  it.each([
    'https://login.microsoftonline.com.thief.example/organizations',
    'https://login.microsoftonline.com@thief.example/organizations',
    'https://login.microsoftonline.com%2ethief.example/organizations',
    'https://login-microsoftonline.com/organizations',
    'https://login.microsoft0nline.com/organizations',
    'https://login.microsoftonlinе.com/organizations',
    'https://login.microsoftonline.com./organizations',
    'https://login.microsoftonline.com:8443/organizations',
    'https://thief.example/login.microsoftonline.com/organizations',
    'https://thief.example#login.microsoftonline.com/organizations',
    'https://login.microsoftonline.us/organizations',
  ])('is not sent to a look-alike of its authority, which nobody takes for it: %s', (authority) => {
    const { microsoft: own } = registrationsOf();
    const { microsoft: other } = registrationsOf({ microsoft: { authority } });
    expect(isBoundTo(bindingOf(own, 'smtp'), own)).toBe(true);
    expect(isBoundTo(bindingOf(own, 'smtp'), other)).toBe(false);
    expect(isBoundTo(bindingOf(other, 'smtp'), own)).toBe(false);
    const { host } = new URL(other.tokenEndpoint);
    expect(host).not.toBe('login.microsoftonline.com');
    // The letters of another alphabet are shown as what they are.
    expect(host).toMatch(/^[\x21-\x7e]+$/);
    const [info] = providerInfos([other], () => false);
    expect(JSON.stringify(info)).toContain(`https://${host}/`);
    expect(JSON.stringify(info)).not.toContain('https://login.microsoftonline.com/');
  });

  it('of one provider is none of the other', () => {
    expect(isBoundTo(grant, { ...google, provider: 'microsoft' })).toBe(false);
  });
});

describe('what the window is told of a client', () => {
  it.each<[string, unknown, unknown, boolean, boolean]>([
    ['nobody entered one', {}, { googleClient }, false, false],
    ['one is kept', {}, { googleClient }, true, true],
    ['the policy says one', { google: { clientId: 'g', clientSecret: 's' } }, {}, false, true],
    ['the one that is kept is not used', { google: { clientId: 'g' } }, { googleClient }, true, false],
  ])('has no secret in it, only whether there is one: %s', (_name, policy, own, kept, secretSet) => {
    const [info] = providerInfos([registrationsOf(policy, own).google], () => kept);
    expect(info?.client.secretSet).toBe(secretSet);
    expect(JSON.stringify(info)).not.toContain('"s"');
  });

  it('is where it signs in and what to register', () => {
    const [info] = providerInfos([registrationsOf({}, { microsoftClient }).microsoft], () => false);
    expect(info?.client).toEqual({
      source: 'settings',
      clientId: 'mine-m',
      secretSet: false,
      authorizationEndpoint: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize',
      tokenEndpoint: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
      revocationEndpoint: null,
      redirectUri: 'http://localhost',
    });
  });
});

describe('what a new record starts with', () => {
  it('is as each provider wants it', () => {
    const infos = providerInfos(createRegistrations(undefined));
    expect(infos).toEqual([
      {
        id: 'google',
        deviceCode: false,
        name: 'Google',
        client: expect.anything(),
        otherHosts: ['smtp.googlemail.com'],
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
        deviceCode: true,
        name: 'Microsoft',
        client: expect.anything(),
        otherHosts: ['smtp-mail.outlook.com'],
        presets: [
          {
            sendThrough: 'smtp',
            host: 'smtp.office365.com',
            port: 587,
            tls: true,
            tlsMethod: 'auto',
            locked: false,
          },
          {
            sendThrough: 'api',
            host: 'graph.microsoft.com',
            port: 443,
            tls: true,
            tlsMethod: 'implicit',
            locked: true,
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

describe('a code for the owner of a mailbox', () => {
  const offers = (registration: Registration | undefined, keptSecret = false) =>
    providerInfos(registration ? [registration] : [], () => keptSecret)[0]?.deviceCode;

  it('is offered for a client of Microsoft without a secret, wherever the secret would be', () => {
    const own = registrationsOf({}, { microsoftClient }).microsoft;
    const confidential = registrationsOf({ microsoft: { clientId: 'm', clientSecret: 's' } }).microsoft;
    expect([offers(own), offers(own, true), offers(confidential)]).toEqual([true, false, false]);
  });

  it('is offered for a custom provider that describes itself', () => {
    const looked = { ...customProvider, authorizationEndpoint: null, tokenEndpoint: null };
    const entered = {
      ...customProvider,
      authorizationEndpoint: 'https://a.example/a',
      tokenEndpoint: 'https://a.example/t',
    };
    const offersOf = (provider: object) =>
      offers(registrationsOf({}, { customProviders: [provider] }).custom);
    expect([offersOf(looked), offersOf(entered)]).toEqual([true, false]);
  });
});
