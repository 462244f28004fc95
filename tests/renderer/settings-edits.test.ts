import { describe, expect, test } from 'vitest';
import { contract } from '../../shared/contract.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { CustomProvider, Settings } from '../../shared/settings.ts';
import { openClientForm } from '../../renderer/settings/client-form.ts';
import type { ClientForm } from '../../renderer/settings/client-form.ts';
import {
  changedRows,
  editClient,
  editObjects,
  editProviders,
  noEdits,
  toSettingsInput,
} from '../../renderer/settings/page-edits.ts';
import { rebaseEdits } from '../../renderer/settings/rebase-edits.ts';
import {
  addColumn,
  addObject,
  columnFault,
  objectFault,
  removeColumn,
  removeObject,
} from '../../renderer/settings/business-object-edits.ts';

const googleId = '1-abc.apps.googleusercontent.com';
const own = (change: Partial<ClientForm> = {}): ClientForm => ({
  ...openClientForm(null),
  isOwn: true,
  clientId: googleId,
  ...change,
});
const acme: CustomProvider = {
  id: 'acme',
  name: 'Acme',
  issuer: 'https://id.acme.test',
  authorizationEndpoint: null,
  tokenEndpoint: null,
  revocationEndpoint: null,
  scopes: 'openid mail',
  clientId: 'mail-app',
  clientAuthentication: 'post',
  mechanism: 'XOAUTH2',
  smtp: { host: 'mail.acme.test', port: 587, tlsMethod: 'auto' },
  redirectPort: null,
  redirectPath: '/',
};
const saved: Settings = {
  ...defaultSettings,
  googleClient: { clientId: googleId, redirectPort: null, redirectPath: '/' },
  customProviders: [acme],
  businessObjects: [{ name: 'Job', columns: ['Job_No'] }],
};
const nobody: ReadonlySet<string> = new Set();
const input = contract.settingsSave.input;

test('what goes back to the saved value is no edit', () => {
  const typed = { ...openClientForm(saved.googleClient), clientId: 'x' };
  const edits = editClient(noEdits, saved, 'google', typed);
  expect(changedRows(edits, saved)).toEqual(new Set(['googleClient.clientId']));
  expect(editClient(edits, saved, 'google', openClientForm(saved.googleClient))).toEqual(noEdits);
  const fewer = editObjects(noEdits, saved, []);
  expect(changedRows(fewer, saved)).toEqual(new Set(['businessObjects.Job']));
  expect(editObjects(fewer, saved, saved.businessObjects)).toEqual(noEdits);
  const renamed = editProviders(noEdits, saved, [{ ...acme, name: 'Acme Ltd' }]);
  expect(changedRows(renamed, saved)).toEqual(new Set(['customProviders.acme']));
  expect(editProviders(renamed, saved, [acme])).toEqual(noEdits);
});

test('an import while lists are edited is not undone by Save', () => {
  const job = { name: 'Job', columns: ['Job_No'] };
  const mine = { name: 'Mine', columns: ['Mine_No'] };
  const fromFile = { name: 'FromFile', columns: ['File_No'] };
  const edits = editProviders(editObjects(noEdits, saved, [job, mine]), saved, []);
  const now = {
    ...saved,
    businessObjects: [{ ...job, columns: ['Job_No', 'Job_Type'] }, fromFile],
    customProviders: [acme, { ...acme, id: 'other' }],
  };
  const rebased = rebaseEdits(edits, saved, now);
  expect(rebased.businessObjects).toEqual([{ ...job, columns: ['Job_No', 'Job_Type'] }, mine, fromFile]);
  expect(rebased.customProviders?.map(({ id }) => id)).toEqual(['other']);
  expect(changedRows(rebased, now)).toEqual(new Set(['businessObjects.Mine', 'customProviders.acme']));
});

test('what an import brings as well is no edit any more', () => {
  const mine = { name: 'Mine', columns: ['Mine_No'] };
  const edits = editObjects(noEdits, saved, [...saved.businessObjects, mine]);
  expect(rebaseEdits(edits, saved, { ...saved, businessObjects: [...saved.businessObjects, mine] })).toEqual(
    noEdits,
  );
});

describe('a client that an import changes while it is edited', () => {
  const id = '0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10';
  const otherId = '7f1d9c10-5d2b-4a3e-9a51-0c6e8f2a2f7b';
  const client = {
    clientId: id,
    tenant: 'common',
    cloud: 'global',
    redirectPort: null,
    redirectPath: '/',
  } as const;
  const before: Settings = { ...saved, microsoftClient: client };
  const edited = (change: Partial<ClientForm>) =>
    editClient(noEdits, before, 'microsoft', { ...openClientForm(client), ...change });
  const after = (edits: typeof noEdits, microsoftClient: Settings['microsoftClient']) => {
    const now = { ...before, microsoftClient };
    const rebased = rebaseEdits(edits, before, now);
    return { rebased, changed: [...changedRows(rebased, now)], input: toSettingsInput(rebased, now, nobody) };
  };

  test('keeps both changes, line by line', () => {
    const { changed, input: change } = after(edited({ tenantKind: 'own', ownTenant: 'contoso.test' }), {
      ...client,
      clientId: otherId,
      redirectPort: 8080,
      redirectPath: '/back',
    });
    expect(changed).toEqual(['microsoftClient.tenant']);
    expect(input.parse(change)).toEqual({
      microsoftClient: {
        ...client,
        clientId: otherId,
        tenant: 'contoso.test',
        redirectPort: 8080,
        redirectPath: '/back',
      },
    });
  });

  test('keeps the type with the path that was typed for it', () => {
    const web = { isWeb: true, redirectPath: '/mine' };
    expect(after(edited(web), { ...client, tenant: 'organizations' }).input).toEqual({
      microsoftClient: { ...client, tenant: 'organizations', redirectPath: '/mine' },
    });
  });

  test('does not get the secret that was typed for the client before', () => {
    const secret = { kind: 'typed', text: 'marker' } as const;
    expect(after(edited({ secret }), { ...client, clientId: otherId }).rebased).toEqual(noEdits);
    expect(after(edited({ secret }), { ...client, redirectPath: '/back' }).input).toEqual({
      clientSecrets: { microsoft: 'marker' },
    });
    const own = edited({ clientId: otherId, secret });
    expect(after(own, { ...client, clientId: 'x' }).input).toMatchObject({
      microsoftClient: { clientId: otherId },
      clientSecrets: { microsoft: 'marker' },
    });
  });

  test('that is given up meanwhile is what was typed, and a secret alone brings no client back', () => {
    expect(after(edited({ clientId: otherId }), null).input).toEqual({
      microsoftClient: { ...client, clientId: otherId },
    });
    expect(after(edited({ secret: { kind: 'typed', text: 'marker' } }), null).rebased).toEqual(noEdits);
  });

  test('that says by now what was typed is no edit any more, and built-in stays chosen', () => {
    expect(after(edited({ clientId: otherId }), { ...client, clientId: otherId }).rebased).toEqual(noEdits);
    expect(after(edited({ isOwn: false }), { ...client, clientId: otherId }).input).toEqual({
      microsoftClient: null,
    });
  });
});

test('the order in which a file lists its fields is no change', () => {
  const turned = Object.fromEntries(Object.entries(acme).toReversed()) as CustomProvider;
  expect(editProviders(noEdits, saved, [turned])).toEqual(noEdits);
});

test('a client of one’s own marks what was chosen and typed, not what it starts with', () => {
  const edits = editClient(
    noEdits,
    defaultSettings,
    'microsoft',
    own({ clientId: 'x', tenantKind: 'common' }),
  );
  expect([...changedRows(edits, defaultSettings)].toSorted()).toEqual([
    'microsoftClient.clientId',
    'microsoftClient.source',
    'microsoftClient.tenant',
  ]);
});

describe('what Save hands over', () => {
  test('a new client goes with its secret, and the secret stands nowhere else', () => {
    const form = own({
      secret: { kind: 'typed', text: ' GOCSPX-marker ' },
      isWeb: true,
      redirectPort: '8080',
    });
    const change = toSettingsInput(
      editClient(noEdits, defaultSettings, 'google', form),
      defaultSettings,
      nobody,
    );
    expect(input.parse(change)).toEqual({
      googleClient: { clientId: googleId, redirectPort: 8080, redirectPath: '/oauth/redirect' },
      clientSecrets: { google: 'GOCSPX-marker' },
    });
  });

  test('a secret alone goes without its client', () => {
    const form = { ...openClientForm(saved.googleClient), secret: { kind: 'cleared' } as const };
    expect(toSettingsInput(editClient(noEdits, saved, 'google', form), saved, new Set(['google']))).toEqual({
      clientSecrets: { google: '' },
    });
  });

  test('the built-in client takes the secret of the own one with it', () => {
    const edits = editClient(noEdits, saved, 'google', openClientForm(null));
    expect(input.parse(toSettingsInput(edits, saved, new Set(['google'])))).toEqual({
      googleClient: null,
      clientSecrets: { google: '' },
    });
    expect(toSettingsInput(edits, saved, nobody)).toEqual({ googleClient: null });
  });

  test('a secret that is cleared, kept or replaced', () => {
    const cleared = editProviders(noEdits, saved, [acme], { id: 'acme', edit: { kind: 'cleared' } });
    expect(input.parse(toSettingsInput(cleared, saved, nobody))).toEqual({ clientSecrets: { acme: '' } });
    const kept = editProviders(cleared, saved, [acme], { id: 'acme', edit: { kind: 'unchanged' } });
    expect(toSettingsInput(kept, saved, new Set(['acme']))).toEqual({});
    const typed = editProviders(kept, saved, [acme], { id: 'acme', edit: { kind: 'typed', text: 'new' } });
    expect(toSettingsInput(typed, saved, nobody)).toEqual({ clientSecrets: { acme: 'new' } });
  });

  test('a provider that is removed takes its secret with it, and what was typed for it is gone', () => {
    const typed = editProviders(noEdits, saved, [acme], { id: 'acme', edit: { kind: 'typed', text: 'new' } });
    const removed = editProviders(typed, saved, []);
    expect(input.parse(toSettingsInput(removed, saved, new Set(['acme'])))).toEqual({
      customProviders: [],
      clientSecrets: { acme: '' },
    });
    expect(changedRows(removed, saved)).toEqual(new Set(['customProviders.acme']));
  });

  test('settings of every kind go in one call', () => {
    const edits = editObjects(
      editClient({ ...noEdits, plain: { theme: 'dark' } }, saved, 'microsoft', {
        ...own({
          clientId: '0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10',
          tenantKind: 'own',
          ownTenant: ' contoso.test ',
        }),
        cloud: 'us-government',
      }),
      saved,
      addObject(saved.businessObjects, ' Ticket '),
    );
    expect(input.parse(toSettingsInput(edits, saved, nobody))).toEqual({
      theme: 'dark',
      microsoftClient: {
        clientId: '0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10',
        tenant: 'contoso.test',
        cloud: 'us-government',
        redirectPort: null,
        redirectPath: '/',
      },
      businessObjects: [
        { name: 'Job', columns: ['Job_No'] },
        { name: 'Ticket', columns: [] },
      ],
    });
  });
});

describe('business objects', () => {
  const objects = saved.businessObjects;

  test('are added and removed with their columns', () => {
    const more = addColumn(addObject(objects, 'Ticket'), 'Ticket', 'Ticket_No ');
    expect(more[1]).toEqual({ name: 'Ticket', columns: ['Ticket_No'] });
    expect(removeColumn(more, 'Job', 'Job_No')[0]).toEqual({ name: 'Job', columns: [] });
    expect(removeObject(more, 'Job')).toEqual([{ name: 'Ticket', columns: ['Ticket_No'] }]);
  });

  test('no name stands there twice, as keys are compared', () => {
    expect(objectFault(objects, ' job ')).toBe('taken');
    expect(objectFault(objects, 'Jobs')).toBeNull();
    expect(columnFault({ name: 'Job', columns: ['Job_No'] }, 'JOB_NO')).toBe('taken');
  });

  test('there is an end to how many there may be', () => {
    const names = Array.from({ length: 200 }, (_, index) => `N${index}`);
    const many = names.map((name) => ({ name, columns: [] }));
    expect(objectFault(many, 'Another')).toBe('tooMany');
    expect(columnFault({ name: 'Job', columns: names }, 'Another')).toBe('tooMany');
    expect(input.parse({ businessObjects: many }).businessObjects).toHaveLength(200);
  });
});
