import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customProvider, googleClient, microsoftClient } from '../../shared/settings.ts';
import {
  clientFindings,
  openClientForm,
  ownClientProviders,
  tenantOf,
  toClients,
} from '../../renderer/settings/client-form.ts';
import type { ClientForm } from '../../renderer/settings/client-form.ts';
import {
  idFromName,
  isHttpsUrl,
  openProviderForm,
  providerFindings,
  toCustomProvider,
  typeProviderText,
} from '../../renderer/settings/custom-provider-form.ts';

const none = { clientId: '', isSecretSet: false };
const guid = '0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10';
const own = (change: Partial<ClientForm>): ClientForm => ({
  ...openClientForm(null),
  isOwn: true,
  clientId: guid,
  ...change,
});
const codes = (...input: Parameters<typeof clientFindings>) =>
  clientFindings(...input).map(({ field, level, code }) => `${level} ${field}: ${code}`);

describe('an OAuth client of one’s own', () => {
  test.each([
    ['desktop client of Google', { clientId: 'g', redirectPort: null, redirectPath: '/' }],
    ['Web client', { clientId: 'g', redirectPort: 8080, redirectPath: '/a/b' }],
    ['client with a port and no path', { clientId: 'g', redirectPort: 8080, redirectPath: '/' }],
  ])('a saved %s is handed over as it was', (_name, client) => {
    expect(toClients({ google: openClientForm(client) })).toEqual({ googleClient: client });
  });

  test.each(['common', 'organizations', 'consumers', 'contoso.test', guid])('tenant %s stays', (tenant) => {
    const client = { clientId: guid, tenant, cloud: 'china', redirectPort: null, redirectPath: '/' } as const;
    const form = openClientForm(client);
    expect(tenantOf(form)).toBe(tenant);
    expect(toClients({ microsoft: form })).toEqual({ microsoftClient: client });
  });

  test('the built-in one has nothing to remark', () => {
    expect(codes('microsoft', openClientForm(null), none)).toEqual([]);
  });

  test('a client ID is needed, and one of the wrong shape is remarked', () => {
    expect(codes('google', own({ clientId: ' ' }), none)).toEqual(['error clientId: required']);
    expect(codes('google', own({}), { clientId: guid, isSecretSet: true })).toEqual([
      'warning clientId: googleIdShape',
    ]);
    expect(codes('microsoft', own({ clientId: 'my app' }), none)).toEqual([
      'warning clientId: microsoftIdShape',
    ]);
  });

  test('a tenant of one’s own is an ID or a domain', () => {
    expect(codes('microsoft', own({ tenantKind: 'own', ownTenant: '' }), none)).toEqual([
      'error ownTenant: tenantInvalid',
    ]);
    expect(codes('microsoft', own({ tenantKind: 'own', ownTenant: 'a/b' }), none)).toEqual([
      'error ownTenant: tenantInvalid',
    ]);
    expect(codes('microsoft', own({ tenantKind: 'own', ownTenant: ' contoso.test ' }), none)).toEqual([]);
  });

  test('a Web registration has a path, and at Google a port too', () => {
    const web = { isWeb: true, secret: { kind: 'typed', text: 's' } } as const;
    const google = { clientId: '1-a.apps.googleusercontent.com' };
    expect(codes('google', own({ ...web, ...google, redirectPort: '' }), none)).toEqual([
      'error redirectPort: portRequired',
    ]);
    expect(codes('microsoft', own({ ...web, redirectPort: '' }), none)).toEqual([]);
    expect(codes('microsoft', own({ ...web, redirectPort: '70000', redirectPath: 'oauth' }), none)).toEqual([
      'error redirectPort: portInvalid',
      'error redirectPath: pathInvalid',
    ]);
  });

  test('the Secret ID of Microsoft is told from the secret', () => {
    expect(codes('microsoft', own({ secret: { kind: 'typed', text: guid } }), none)).toEqual([
      'warning secret: secretIsId',
    ]);
    expect(codes('microsoft', own({ secret: { kind: 'typed', text: 'Wv8Q~x' } }), none)).toEqual([]);
  });

  test('a secret that is missing, or belongs to another client, is remarked', () => {
    expect(codes('microsoft', own({ isWeb: true, redirectPort: '80' }), none)).toEqual([
      'warning secret: secretMissing',
    ]);
    expect(codes('microsoft', own({}), { clientId: 'another', isSecretSet: true })).toEqual([
      'warning secret: secretOfOther',
    ]);
    const cleared = own({ isWeb: true, redirectPort: '80', secret: { kind: 'cleared' } });
    expect(codes('microsoft', cleared, { clientId: guid, isSecretSet: true })).toEqual([
      'warning secret: secretMissing',
    ]);
  });

  test('what has no error is taken by the contract', () => {
    const forms = fc.record({
      isOwn: fc.constant(true),
      clientId: fc.string({ maxLength: 40 }),
      secret: fc.constant({ kind: 'unchanged' } as const),
      tenantKind: fc.constantFrom('organizations', 'common', 'consumers', 'own'),
      ownTenant: fc.string({ maxLength: 40 }),
      cloud: fc.constantFrom('global', 'us-government', 'china'),
      isWeb: fc.boolean(),
      redirectPort: fc.oneof(fc.string({ maxLength: 6 }), fc.integer({ min: -5, max: 70_000 }).map(String)),
      redirectPath: fc.oneof(fc.string(), fc.stringMatching(/^\/[a-z/.]{0,10}$/)),
    });
    fc.assert(
      fc.property(forms, fc.constantFrom(...ownClientProviders), (drawn, provider) => {
        // A text field holds one line.
        const form: ClientForm = { ...drawn, clientId: drawn.clientId.replaceAll(/\p{Cc}/gu, '') };
        fc.pre(clientFindings(provider, form, none).every(({ level }) => level !== 'error'));
        const { googleClient: google, microsoftClient: microsoft } = toClients({ [provider]: form });
        if (provider === 'google') googleClient.parse(google);
        else microsoftClient.parse(microsoft);
      }),
    );
  });
});

describe('a custom provider', () => {
  const filled = {
    ...openProviderForm(null),
    name: 'Acme Mail',
    id: 'acme-mail',
    issuer: 'https://id.acme.test',
    clientId: 'mail-app',
    host: 'mail.acme.test',
  };
  const others = { takenIds: ['google', 'microsoft', 'fabrikam'], isSecretSet: false };
  const found = (change: Partial<typeof filled>) =>
    providerFindings({ ...filled, ...change }, others).map(({ field, code }) => `${field}: ${code}`);

  test('goes into the settings and comes back as it was', () => {
    const provider = toCustomProvider(filled);
    expect(customProvider.parse(provider)).toEqual(provider);
    expect(toCustomProvider(openProviderForm(provider))).toEqual(provider);
  });

  test('says what is missing, field by field', () => {
    const empty = openProviderForm(null);
    expect(providerFindings(empty, others).map(({ field }) => field)).toEqual([
      'name',
      'id',
      'issuer',
      'clientId',
      'host',
    ]);
  });

  test('refuses an ID that is taken or cannot be one, and URLs that are not safe', () => {
    expect(found({ id: 'fabrikam' })).toEqual(['id: idTaken']);
    expect(found({ id: 'none' })).toEqual(['id: idTaken']);
    expect(found({ id: '4Acme' })).toEqual(['id: idInvalid']);
    expect(found({ issuer: 'http://id.acme.test' })).toEqual(['issuer: urlInvalid']);
    expect(found({ tokenEndpoint: 'https://user:pass@id.acme.test/token' })).toEqual([
      'tokenEndpoint: urlInvalid',
    ]);
    expect(found({ port: '0' })).toEqual(['port: portInvalid']);
    for (const host of ['ev il', 'smtp://mail.acme.test', 'mail.acme.test:587', '1.2.3.4.5']) {
      expect(found({ host })).toEqual(['host: hostInvalid']);
    }
    expect(found({ clientAuthentication: 'post' })).toEqual(['secret: secretMissing']);
    expect(found({ scopes: 'openid, mail' })).toEqual(['scopes: scopesNotSeparated']);
    expect(found({ extraParameters: 'audience=mail&scope=all' })).toEqual([
      'extraParameters: parametersInvalid',
    ]);
    expect(found({ extraParameters: 'audience=mail' })).toEqual([]);
  });

  test('the ID follows the name until somebody types one', () => {
    const named = typeProviderText(openProviderForm(null), 'name', 'Österreichische Post 24');
    expect(named.id).toBe('osterreichische-post-24');
    const typed = typeProviderText(typeProviderText(named, 'id', 'post'), 'name', 'Another');
    expect(typed.id).toBe('post');
    expect(idFromName('24 hours')).toBe('hours');
    expect(idFromName('***')).toBe('');
  });

  test('what has no error is taken by the contract', () => {
    const url = fc.oneof(fc.webUrl(), fc.webUrl({ validSchemes: ['https'] }), fc.string(), fc.constant(''));
    const line = fc.string({ minLength: 1, maxLength: 30 }).map((text) => text.replaceAll(/\p{Cc}/gu, ''));
    const port = fc.oneof(fc.integer({ min: -1, max: 70_000 }).map(String), line);
    let goodForms = 0;
    fc.assert(
      fc.property(
        url,
        url,
        line,
        line,
        fc.oneof({ arbitrary: fc.domain(), weight: 4 }, line),
        port,
        (issuer, tokenEndpoint, name, scopes, host, typedPort) => {
          const form = { ...filled, issuer, tokenEndpoint, name, scopes, host, port: typedPort };
          if (providerFindings(form, others).some(({ level }) => level === 'error')) return;
          customProvider.parse(toCustomProvider(form));
          goodForms += 1;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(goodForms).toBeGreaterThan(20);
  });

  test.each([
    ['https://id.acme.test/realms/mail', true],
    ['https://', false],
    ['https:///x', false],
    ['https://a b', false],
    ['HTTPS://id.acme.test', true],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%j is a safe URL: %s', (text, isSafe) => {
    expect(isHttpsUrl(text)).toBe(isSafe);
    // The app may take a little more, never less.
    if (isSafe) expect(customProvider.unwrap().shape.issuer.safeParse(text).success).toBe(true);
  });
});
