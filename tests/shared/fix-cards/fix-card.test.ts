import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClientInfo } from '../../../shared/app-state.ts';
import {
  cardValues,
  consentLink,
  factsOf,
  noFacts,
  powerShellArgument,
} from '../../../shared/fix-cards/fill-in.ts';
import type { CardFacts } from '../../../shared/fix-cards/fill-in.ts';
import { fillIn, fixCardFor, rules } from '../../../shared/fix-cards/fix-card.ts';
import { symptomOfText } from '../../../shared/fix-cards/symptom.ts';
import { cardWords, copyWords, linkWords, stepWords } from '../../../shared/fix-cards/words.ts';
import { clockRule } from '../../../shared/fix-cards/network-rules.ts';
import { exampleProviders } from '../../helpers/example-accounts.ts';
import { fakeAccount } from '../../helpers/fake-app.ts';
import { everyCode, knownErrors, graphErrors, moreErrors } from './known-errors.ts';

const client: ClientInfo = {
  source: 'settings',
  clientId: '11111111-2222-3333-4444-555555555555',
  secretSet: false,
  authorizationEndpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
  tokenEndpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
  revocationEndpoint: null,
  redirectUri: 'http://localhost',
};
const ben: CardFacts = {
  provider: 'microsoft',
  mailbox: 'ben@contoso.test',
  signInAccount: 'ben@contoso.test',
  from: 'ben@contoso.test',
  host: 'smtp.office365.com',
  port: 587,
  sendThrough: 'smtp',
  offersApi: true,
  providerName: 'Microsoft',
  mailHosts: ['smtp.office365.com', 'smtp-mail.outlook.com'],
  client,
};
const textsOf = (card: ReturnType<typeof fixCardFor>) =>
  Object.fromEntries(card.copies.map(({ key, text }) => [key, text]));

describe('the fifty known errors', () => {
  test('are fifty, each with a card of its own and a source', () => {
    expect(knownErrors).toHaveLength(50);
    expect(new Set(knownErrors.map(({ card }) => card)).size).toBe(50);
    expect(knownErrors.every(({ source }) => source.length > 5)).toBe(true);
  });

  test.each([...knownErrors, ...moreErrors, ...graphErrors].map((each) => [each.card, each] as const))(
    '%s is recognised by its bytes',
    (card, { symptom, provider }) => {
      const found = fixCardFor(symptom, { ...ben, provider });
      expect([found.id, JSON.stringify(symptom)]).toEqual([card, JSON.stringify(symptom)]);
      expect(found.steps.length).toBeGreaterThan(0);
    },
  );

  test('keep the words of the server and the correlation ID under Details', () => {
    const [consent] = knownErrors.filter(({ card }) => card === 'microsoft-consent-missing');
    const card = fixCardFor(consent?.symptom ?? { code: 'internal' }, ben);
    expect(Object.fromEntries(card.details)).toMatchObject({
      aadsts: '65001',
      correlationId: 'aaaa0000-bb11-2222-33cc-444444dddddd',
    });
    expect(card.links.map(({ url }) => url)).toEqual(['https://login.microsoftonline.com/error?code=65001']);
    const [blocked] = knownErrors.filter(({ card: id }) => id === 'sender-blocked');
    expect(fixCardFor(blocked?.symptom ?? { code: 'internal' }, ben).reply).toContain('bad outbound sender');
  });
});

describe('every code of the app', () => {
  test.each(everyCode)('%s has a card that says who can do something', (code) => {
    const card = fixCardFor({ code }, ben);
    expect(['you', 'administrator', 'wait']).toContain(card.who);
    expect(card.code).toBe(code);
  });

  test('an error that nobody knows keeps its own words and the reply of the server', () => {
    const card = fixCardFor({ code: 'message-rejected', reply: '550 5.6.11 Invalid characters' }, ben);
    expect([card.id, card.reply, card.who]).toEqual([null, '550 5.6.11 Invalid characters', 'you']);
  });

  test('a password that is refused leads to an app password where the provider is known to want one', () => {
    const at = (host: string) =>
      fixCardFor({ code: 'authentication-rejected' }, { ...ben, provider: 'none', host });
    expect(at('smtp.mail.yahoo.com')).toMatchObject({
      id: 'password-refused',
      links: [{ key: 'appPasswords', url: 'https://login.yahoo.com/account/security' }],
    });
    expect(at('smtp.mail.yahoo.com').steps).toContainEqual({ by: 'you', key: 'makeAppPassword' });
    expect(at('mail.contoso.test').links).toEqual([]);
    expect(at('mail.contoso.test').steps.map(({ key }) => key)).not.toContain('makeAppPassword');
    expect(at('mail.me.com.evil.test').links).toEqual([]);
  });

  test.each([
    ['wrong-account', 'google', 'wrong-account'],
    ['sign-in-required', 'custom', 'sign-in-needed'],
    ['grant-revoked', 'custom', 'sign-in-needed'],
    ['authentication-rejected', 'custom', 'token-refused'],
  ] as const)('%s at %s has the card %s, in which the provider speaks', (code, provider, card) => {
    const detail = { providerText: 'Ask your help desk.' };
    expect(fixCardFor({ code, detail }, { ...ben, provider })).toMatchObject({
      ...{ id: card, reply: 'Ask your help desk.' },
    });
  });

  test('an error of a provider that nobody knows lets the provider speak; a known one does so under Details', () => {
    const detail = { error: 'new_error', providerText: 'Your mailbox has moved.', status: 400 };
    expect(fixCardFor({ code: 'provider-response-invalid', detail }, ben)).toMatchObject({
      ...{ id: null, reply: 'Your mailbox has moved.' },
    });
    const known = fixCardFor({ code: 'grant-revoked', detail: { ...detail, aadsts: 50_173 } }, ben);
    expect([known.id, known.reply]).toEqual(['microsoft-sign-in-revoked', '']);
    expect(known.details).toContainEqual(['providerText', 'Your mailbox has moved.']);
  });

  test("a number of Microsoft's that nobody knows leads to Microsoft's page about it", () => {
    const card = fixCardFor({ code: 'authorization-failed', detail: { aadsts: 90_012 } }, ben);
    expect(card.links).toEqual([
      { key: 'microsoftError', url: 'https://login.microsoftonline.com/error?code=90012' },
    ]);
    expect(card.actions).toEqual(['sign-in']);
  });
});

describe('what can be copied', () => {
  test('is filled in for this mailbox', () => {
    const reply =
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.';
    expect(textsOf(fixCardFor({ code: 'smtp-auth-disabled', reply }, ben))).toEqual({
      enableForMailbox: 'Set-CASMailbox -Identity ben@contoso.test -SmtpClientAuthenticationDisabled $false',
      enableForAll: 'Set-TransportConfig -SmtpClientAuthenticationDisabled $false',
    });
  });

  test('names both people of a shared mailbox', () => {
    const shared = { ...ben, mailbox: 'sales@contoso.test', from: 'sales@contoso.test' };
    const card = fixCardFor(
      { code: 'authentication-rejected', reply: '535 5.7.3 Authentication unsuccessful' },
      shared,
    );
    expect(textsOf(card)).toMatchObject({
      sendAs:
        'Add-RecipientPermission -Identity sales@contoso.test -Trustee ben@contoso.test -AccessRights SendAs',
      fullAccess:
        'Add-MailboxPermission -Identity sales@contoso.test -User ben@contoso.test -AccessRights FullAccess',
    });
    const own = fixCardFor(
      { code: 'authentication-rejected', reply: '535 5.7.3 Authentication unsuccessful' },
      ben,
    );
    expect(textsOf(own)).not.toHaveProperty('fullAccess');
  });

  test('gives nobody a right that they have: to send as themselves', () => {
    const keysOf = (reply: string, facts: CardFacts) => {
      const { steps, copies } = fixCardFor({ code: 'sender-rejected', reply }, facts);
      return [...steps, ...copies].map(({ key }) => key);
    };
    const denied = '554 5.2.252 SendAsDenied';
    expect(keysOf(denied, { ...ben, from: 'Ben@contoso.test' })).toEqual(['changeFrom']);
    expect(keysOf(denied, { ...ben, from: 'sales@contoso.test' })).toEqual([
      ...['changeFrom', 'grantSendAs', 'sendAs'],
    ]);
    expect(keysOf('535 5.7.3 Authentication unsuccessful', ben)).toEqual([
      ...['signInAsOwner', 'enableForMailbox'],
    ]);
    expect(keysOf(denied, noFacts)).toContain('sendAs');
  });

  test('is the consent link of this client, in this tenant or for any', () => {
    const link = `https://login.microsoftonline.com/organizations/adminconsent?client_id=${client.clientId}`;
    expect(textsOf(fixCardFor({ code: 'consent-required' }, ben))).toEqual({ consentLink: link });
    const endpoint = (path: string) => ({
      ...client,
      authorizationEndpoint: `https://login.microsoftonline.us/${path}/oauth2/v2.0/authorize`,
    });
    expect(consentLink(endpoint('contoso.test'))).toContain(
      'login.microsoftonline.us/contoso.test/adminconsent',
    );
    expect(consentLink(endpoint('common'))).toContain('/organizations/adminconsent');
    expect(consentLink({ ...client, clientId: '' })).toBe('');
    expect(consentLink(null)).toBe('');
  });

  test.each([
    ['login.microsoftonline.com', 'https://entra.microsoft.com/'],
    ['login.microsoftonline.us', 'https://portal.azure.us/'],
    ['login.partner.microsoftonline.cn', 'https://portal.azure.cn/'],
  ])('leads to the cloud of the client: %s', (login, portal) => {
    const authorizationEndpoint = `https://${login}/contoso.test/oauth2/v2.0/authorize`;
    const inCloud = { ...ben, client: { ...client, authorizationEndpoint } };
    const unknownApp = fixCardFor({ code: 'client-rejected', detail: { aadsts: 700_016 } }, inCloud);
    expect(unknownApp.links.find(({ key }) => key === 'entraApps')?.url).toContain(portal);
    expect(textsOf(fixCardFor({ code: 'consent-required' }, inCloud))).toEqual({
      consentLink: `https://${login}/contoso.test/adminconsent?client_id=${client.clientId}`,
    });
  });

  test('changes the registration of exactly this client', () => {
    const card = fixCardFor({ code: 'client-rejected', detail: { aadsts: 7_000_218 } }, ben);
    expect(textsOf(card)['publicClient']).toBe(
      `az ad app update --id ${client.clientId} --is-fallback-public-client true --public-client-redirect-uris http://localhost`,
    );
    const odd = { ...ben, client: { ...client, clientId: 'x; rm -rf /' } };
    expect(
      textsOf(fixCardFor({ code: 'client-rejected', detail: { aadsts: 7_000_218 } }, odd)),
    ).not.toHaveProperty('publicClient');
  });

  test.each([
    ['ben@contoso.test', 'ben@contoso.test'],
    ["o'neil@contoso.test", "'o''neil@contoso.test'"],
    ['a\u2019b@contoso.test', "'a\u2019\u2019b@contoso.test'"],
    ['a;Remove-Mailbox b', "'a;Remove-Mailbox b'"],
    ['-Force', "'-Force'"],
    ['$(whoami)@x.test', "'$(whoami)@x.test'"],
    ['a\r\nb', 'ab'],
    ['', "''"],
    ['<mailbox>', '<mailbox>'],
  ])('takes %j as one argument', (text, argument) => {
    expect(powerShellArgument(text)).toBe(argument);
  });

  test('is one argument whatever a mailbox is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const argument = powerShellArgument(text);
        if (!argument.startsWith("'")) return /^[A-Za-z0-9<][A-Za-z0-9@._+<>-]*$/.test(argument);
        // Between the quotes every quote stands twice.
        return !/['\u2018\u2019\u201a\u201b]/.test(
          argument.slice(1, -1).replace(/(['\u2018\u2019\u201a\u201b])\1/g, ''),
        );
      }),
    );
  });
});

describe('a card only offers what this account can do', () => {
  const disabled = { code: 'smtp-auth-disabled' } as const;

  test('Graph where the provider has it', () => {
    const keys = (facts: CardFacts) => fixCardFor(disabled, facts).steps.map(({ key }) => key);
    expect(keys(ben)).toContain('switchToGraph');
    expect(keys({ ...ben, offersApi: false })).not.toContain('switchToGraph');
    const actions = (facts: CardFacts) => fixCardFor(disabled, facts).actions;
    expect(actions(ben)).toEqual(['send-through-graph', 'edit-account']);
    expect(actions({ ...ben, offersApi: false })).toEqual(['edit-account']);
  });

  test('large messages where the account sends through Graph', () => {
    const large = {
      code: 'large-messages-not-allowed',
      reply: '403 ErrorAccessDenied Access is denied.',
    } as const;
    expect(fixCardFor(large, { ...ben, sendThrough: 'api' })).toMatchObject({
      ...{ id: 'large-messages-not-allowed', actions: ['allow-large-messages'] },
      copies: [{ key: 'largePermission', text: 'Mail.ReadWrite' }],
    });
    expect(fixCardFor(large, ben).actions).toEqual([]);
  });

  test('no sign-in where the account has none, and nothing of an account that is unknown', () => {
    const revoked = { code: 'client-rejected', detail: { aadsts: 50_020 } } as const;
    expect(fixCardFor(revoked, ben).actions).toEqual(['sign-in', 'reconfigure']);
    expect(fixCardFor(revoked, { ...ben, provider: 'none' }).actions).toEqual([]);
    expect(fixCardFor(disabled, noFacts).actions).toEqual([]);
  });

  test('Reconfigure Authentication where the client is at fault', () => {
    for (const aadsts of [700_016, 50_194, 50_011, 7_000_218, 7_000_215, 7_000_222, 650_057]) {
      expect([aadsts, fixCardFor({ code: 'client-rejected', detail: { aadsts } }, ben).actions]).toEqual([
        aadsts,
        ['reconfigure'],
      ]);
    }
    expect(fixCardFor({ code: 'client-rejected' }, ben).actions).toEqual(['reconfigure']);
  });

  test('facts come from the row and its provider', () => {
    const row = fakeAccount(4, {
      ...{ provider: 'google', user: 'grace@fabrikam.test', host: 'gmail.googleapis.com', port: 443 },
      sendThrough: 'api',
    });
    const facts = factsOf(row, exampleProviders);
    expect(facts).toMatchObject({
      signInAccount: 'grace@fabrikam.test',
      from: 'grace@fabrikam.test',
      offersApi: false,
    });
    expect(cardValues(facts, 0)['permission']).toBe('https://www.googleapis.com/auth/gmail.send');
  });
});

describe('a server that is not the provider’s', () => {
  test('is named, and so are those of the provider; the account is edited', () => {
    const card = fixCardFor({ code: 'server-not-providers' }, { ...ben, host: '127.0.0.1' });
    expect([card.id, card.who, card.actions]).toEqual(['server-not-providers', 'you', ['edit-account']]);
    const text = (words: string) => fillIn(words, card.values);
    expect(text(cardWords['server-not-providers'].title)).toBe(
      'The server 127.0.0.1 does not belong to Microsoft',
    );
    expect(card.steps.map(({ key }) => text(stepWords[key])).join(' ')).toContain(
      'smtp.office365.com, smtp-mail.outlook.com',
    );
  });
});

describe('a clock that is far off', () => {
  const off = { clockOffSeconds: -4_000 };

  test('is blamed before the token is', () => {
    const dead = { code: 'sign-in-required', detail: { error: 'invalid_grant', ...off } } as const;
    const card = fixCardFor(dead, { ...ben, provider: 'google' });
    expect([card.id, card.values['clockOff']]).toEqual(['clock-wrong', '67 min']);
    expect(
      fixCardFor({ ...dead, detail: { error: 'invalid_grant' } }, { ...ben, provider: 'google' }).id,
    ).toBe('google-sign-in-ended');
  });

  test('explains a certificate, and not what Microsoft explains itself', () => {
    const expired = { code: 'tls-failed', detail: { networkCode: 'CERT_HAS_EXPIRED', ...off } } as const;
    expect(fixCardFor(expired, ben).id).toBe('clock-wrong');
    const revoked = { code: 'sign-in-required', detail: { aadsts: 50_173, ...off } } as const;
    expect(fixCardFor(revoked, ben).id).toBe('microsoft-sign-in-revoked');
  });
});

describe('a text from elsewhere', () => {
  // The three texts that SimpleHelp's own guide explains come first.
  test.each([
    ['Exception reading response', 'microsoft-secret-id', 'microsoft'],
    [
      'Could not connect to SMTP host: smtp.office365.com, port: 587, Unsupported or unrecognised SSL message',
      'tls-method-wrong',
      'microsoft',
    ],
    ['invalid_client The OAuth client was not found.', 'google-client-unknown', 'google'],
    [
      "AADSTS50194: Application '1111' is not configured as a multi-tenant application. Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd",
      'microsoft-single-tenant',
      '',
    ],
    ['Access blocked: Authorization Error\nError 400: redirect_uri_mismatch', 'google-redirect-uri', ''],
    ['Error 403: org_internal', 'google-company-only', ''],
    ['Error 400: admin_policy_enforced', 'google-admin-policy', ''],
    ['Error 403: access_denied', 'google-declined', ''],
    ['Error 403: disallowed_useragent', 'google-embedded-browser', ''],
    [
      'Send Error: Invalid login: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      'exchange-smtp-auth-disabled',
      'microsoft',
    ],
    ['Error: connect ECONNREFUSED 127.0.0.1:587', 'connection-refused', 'none'],
    ['getaddrinfo ENOTFOUND smtp.example.test', 'name-unknown', 'none'],
    ['PKIX path building failed: unable to find valid certification path', 'certificate-unknown', 'none'],
    ['Need admin approval', 'microsoft-admin-approval', 'microsoft'],
    ['Good morning', null, 'microsoft'],
    ['', null, ''],
  ])('%j leads to %s', (text, card, provider) => {
    const symptom = symptomOfText(text);
    const found = fixCardFor(symptom, { ...ben, provider: symptom.provider || provider });
    expect(found.id).toBe(card);
  });

  test('of any length and kind is answered at once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), (text) => {
        const { words = '' } = symptomOfText(text);
        return words.length <= text.length;
      }),
    );
    const started = performance.now();
    symptomOfText('AADSTS '.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('the catalog', () => {
  const all = [...rules, clockRule];

  test('has one rule for every card and words for every part of a rule', () => {
    expect(all.map(({ id }) => id).toSorted()).toEqual(Object.keys(cardWords).toSorted());
  });

  test('uses all its words', () => {
    expect(new Set(all.flatMap(({ steps }) => steps.map(([, key]) => key)))).toEqual(
      new Set(Object.keys(stepWords)),
    );
    expect(new Set(all.flatMap(({ copies = [] }) => copies))).toEqual(new Set(Object.keys(copyWords)));
    expect(new Set(all.flatMap(({ links = [] }) => links))).toEqual(new Set(Object.keys(linkWords)));
  });

  test('fills every placeholder', () => {
    const values = cardValues(ben, 3_600);
    const texts = [
      ...Object.values(cardWords).flatMap(({ title, cause }) => [title, cause]),
      ...Object.values(stepWords),
    ];
    expect(texts.map((text) => fillIn(text, values)).filter((text) => text.includes('{{'))).toEqual([]);
    expect(fillIn('{{unknown}} {{host}}', values)).toBe('{{unknown}} smtp.office365.com');
  });

  test('says sign in and sent, in whole sentences', () => {
    const texts = [...Object.values(cardWords).map(({ cause }) => cause), ...Object.values(stepWords)];
    expect(texts.filter((text) => !/^[A-Z{].*\.$/.test(text))).toEqual([]);
    const titles = Object.values(cardWords).map(({ title }) => title);
    expect(titles.filter((title) => !/^[A-Z].*[^.]$/.test(title))).toEqual([]);
    expect(
      [...texts, ...titles].filter((text) => /\blog[ -]?(in|on|out)\b|delivered|login/i.test(text)),
    ).toEqual([]);
  });

  test('only names pages by https', () => {
    expect(all.map(({ source }) => source).filter((source) => !source.startsWith('https://'))).toEqual([]);
  });
});
