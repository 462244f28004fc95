import { besideSealed, profileText } from '../../main/settings/profile-document.ts';
import { sealText } from '../../main/settings/sealed-export.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { systemRandom } from '../helpers/system-ports.ts';

/** A damaged or hostile file, and what is to become of it. */
export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly passphrase: string | null;
  /** Begins with a code: the whole file is refused, and the failure says this. Else what becomes of its rows and settings. */
  readonly expected: string;
}

const good = { host: 'mail.example.com', user: 'good@example.com' };
const header = { format: 'smtp-setup-profile', version: 1 };
const whole = {
  ...header,
  nextId: 9,
  settings: { theme: 'dark', businessObjects: [{ name: 'Order', columns: ['Id'] }] },
  accounts: [{ id: 7, ...good }],
};

const file = (
  name: string,
  content: string | Uint8Array | object,
  expected: string,
  passphrase: string | null = null,
): HostileFile => {
  const isObject = typeof content === 'object' && !(content instanceof Uint8Array);
  const text = isObject ? JSON.stringify(content) : content;
  return { name, bytes: typeof text === 'string' ? Buffer.from(text) : text, passphrase, expected };
};

/** Things that are no text of ours at all. */
function strangeBytes(): HostileFile[] {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
  const noTable = 'import-refused line 1: names no column';
  return [
    file('an empty file', '', noTable),
    file('spaces', ' \n\t\r\n ', noTable),
    file('only a byte order mark', '\uFEFF', noTable),
    file('a picture', png, noTable),
    file('a spreadsheet that is no CSV', Buffer.from('504b0304140006000800', 'hex'), noTable),
    file('zeros', Buffer.alloc(4096), noTable),
    file('all ones', Buffer.alloc(4096, 0xff), noTable),
    file('every byte', Buffer.from(Array.from({ length: 256 }, (_, index) => index)), noTable),
    file('UTF-16 without its mark', Buffer.from('SMTP Port\r\n25\r\n', 'utf16le'), noTable),
    file(
      'UTF-16 that is cut',
      utf16('SMTP Port\n25\n').subarray(0, -1),
      'import-refused The file begins as UTF-16',
    ),
    file(
      'UTF-16 big endian that is cut',
      utf16('SMTP Port\n').swap16().subarray(0, -1),
      'import-refused The file begins as UTF-16',
    ),
    file(
      'no UTF-8 behind the mark of it',
      Buffer.from('efbbbfff41', 'hex'),
      'import-refused The file begins as UTF-8',
    ),
    file('17 MB', Buffer.alloc(16 * 1024 * 1024 + 1, 'a'), 'import-refused The file is larger than 16 MB'),
    file('16 MB of one letter', Buffer.alloc(16 * 1024 * 1024, 'a'), 'import-refused line 1: is longer than'),
    file('16 MB of line ends', Buffer.alloc(16 * 1024 * 1024, '\n'), noTable),
    file('16 MB of quotes', Buffer.alloc(16 * 1024 * 1024, '"\n'), 'import-refused'),
    file('a page of the web', '<!doctype html><html><body>404</body></html>', noTable),
    file(
      'a policy file',
      '{"version":1,"settings":{"theme":"dark"}}',
      'import-refused line 1: the file is no export',
    ),
    file(
      'a file of the profile',
      '{"checksum":"00000000","version":1,"nextId":1,"accounts":[]}',
      'import-refused line 1: the file is no export',
    ),
    file('an UTF-16 profile', utf16(JSON.stringify(whole)), 'rows: added; settings: changed changed'),
    file(
      'a profile in Windows-1252',
      Buffer.from(JSON.stringify({ ...header, accounts: [{ ...good, senderName: 'Größe' }] }), 'latin1'),
      'rows: added',
    ),
  ];
}

/** JSON that is broken, or is not what RFC 8259 has. */
function brokenJson(): HostileFile[] {
  const text = profileText({ nextId: 9, settings: whole.settings, accounts: whole.accounts }, null);
  const cuts = Array.from({ length: 20 }, (_, index) => Math.floor(((index + 1) * (text.length - 3)) / 21));
  const at = (line: number, reason: string) => `import-refused line ${line}: ${reason}`;
  const repeated = (member: string, name: string) =>
    file(`${name} twice`, text.replace('"nextId"', `${member}, "nextId"`), 'import-refused line');
  return [
    ...cuts.map((end) =>
      file(`a profile that ends after ${end} characters`, text.slice(0, end), 'import-refused line'),
    ),
    file('a comment', `// mine\n${text}`, 'import-refused line 1'),
    file('a comment inside', text.replace('"nextId"', '/* next */ "nextId"'), at(4, 'invalid comment token')),
    file('a comma too many', text.replace('}\n  ]', '},\n  ]'), 'import-refused'),
    file('a comma too few', text.replace('"version": 1,', '"version": 1'), at(4, 'comma expected')),
    file('single quotes', "{'format': 'smtp-setup-profile', 'version': 1}", at(1, '')),
    file('two documents', `${text}${text}`, 'import-refused line'),
    file('a number that is none', text.replace('"nextId": 9', '"nextId": NaN'), at(4, '')),
    file('a number with zeros before', text.replace('"nextId": 9', '"nextId": 09'), 'import-refused line'),
    file('a line end in a text', text.replace('"dark"', '"da\nrk"'), 'import-refused line'),
    repeated('"version": 1', 'the version'),
    repeated('"accounts": []', 'the accounts'),
    repeated('"settings": {}, "sett\\u0069ngs": {}', 'the settings, spelled otherwise'),
    file('a setting twice', text.replace('"theme"', '"theme": "light", "theme"'), 'import-refused line'),
    file(
      'a field twice',
      text.replace('"host"', '"host": "evil.example.com", "host"'),
      'import-refused line',
    ),
    file(
      'two fields of one name, spelled otherwise',
      text.replace('"host"', '"\\u0068ost": "x", "host"'),
      'import-refused line',
    ),
    file('65 brackets', '['.repeat(65), at(1, 'the text is nested deeper')),
    file('8 million brackets', '['.repeat(8_000_000), at(1, 'the text is nested deeper')),
    file('3 million objects', '{"a":'.repeat(3_000_000), at(1, 'the text is nested deeper')),
    file(
      'a deep setting',
      `{"format":"smtp-setup-profile","version":1,"settings":{"theme":${'['.repeat(99)}${']'.repeat(99)}}}`,
      at(1, 'the text is nested deeper'),
    ),
    file('a list', '[]', at(1, 'the file is no export')),
    file('a list of accounts', JSON.stringify([good]), at(1, 'the file is no export')),
  ];
}

const wrong: readonly (readonly [name: string, value: unknown])[] = [
  ['null', null],
  ['true', true],
  ['a number', 12.5],
  ['a text', 'text'],
  ['a list', []],
  ['an object', { a: 1 }],
];

/** Members of a profile that are of another kind. */
function wrongMembers(): HostileFile[] {
  const of = (member: string, fits: readonly string[]) =>
    wrong
      .filter(([name]) => !fits.includes(name))
      .map(([name, value]) => file(`${member} is ${name}`, { ...whole, [member]: value }, 'import-refused'));
  return [
    ...of('format', []),
    ...of('version', []),
    ...of('nextId', []),
    ...of('settings', ['an object']),
    ...of('accounts', ['a list']),
    ...of('sealed', []),
    file(
      'a version of later',
      { ...whole, version: 2 },
      'import-refused line 1: the file was written by a newer version',
    ),
    file(
      'a next ID that leaves none',
      { ...whole, nextId: 1_000_001 },
      'import-refused line 1: nextId must be',
    ),
    file(
      'a member that is not ours',
      { ...whole, script: 'x' },
      'import-refused line 1: script is not known',
    ),
    file(
      'a member that reaches into JavaScript',
      JSON.stringify(whole).replace('"nextId"', '"__proto__":{"nextId":1},"nextId"'),
      'import-refused line 1: __proto__ is not known',
    ),
    file(
      '100,001 accounts',
      { ...header, accounts: Array.from({ length: 100_001 }, () => 0) },
      'import-refused line 1: accounts must have at most',
    ),
    file(
      '1,001 settings',
      {
        ...header,
        settings: Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`a${index}`, 1])),
      },
      'import-refused line 1: settings',
    ),
    file(
      'accounts that are none',
      { ...header, accounts: wrong.map(([, value]) => value) },
      `rows: ${'refused account-invalid, '.repeat(5)}refused account-invalid a`,
    ),
  ];
}

/** A row of each kind of fault, between two good ones that go in. */
function wrongRows(): HostileFile[] {
  const texts: readonly (readonly [field: string, max: number])[] = [
    ['host', 255],
    ['user', 320],
    ['businessObject', 128],
    ['columnName', 128],
    ['columnValue', 256],
    ['senderName', 256],
    ['replyTo', 320],
    ['from', 320],
    ['signInAccount', 320],
    ['alternateServer', 255],
  ];
  const row = (name: string, value: object, fault: string) =>
    file(
      `a row with ${name}`,
      { ...header, accounts: [good, value, good] },
      `rows: added, ${fault ? `refused ${fault}` : 'added'}, added`,
    );
  const invalid = (name: string, field: string, value: unknown) =>
    row(name, { ...good, [field]: value }, `account-invalid ${field}`);
  return [
    ...texts.flatMap(([field, max]) => [
      invalid(`a number as ${field}`, field, 7),
      invalid(`${max + 1} characters of ${field}`, field, 'x'.repeat(max + 1)),
      invalid(`a NUL in ${field}`, field, 'a\0b'),
      invalid(`two lines of ${field}`, field, 'a\r\nRCPT TO:<x@example.com>'),
    ]),
    ...[0, -1, 65_536, 1.5, '587', 1e300, null].map((port) => invalid(`port ${port}`, 'port', port)),
    ...['yes', 1, null].flatMap((value) =>
      ['tls', 'enabled', 'sendPasswordUnencrypted'].map((field) =>
        invalid(`${field} ${value}`, field, value),
      ),
    ),
    ...['SSL', '', null].map((value) => invalid(`method ${value}`, 'tlsMethod', value)),
    ...['pigeon', null].map((value) => invalid(`a way ${value}`, 'sendThrough', value)),
    ...['yahoo', 'Google', '../x', '__proto__', 'none ', 5].map((value) =>
      invalid(`provider ${value}`, 'provider', value),
    ),
    ...[0, 999, 3_600_001, '5000', 1_000.5].map((value) => invalid(`timeout ${value}`, 'timeoutMs', value)),
    ...[-1, 1.5, '7', 900_001, true].map((value) => invalid(`ID ${value}`, 'id', value)),
    row('the ID of an administrator', { ...good, id: 1_000_000 }, 'locked-by-policy id'),
    ...['http://mail.example.com', 'a b', 'mail.example.com:25', '999.1.1.1', '-x'].map((host) =>
      invalid(`the host ${host}`, 'host', host),
    ),
    invalid('10 MB of host', 'host', 'x'.repeat(10 << 20)),
    invalid('10 MB of what is no field', 'more', 'x'.repeat(10 << 20)),
    invalid('no host', 'host', ''),
    invalid('a From address that is none', 'from', 'nobody'),
    invalid('a secret', 'password', 'geheim'),
    invalid('a reference to a secret', 'grantId', 'abcdefgh'),
    invalid('a constructor', 'constructor', {}),
    row('half a key', { ...good, columnName: 'User_Name' }, 'key-incomplete businessObject'),
    row('the key of the first', { ...good, ...key('sa') }, ''),
    file(
      'one key twice',
      {
        ...header,
        accounts: [
          { ...good, ...key('x') },
          { ...good, ...key(' X ') },
        ],
      },
      'rows: added, refused key-taken columnValue',
    ),
    file(
      'one ID twice',
      {
        ...header,
        accounts: [
          { ...good, id: 8 },
          { ...good, id: 8 },
        ],
      },
      'rows: added, refused import-refused id',
    ),
  ];
}

const key = (columnValue: string) => ({ businessObject: 'SystemUser', columnName: 'User_Name', columnValue });

/** Every setting with a value of another kind. */
function wrongSettings(): HostileFile[] {
  const settings = Object.entries(defaultSettings).map(([name, value]) => {
    const bad = typeof value === 'string' ? 7 : typeof value === 'boolean' ? 'yes' : 'text';
    return file(
      `the setting ${name} as ${JSON.stringify(bad)}`,
      { ...header, settings: { smtpTimeoutMs: 5_000, [name]: bad } },
      name === 'smtpTimeoutMs'
        ? 'settings: refused setting-invalid'
        : name === 'canSignInWhenSending' || name === 'systemUser' || name === 'defaultAccountId'
          ? 'settings: refused setting-invalid changed'
          : 'settings: changed refused setting-invalid',
    );
  });
  const provider = {
    ...{
      id: 'evil',
      name: 'Evil',
      issuer: 'http://evil.example.com',
      authorizationEndpoint: null,
      tokenEndpoint: null,
    },
    ...{
      revocationEndpoint: null,
      scopes: 'mail',
      clientId: 'x',
      clientAuthentication: 'none',
      mechanism: 'XOAUTH2',
    },
    ...{
      smtp: { host: 'mail.evil.example.com', port: 587, tlsMethod: 'auto' },
      redirectPort: null,
      redirectPath: '/',
    },
  };
  const one = (name: string, value: object) =>
    file(name, { ...header, settings: value }, 'settings: refused setting-invalid');
  return [
    ...settings,
    one('a custom provider without TLS', { customProviders: [provider] }),
    one('a custom provider that takes the place of Google', {
      customProviders: [{ ...provider, id: 'google', issuer: 'https://evil.example.com' }],
    }),
    one('a client with a secret', {
      googleClient: { clientId: 'x', clientSecret: 'y', redirectPort: null, redirectPath: '/' },
    }),
    one('a default account that is nowhere', { defaultAccountId: 77 }),
    one('a setting nobody knows', { unheard: 1 }),
    one('a setting called constructor', { constructor: 1 }),
    file(
      'a setting called __proto__',
      `{"format":"smtp-setup-profile","version":1,"settings":{"__proto__":{"theme":"dark"}}}`,
      'settings: refused setting-invalid',
    ),
  ];
}

const csv = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join('');
const titles =
  'Email Server Hostname or IP Address,SMTP User,Column Value,Business Object,Column Name,SMTP Port';
const cells = 'mail.example.com,good@example.com';

/** Tables that are damaged, or that a spreadsheet would do something with. */
function tables(): HostileFile[] {
  const formulas = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example.com")',
    '＝1',
    "'=1",
    ';=1',
    '",=1',
  ];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const table = (name: string, text: string | Uint8Array, expected: string) => file(name, text, expected);
  const rowOf = (cell: string) => csv(titles, `${cells},${quoted(cell)},SystemUser,User_Name,25`);
  return [
    ...formulas.map((cell) =>
      table(
        `the cell ${JSON.stringify(cell)}`,
        rowOf(cell),
        cell.includes('\r') ? 'rows: refused account-invalid columnValue' : 'rows: added',
      ),
    ),
    table('only titles', csv(titles), 'rows:'),
    table('no titles', csv(`${cells},,,,25`), 'import-refused line 1: names no column'),
    table(
      'one title twice',
      csv(`${titles},smtp port`),
      'import-refused line 1: the column SMTP Port is there twice',
    ),
    table(
      'titles that reach into JavaScript',
      csv(`${titles},__proto__,constructor`, `${cells},,,,25,x,y`),
      'rows: added',
    ),
    table('32,000 columns', csv(`${titles}${',x'.repeat(32_000)}`, `${cells},,,,25`), 'rows: added'),
    table(
      'a line of 10 MB',
      csv(titles, `${cells},${'x'.repeat(10 << 20)}`),
      'import-refused line 2: is longer than',
    ),
    table(
      'a cell of 10 MB in lines',
      csv(titles, `${cells},"${'x\n'.repeat(5 << 20)}"`),
      'import-refused line 2: a row is too long',
    ),
    table(
      '100,001 rows',
      csv(titles, ...Array.from({ length: 100_001 }, () => 'x,,,,,')),
      'import-refused The file has more than 100000 rows',
    ),
    table(
      'a quote that is never closed',
      csv(titles, `${cells},"never,,,25`),
      'import-refused line 2: a quote is opened',
    ),
    table('quotes in the middle', csv(titles, `${cells},5" disk,SystemUser,User_Name,25`), 'rows: added'),
    table(
      'more cells than titles',
      csv(titles, `${cells},,,,25,more`, `${cells},,,,25`),
      'rows: refused account-invalid, added',
    ),
    table('fewer cells than titles', csv(titles, cells), 'rows: added'),
    table(
      'the end of the file in a line',
      csv(titles, `${cells},,,,25`) + cells,
      'rows: added, refused account-invalid',
    ),
    table(
      'a NUL',
      csv(titles, `${cells},a\0b,SystemUser,User_Name,25`),
      'rows: refused account-invalid columnValue',
    ),
    table(
      'two lines in a cell',
      csv(titles, `${cells},"a\r\nb",SystemUser,User_Name,25`),
      'rows: refused account-invalid columnValue',
    ),
    table(
      'lines that end in different ways',
      `${titles}\r\n${cells},,,,25\n${cells},,,,26\r${cells},,,,27`,
      'rows: added, added, added',
    ),
    table('empty lines', csv('', titles, '', `${cells},,,,25`, ',,,,,', ''), 'rows: added'),
    table('semicolons', csv(titles, `${cells},,,,25`).replaceAll(',', ';'), 'rows: added'),
    table(
      'tabs in UTF-16',
      Buffer.from(`\uFEFF${csv(titles, `${cells},,,,25`).replaceAll(',', '\t')}`, 'utf16le'),
      'rows: added',
    ),
    table(
      'UTF-16 big endian',
      Buffer.from(`\uFEFF${csv(titles, `${cells},,,,25`)}`, 'utf16le').swap16(),
      'rows: added',
    ),
    table('a byte order mark', `\uFEFF${csv(titles, `${cells},,,,25`)}`, 'rows: added'),
    table('a second byte order mark', `\uFEFF\uFEFF${csv(titles, `${cells},,,,25`)}`, 'rows: added'),
    table(
      'Windows-1252',
      Buffer.from(csv(titles, `${cells},Größe,SystemUser,User_Name,25`), 'latin1'),
      'rows: added',
    ),
    table(
      'a line that names its delimiter',
      `sep=;\r\n${csv(titles, `${cells},,,,25`).replaceAll(',', ';')}`,
      'rows: added',
    ),
    table(
      'a delimiter of another kind',
      `sep=|\r\n${csv(titles, `${cells},,,,25`)}`,
      'import-refused line 1: names no column',
    ),
    ...['0', '', ' 0 '].map((port) =>
      table(`the port ${JSON.stringify(port)}`, csv(titles, `${cells},,,,${port}`), 'rows: added'),
    ),
    ...['-25', '65536', '25.5', '0x19', '1e2', '２５', '=25', '99999999999'].map((port) =>
      table(`the port ${port}`, csv(titles, `${cells},,,,${port}`), 'rows: refused account-invalid port'),
    ),
    ...['-1', '1.5', 'one', '900001', '99999999999'].map((id) =>
      table(
        `the ID ${id}`,
        csv(`Email Server ID,${titles}`, `${id},${cells},,,,25`),
        'rows: refused account-invalid id',
      ),
    ),
    table(
      'the ID of an administrator',
      csv(`Email Server ID,${titles}`, `1000001,${cells},,,,25`),
      'rows: refused locked-by-policy id',
    ),
    table(
      'one key in two lines',
      csv(titles, `${cells},q,SystemUser,User_Name,25`, `${cells},Q ,systemuser,user_name,25`),
      'rows: added, refused key-taken columnValue',
    ),
    table('half a key', csv(titles, `${cells},q,,,25`), 'rows: refused key-incomplete businessObject'),
    table('a password', csv(`${titles},SMTP Password`, `${cells},,,,25,geheim`), 'rows: added'),
  ];
}

const passphrase = 'correct horse';

/** Sealed exports that somebody changed; sealed as cheaply as a file may be. */
async function sealedFiles(): Promise<HostileFile[]> {
  const { nextId, settings } = whole;
  const accounts = [{ id: 7, ...good, provider: 'none' }];
  const contents = { nextId, settings, accounts };
  const place = { host: 'mail.example.com', user: 'good@example.com' };
  const plain = JSON.stringify({
    passwords: [{ accountId: 7, ...place, password: 'canary-password' }],
    grants: [],
    clients: [],
  });
  const seal = (text: string) =>
    sealText(text, {
      ...{
        passphrase,
        beside: besideSealed(contents),
        random: systemRandom,
        cost: { N: 2 ** 14, r: 1, p: 1 },
      },
    });
  const sealed = await seal(plain);
  const text = profileText(contents, sealed);
  const flip = (name: 'salt' | 'check' | 'nonce' | 'text', at: number) => {
    const bytes = Buffer.from(sealed[name], 'base64');
    const index = at < 0 ? bytes.length + at : at;
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    return file(
      `a flipped bit of ${name} at ${at}`,
      profileText(contents, { ...sealed, [name]: bytes.toString('base64') }),
      name === 'salt' || name === 'check' ? 'passphrase-wrong' : 'import-refused The file was changed',
      passphrase,
    );
  };
  const edited = (name: string, from: string, to: string) =>
    file(name, text.replace(from, to), 'import-refused The file was changed', passphrase);
  const shaped = (name: string, change: object) =>
    file(name, profileText(contents, { ...sealed, ...change }), 'import-refused line', passphrase);
  return [
    file('sealed, whole', text, 'rows: added; settings: changed changed', passphrase),
    file('sealed, without its passphrase', text, 'rows: added; settings: changed changed'),
    file('sealed, with another passphrase', text, 'passphrase-wrong', 'correct Horse'),
    file('sealed, with a passphrase of 1,024 characters', text, 'passphrase-wrong', 'x'.repeat(1_024)),
    ...[0, 7, -1].flatMap((at) =>
      (['salt', 'check', 'nonce', 'text'] as const).map((name) => flip(name, at)),
    ),
    edited('sealed, with another host', 'mail.example.com', 'mail.evil.example.com'),
    edited('sealed, with another user', 'good@example.com', 'evil@example.com'),
    edited(
      'sealed, with an account more',
      '"accounts": [',
      '"accounts": [{"host":"evil.example.com","user":"good@example.com"},',
    ),
    edited('sealed, with another setting', '"dark"', '"light"'),
    edited('sealed, with another next ID', '"nextId": 9', '"nextId": 8'),
    shaped('a derivation that takes all memory', { N: 2 ** 30 }),
    shaped('a derivation that takes gigabytes', { N: 2 ** 20, r: 32 }),
    shaped('a derivation that takes hours', { N: 2 ** 14, r: 32, p: 16 }),
    shaped('a derivation that is no work', { N: 2 }),
    shaped('a derivation that is another one', { kdf: 'none' }),
    shaped('a cipher that is another one', { cipher: 'null' }),
    shaped('no text', { text: '' }),
    shaped('a text that is cut', { text: sealed.text.slice(0, 10) }),
    shaped('no salt', { salt: undefined }),
    file(
      'a sealed text cut in the middle',
      profileText(contents, {
        ...sealed,
        text: Buffer.from(sealed.text, 'base64').subarray(0, 60).toString('base64'),
      }),
      'import-refused The file was changed',
      passphrase,
    ),
    ...(await Promise.all(
      [
        '',
        '[]',
        '{}',
        '{"passwords":{}}',
        plain.replace('"grants":[]', '"grants":[{}]'),
        plain.replace('"canary-password"', '7'),
      ].map(async (inside, index) =>
        file(
          `sealed, but inside is no. ${index} of what is no secret`,
          profileText(contents, await seal(inside)),
          'import-refused The secrets of the file are in a form',
          passphrase,
        ),
      ),
    )),
  ];
}

/** Answers all of them; each costs a moment. */
export async function hostileFiles(): Promise<readonly HostileFile[]> {
  return [
    ...strangeBytes(),
    ...brokenJson(),
    ...wrongMembers(),
    ...wrongRows(),
    ...wrongSettings(),
    ...tables(),
    ...(await sealedFiles()),
  ];
}
