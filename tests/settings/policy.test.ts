import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { findPolicy, noLastGood, nodeFiles, parseLastGood, readPolicy } from '../../main/settings/policy.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { customProvider } from '../helpers/example-policy.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const { certificatePem, serverKeyPem } = await createCertificateAuthority();
const google = {
  clientId: 'contoso-client',
  clientSecret: 'canary-client-secret',
  issuer: 'https://accounts.example.com',
  authorizationEndpoint: 'https://accounts.example.com/auth',
  tokenEndpoint: 'https://accounts.example.com/token',
};
const policy = {
  version: 1,
  setBy: 'Contoso IT',
  settings: { canSignInWhenSending: false },
  providers: { google },
};

async function start(content: unknown = policy) {
  const folder = await temporaryFolder();
  const path = join(folder, 'policy.json');
  const write = (value: unknown) =>
    writeFile(
      path,
      typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value, null, 2),
    );
  const profile = join(folder, 'profile');
  const ports = createNodePorts({
    profileFolder: profile,
    platform: 'linux',
    env: {},
    cipher: createFakeCipher(),
    log: () => undefined,
  });
  const lastGood = () => ports.openStore('policy-last-good', parseLastGood, noLastGood);
  const read = (
    change: { machineWide?: boolean; withCopy?: boolean; isAdministrators?: () => boolean } = {},
  ) =>
    readPolicy({
      source: { path, machineWide: change.machineWide ?? false },
      lastGood: change.withCopy === false ? null : lastGood(),
      files: {
        ...nodeFiles(process.platform),
        ...(change.isAdministrators && { isAdministrators: change.isAdministrators }),
      },
    });
  await write(content);
  return { folder, path, profile, write, read, lastGood };
}

describe('a policy file', () => {
  it('that is good counts, with what it locks and who set it', async () => {
    const { read } = await start();
    expect(read()).toMatchObject({
      status: 'active',
      policy,
      certificateAuthorities: [],
      info: {
        status: 'active',
        setBy: 'Contoso IT',
        lockedSettings: ['canSignInWhenSending'],
        businessObjects: [],
        failure: null,
      },
    });
  });

  it('may name accounts, business objects and custom providers', async () => {
    const content = {
      version: 1,
      settings: { defaultAccountId: 1_000_000, customProviders: [customProvider] },
      businessObjects: [{ name: 'Project', columns: ['Project_ID'] }],
      accounts: [{ id: 1_000_000, provider: 'contoso', columnValue: 'sa' }, { id: 1_000_001 }],
      passwordsAlwaysEncrypted: false,
      allowKeyFile: true,
    };
    const { read } = await start(content);
    expect(read()).toMatchObject({
      status: 'active',
      policy: content,
      info: {
        lockedSettings: ['defaultAccountId', 'customProviders'],
        businessObjects: content.businessObjects,
      },
    });
  });

  it.each<[string, object]>([
    [
      'the client of an organisation at Microsoft, and another server for its mail',
      {
        providers: {
          microsoft: {
            ...{
              clientId: 'contoso-client',
              clientSecret: 'canary-client-secret',
              tenant: 'contoso.example',
            },
            authority: 'https://login.example.com/contoso',
            smtp: { host: 'smtp.example.com', port: 587, tlsMethod: 'auto' },
          },
        },
      },
    ],
    [
      'an account without TLS where passwords need none',
      { accounts: [{ id: 1e6, host: 'a.example', sendPasswordUnencrypted: true }] },
    ],
    [
      'an account with TLS where passwords need it',
      { passwordsAlwaysEncrypted: true, accounts: [{ id: 1e6, host: 'a.example' }] },
    ],
  ])('may name %s', async (_, members) => {
    const content = { version: 1, ...members };
    const { read } = await start(content);
    expect(read()).toMatchObject({ status: 'active', policy: content, info: { setBy: '', failure: null } });
  });

  it('whose accounts are useless is refused as well, with the line of the member', async () => {
    const { path, lastGood } = await start({ version: 1, accounts: [{ id: 1e6, host: 'a b' }] });
    const accountFault = () => ({ index: 0, field: 'host', message: 'The host is none.' });
    const source = { path, machineWide: false };
    expect(readPolicy({ source, lastGood: lastGood(), accountFault }).info).toMatchObject({
      status: 'refused',
      failure: { message: 'line 6: accounts.0.host: The host is none.' },
    });
  });

  it('that is not there is no policy', async () => {
    const { folder } = await start();
    for (const path of [join(folder, 'missing.json'), join(folder, 'policy.json', 'below.json')]) {
      const source = { path, machineWide: true };
      expect(readPolicy({ source, lastGood: null })).toMatchObject({ status: 'none', policy: null });
    }
    expect(readPolicy({ source: null, lastGood: null }).info.status).toBe('none');
  });

  it('may begin with a byte order mark, as Notepad writes it', async () => {
    const { read } = await start(`\ufeff${JSON.stringify(policy)}`);
    expect(read().status).toBe('active');
  });

  it.each<[unknown, string]>([
    ['', 'line 1: value expected'],
    ['null', 'line 1: the file must be an object'],
    ['[]', 'line 1: the file must be an object'],
    [Buffer.from('\ufeff{"version":1}', 'utf16le'), 'line 1: the file is not UTF-8 text'],
    ['{\n "version": 1, // comment\n}', 'line 2: invalid comment token'],
    ['{\n "version": 1,\n}', 'line 3: property name expected'],
    ['{\n "version": 1,\n "version": 1\n}', 'line 3: the member "version" is there twice'],
    [{ ...policy, version: 2 }, 'line 2: version must be 1'],
    [{}, 'line 1: version must be 1'],
    [{ version: 1, setBy: 5 }, 'line 3: setBy must be a text'],
    [{ version: 1, colour: 'red' }, 'line 3: colour is not known here'],
    [{ version: 1, settings: { theme: 'purple' } }, 'line 4: settings.theme must be system or light or dark'],
    [{ version: 1, settings: { retentionDays: -1 } }, 'line 4: settings.retentionDays must be 0 or more'],
    [
      { version: 1, settings: { systemUser: 'x'.repeat(257) } },
      'line 4: settings.systemUser must have at most 256 characters',
    ],
    [
      { version: 1, settings: { defaultAccountId: 'one' } },
      'line 4: settings.defaultAccountId must be a number',
    ],
    [
      { version: 1, settings: { retentionDays: 1.5 } },
      'line 4: settings.retentionDays must be a whole number',
    ],
    [
      { version: 1, providers: { microsoft: { tenant: 'a/b' } } },
      'line 5: providers.microsoft.tenant is not in the form that is wanted',
    ],
    ...['', '/a', 'a/'].map((tenant): [unknown, string] => [
      { version: 1, providers: { microsoft: { tenant } } },
      'line 5: providers.microsoft.tenant is not in the form that is wanted',
    ]),
    ...['http://login.example.com', 'login.example.com', 'javascript:alert(1)'].map(
      (authority): [unknown, string] => [
        { version: 1, providers: { microsoft: { authority } } },
        'line 5: providers.microsoft.authority must be an https URL',
      ],
    ),
    ...['clientId', 'clientSecret'].map((member): [unknown, string] => [
      { version: 1, providers: { microsoft: { [member]: '' } } },
      `line 5: providers.microsoft.${member} must not be empty`,
    ]),
    [
      { version: 1, providers: { microsoft: { colour: 'red' } } },
      'line 5: providers.microsoft.colour is not known here',
    ],
    [
      { version: 1, providers: { google: { smtp: { host: 'a', port: 25, tlsMethod: 'auto', key: 1 } } } },
      'line 9: providers.google.smtp.key is not known here',
    ],
    [{ version: 1, certificateAuthorities: '' }, 'line 3: certificateAuthorities must not be empty'],
    [{ version: 1, providers: { yahoo: {} } }, 'line 4: providers.yahoo is not known here'],
    [
      { version: 1, providers: { google: { clientId: '' } } },
      'line 5: providers.google.clientId must not be empty',
    ],
    [
      { version: 1, providers: { google: { ...google, tokenEndpoint: 'http://evil.example' } } },
      'line 9: providers.google.tokenEndpoint must be an https URL (http only on this computer)',
    ],
    [
      { version: 1, providers: { google: { tokenEndpoint: 'https://evil.example' } } },
      'line 4: providers.google: give all of issuer, authorizationEndpoint, tokenEndpoint, or none of them',
    ],
    [
      { version: 1, providers: { microsoft: { smtp: { host: 'a', port: 70_000, tlsMethod: 'auto' } } } },
      'line 7: providers.microsoft.smtp.port must be 65535 or less',
    ],
    [
      { version: 1, providers: { microsoft: { smtp: { host: 'a', tlsMethod: 'auto' } } } },
      'line 5: providers.microsoft.smtp.port is missing; it must be a number',
    ],
    [{ version: 1, accounts: {} }, 'line 3: accounts must be a list'],
    [{ version: 1, accounts: [{}] }, 'line 4: accounts.0.id is missing; it must be a number'],
    [{ version: 1, accounts: [{ id: 999_999 }] }, 'line 5: accounts.0.id must be 1000000 or more'],
    [{ version: 1, accounts: [{ id: 1e9 }] }, 'line 5: accounts.0.id must be 999999999 or less'],
    [
      { version: 1, accounts: [{ id: 1e6 }, { id: 1e6 }] },
      'line 8: accounts.1.id is the ID of another account too',
    ],
    [
      { version: 1, accounts: [{ id: 1e6, grantId: 'canary' }] },
      'line 6: accounts.0.grantId is not known here',
    ],
    [{ version: 1, accounts: [{ id: 1e6, port: 0 }] }, 'line 6: accounts.0.port must be 1 or more'],
    [{ version: 1, accounts: [{ id: 1e6, user: 'a\nb' }] }, 'line 6: accounts.0.user must be one line'],
    [
      { version: 1, accounts: [{ id: 1e6, provider: 'yahoo' }] },
      'line 6: accounts.0.provider must be one of none, google, microsoft',
    ],
    [
      { version: 1, accounts: Array.from({ length: 1_001 }, (_, index) => ({ id: 1e6 + index })) },
      'line 3: accounts must have at most 1000 entries',
    ],
    [
      {
        version: 1,
        passwordsAlwaysEncrypted: true,
        accounts: [{ id: 1e6, host: 'a.example', sendPasswordUnencrypted: true }],
      },
      'line 8: accounts.0.sendPasswordUnencrypted must be false: passwordsAlwaysEncrypted is true',
    ],
    [
      { version: 1, settings: { defaultAccountId: 1_000_001 }, accounts: [{ id: 1e6 }] },
      'line 4: settings.defaultAccountId must be the ID of an account of this policy',
    ],
    [{ version: 1, businessObjects: ['Order'] }, 'line 4: businessObjects.0 must be an object'],
    [
      { version: 1, businessObjects: [{ name: 'Order', columns: [''] }] },
      'line 7: businessObjects.0.columns.0 must not be empty',
    ],
    [
      {
        version: 1,
        businessObjects: [
          { name: 'Order', columns: [] },
          { name: 'order ', columns: [] },
        ],
      },
      'line 3: businessObjects: has a business object twice',
    ],
    [{ version: 1, allowKeyFile: 'yes' }, 'line 3: allowKeyFile must be true or false'],
    [
      { version: 1, settings: { customProviders: [{ ...customProvider, id: 'google' }] } },
      'line 6: settings.customProviders.0.id is taken',
    ],
  ])('%j is refused whole, with its line', async (content, message) => {
    const { path, read } = await start(content);
    const before = await readFile(path);
    expect(read()).toEqual({
      status: 'refused',
      policy: null,
      certificateAuthorities: [],
      info: {
        status: 'refused',
        setBy: '',
        lockedSettings: [],
        businessObjects: [],
        failure: expect.objectContaining({ code: 'policy-invalid', message, remedy: 'ask-administrator' }),
      },
    });
    expect(await readFile(path)).toEqual(before);
  });

  it('that is refused is not repeated in the message, for it may hold a client secret', async () => {
    const text = JSON.stringify({ ...policy, version: 2 }, null, 2);
    for (const content of [
      text,
      text.slice(0, -20),
      text.replace('"clientSecret":', '"clientSecret"'),
      `${text}canary`,
    ]) {
      const { read } = await start(content);
      const { info } = read();
      expect(info.status).toBe('refused');
      expect(JSON.stringify(info)).not.toContain('canary');
    }
  });

  it('that cannot be read is refused', async () => {
    const { folder } = await start();
    const path = join(folder, 'folder.json');
    await mkdir(path);
    const { info } = readPolicy({ source: { path, machineWide: false }, lastGood: null });
    const message = 'The policy file cannot be read.';
    expect(info).toMatchObject({ status: 'refused', failure: { code: 'policy-invalid', message } });
    expect(JSON.stringify(info)).not.toContain(folder);
  });

  it('that is longer than any policy is refused', async () => {
    const { read } = await start(`${JSON.stringify(policy)}${' '.repeat(16 * 1024 * 1024)}`);
    expect(read().info).toMatchObject({ status: 'refused', failure: { code: 'policy-invalid' } });
  });
});

describe('a policy file of the whole computer', () => {
  it('is refused when ordinary users can write it', async () => {
    const { read } = await start();
    const policyOf = (isAdministrators: boolean) =>
      read({ machineWide: true, withCopy: false, isAdministrators: () => isAdministrators });
    expect(policyOf(false)).toMatchObject({ status: 'refused', policy: null });
    expect(policyOf(true)).toMatchObject({ status: 'active', policy });
  });

  it('is refused when ordinary users can write it, or its certificates', async () => {
    const { folder, read } = await start({ ...policy, certificateAuthorities: 'ca.pem' });
    await writeFile(join(folder, 'ca.pem'), certificatePem);
    expect(read({ machineWide: true, isAdministrators: () => false }).info.failure?.message).toMatch(
      /ordinary users/,
    );
    let asked = 0;
    const onlyTheFirst = () => (asked += 1) === 1;
    expect(
      read({ machineWide: true, withCopy: false, isAdministrators: onlyTheFirst }).info.failure?.message,
    ).toMatch(/^line 16: certificateAuthorities names a file that can be written by ordinary users/);
    expect(read({ machineWide: true, isAdministrators: () => true }).status).toBe('active');
  });

  it.skipIf(process.platform === 'win32')(
    'is looked at on both ways to it: its own, and that of the link that leads to it',
    async () => {
      const { folder, path } = await start();
      const link = join(folder, 'link.json');
      await symlink(path, link);
      // A temporary folder is everybody's.
      expect(nodeFiles('linux').isAdministrators(path)).toBe(false);
      expect(nodeFiles('linux').isAdministrators(link)).toBe(false);
      expect(nodeFiles('linux').isAdministrators('/')).toBe(true);
      const away = join(folder, 'away');
      await symlink('/', away);
      expect(nodeFiles('linux').isAdministrators(away)).toBe(false);
    },
  );

  it('goes before --policy, which only counts in a development build', async () => {
    const { path } = await start();
    const base = { platform: 'linux', env: {}, givenPath: path } as const;
    expect(() => findPolicy({ ...base, isDevelopment: false })).toThrow(
      expect.objectContaining({ field: 'policy' }),
    );
    expect(findPolicy({ ...base, givenPath: null, isDevelopment: true })).toEqual({
      path: '/etc/smtp-setup/policy.json',
      machineWide: true,
    });
  });
});

describe('certificates that a policy names', () => {
  it.each(['beside the policy file', 'at an absolute path'])('are read %s', async (where) => {
    const { folder, write, read } = await start();
    const path = join(folder, 'ca.pem');
    await writeFile(path, certificatePem);
    await write({ ...policy, certificateAuthorities: where === 'at an absolute path' ? path : 'ca.pem' });
    expect(read().certificateAuthorities.map((pem) => pem.trim())).toEqual([certificatePem.trim()]);
  });

  it.each<[string, string | null, RegExp]>([
    ['is missing', null, /names a file that cannot be read/],
    ['is empty', '', /names a file that holds no PEM certificate/],
    ['holds a key', certificatePem + serverKeyPem, /names a file that holds a private key/],
  ])('are refused when their file %s', async (_, text, reason) => {
    const { folder, write, read } = await start();
    if (text !== null) await writeFile(join(folder, 'ca.pem'), text);
    await write({ ...policy, certificateAuthorities: 'ca.pem' });
    const message = read().info.failure?.message ?? '';
    expect(message).toMatch(/^line 16: certificateAuthorities /);
    expect(message).toMatch(reason);
    expect(message).not.toContain(folder);
  });
});

describe('the last good copy', () => {
  it('goes on while the file is bad, with its certificates, and says why', async () => {
    const { folder, write, read } = await start();
    await writeFile(join(folder, 'ca.pem'), certificatePem);
    await write({ ...policy, certificateAuthorities: 'ca.pem' });
    const good = read();
    await write('{');
    await writeFile(join(folder, 'ca.pem'), 'gone');
    expect(read()).toEqual({
      ...good,
      status: 'last-good',
      info: {
        ...good.info,
        status: 'last-good',
        failure: expect.objectContaining({ code: 'policy-invalid', message: 'line 1: close brace expected' }),
      },
    });
    await write(policy);
    expect(read()).toMatchObject({ status: 'active', certificateAuthorities: [] });
  });

  it('is no policy once the file is taken away', async () => {
    const { folder, path, read, lastGood } = await start();
    read();
    const source = { path: join(folder, 'other.json'), machineWide: false };
    expect(readPolicy({ source, lastGood: lastGood() }).status).toBe('none');
    expect(lastGood().get().source).toBe(path);
  });

  it('of one file never stands in for another', async () => {
    const { folder, read, lastGood } = await start();
    read();
    const other = join(folder, 'other.json');
    await writeFile(other, '{');
    const result = readPolicy({ source: { path: other, machineWide: false }, lastGood: lastGood() });
    expect(result.status).toBe('refused');
  });

  it('counts only as we wrote it', async () => {
    const { profile, write, read, lastGood } = await start();
    read();
    await write('{');
    expect(read().status).toBe('last-good');
    const copy = join(profile, 'policy-last-good.json');
    const text = await readFile(copy, 'utf8');
    await writeFile(copy, text.replace('accounts.example.com', 'accounts.evilish.com'));
    expect(lastGood).toThrow(expect.objectContaining({ code: 'profile-unreadable' }));
  });

  it('is written once, not at every start, and a full disk does not stop a good policy', async () => {
    const { read, lastGood } = await start();
    read();
    let writes = 0;
    const full = () => {
      writes += 1;
      throw new Error('full');
    };
    const source = { path: lastGood().get().source, machineWide: false };
    expect(readPolicy({ source, lastGood: { ...lastGood(), set: full } }).status).toBe('active');
    expect(writes).toBe(0);
    const fresh = { get: () => noLastGood, set: full };
    expect(readPolicy({ source, lastGood: fresh }).status).toBe('active');
    expect(writes).toBe(1);
  });
});
