import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import type { ProxyFor } from '../../main/ports.ts';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import type { MailServer } from '../helpers/mail-server.ts';
import { findProgram, freePort, peerFolder, peerIds, startPeer } from '../helpers/peer-server.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const to = 'ben@example.org';
const authority = createCertificateAuthority();
let sandbox: Sandbox;
let fay: Person;

beforeAll(async () => {
  sandbox = await startSandbox();
  [fay] = sandbox.customPeople as [Person];
});
afterAll(() => sandbox.close());

/** Skips the test, or lets it fail where the servers are required. */
function need(context: TestContext, isThere: boolean, missing: string): void {
  if (isThere) return;
  if (process.env['REQUIRE_PEERS'] === '1') throw new Error(missing);
  context.skip(missing);
}

const missing = (command: string, name: string) => `${command} is not installed (package ${name})`;

/** An app that trusts the servers of the tests. */
async function startTrusting(
  more: { readonly certificateAuthority?: string; readonly proxyFor?: ProxyFor } = {},
): Promise<TestApp> {
  const { certificateAuthority = '', proxyFor } = more;
  const folder = await temporaryFolder();
  const { certificatePem } = await authority;
  const caFile = join(folder, 'ca.pem');
  const trusted = [await readFile(sandbox.caFile, 'utf8'), certificatePem, certificateAuthority];
  await writeFile(caFile, trusted.join('\n'));
  const policy = JSON.parse(await readFile(sandbox.policyFile, 'utf8'));
  const policyFile = join(folder, 'policy.json');
  await writeFile(policyFile, JSON.stringify({ ...policy, certificateAuthorities: caFile }));
  return startApp({ sandbox, policyFile, ...(proxyFor && { proxyFor }) });
}

/** Sends a document through an account and answers its hash. */
async function sendDocument(app: TestApp, accountId: number, subject: string): Promise<string> {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(150_000)]);
  const { documentId } = await app.call('documentBegin', { name: 'Invoice.pdf' });
  await app.call('documentAppend', { documentId, offsetBytes: 0, base64: bytes.toString('base64') });
  await app.call('documentEnd', { documentId });
  const { itemId } = await app.send(accountId, to, 'user', { documentIds: [documentId], subject });
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
  return createHash('sha256').update(bytes).digest('hex');
}

/** What the last server of the way got. */
async function arrivedAt(sink: MailServer, subject: string) {
  const find = () => sink.taken().find(({ raw }) => raw.includes(`Subject: ${subject}`));
  await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  const found = find();
  if (!found) throw new Error('nothing arrived');
  const { attachments } = await simpleParser(found.raw);
  return {
    ...{ from: found.from, to: found.to },
    sha256: attachments.map(({ content }) => createHash('sha256').update(content).digest('hex')),
  };
}

/** Dovecot's authentication server, which asks the sandbox's identity provider about every token. */
async function startDovecot(): Promise<number> {
  const folder = await peerFolder();
  const port = await freePort();
  const { path } = folder;
  const { issuer } = sandbox.customProvider.entry;
  const tokens = await folder.write(
    'oauth2.conf',
    [
      `introspection_url = ${issuer.replace(/\/$/, '').replace('localhost', '127.0.0.1')}/userinfo`,
      ...['introspection_mode = auth', 'username_attribute = email', ''],
    ].join('\n'),
  );
  const user = process.getuid?.() === 0 ? 'nobody' : (process.env['USER'] ?? 'nobody');
  const group = process.getuid?.() === 0 ? 'nogroup' : user;
  await folder.folder('run');
  const settings = await folder.write(
    'dovecot.conf',
    `
base_dir = ${path}/run
state_dir = ${path}/run
log_path = /dev/stderr
protocols =
ssl = no
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
auth_mechanisms = xoauth2 oauthbearer
passdb {
  driver = oauth2
  args = ${tokens}
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${path}
}
service auth {
  user = ${user}
  inet_listener {
    address = 127.0.0.1
    port = ${port}
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`,
  );
  await startPeer({ command: findProgram('dovecot') ?? '', args: ['-F', '-c', settings], ports: [port] });
  return port;
}

/** The system's own user and group of this name, for Postfix wants one that has nothing else to do. */
const daemon = 1;
const queues = [
  'active',
  'bounce',
  'corrupt',
  'defer',
  'deferred',
  'flush',
  'hold',
  'incoming',
  'maildrop',
].concat(...['private', 'public', 'saved', 'trace']);

/** How many of a part there may be, where one more does harm. */
const limits = new Map([
  ['postlog', 1],
  ['qmgr', 1],
  ['rewrite', 1],
  ['anvil', 1],
  ['scache', 1],
  ['tlsmgr', 1],
]);

/** Its parts that programs beside it may speak to. */
const open = new Set(['cleanup', 'qmgr', 'flush', 'postlog']);

/** Postfix as a submission server that passes everything on to `sink`. */
async function startPostfix(sink: MailServer, dovecotPort: number): Promise<number> {
  const folder = await peerFolder(0);
  const port = await freePort();
  const { path } = folder;
  const { serverCertificatePem, serverKeyPem } = await authority;
  const certificate = await folder.write('server.pem', `${serverKeyPem}\n${serverCertificatePem}`);
  await folder.write(
    'main.cf',
    `
compatibility_level = 3.6
queue_directory = ${path}/queue
data_directory = ${path}/data
mail_owner = daemon
setgid_group = mail
default_privs = nobody
maillog_file = ${path}/log
maillog_file_prefixes = ${path}
myhostname = localhost
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:${sink.port}
smtpd_tls_chain_files = ${certificate}
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${dovecotPort}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
`,
    0o644,
  );
  const service = (name: string, kind: string, program = name) =>
    `${name} ${kind} ${open.has(name) || kind === 'inet' ? 'n' : 'y'} - n - ${limits.get(name) ?? 0} ${program}`;
  await folder.write(
    'master.cf',
    [
      service(`127.0.0.1:${port}`, 'inet', 'smtpd'),
      service('postlog', 'unix-dgram', 'postlogd'),
      service('rewrite', 'unix', 'trivial-rewrite'),
      ...['bounce', 'defer', 'trace'].map((name) => service(name, 'unix', 'bounce')),
      ...['cleanup', 'qmgr', 'flush', 'proxymap', 'smtp', 'error', 'anvil', 'scache', 'tlsmgr'].map((name) =>
        service(name, 'unix'),
      ),
      '',
    ].join('\n'),
    0o644,
  );
  // Its own start script looks after these, and after files of the installation that are none of ours.
  await folder.folder('data', daemon);
  await folder.folder('queue');
  for (const name of queues) await folder.folder(`queue/${name}`, daemon);
  await folder.folder('queue/pid');
  await startPeer({
    command: findProgram('/usr/lib/postfix/sbin/master') ?? '',
    args: ['-c', path, '-d'],
    ports: [port],
    asRoot: true,
  });
  return port;
}

for (const mechanism of ['XOAUTH2', 'OAUTHBEARER'] as const) {
  test(`Postfix with Dovecot takes a document by ${mechanism}, to the byte`, async (context) => {
    need(context, findProgram('postfix') !== null, missing('postfix', 'postfix'));
    need(context, findProgram('dovecot') !== null, missing('dovecot', 'dovecot-core'));
    need(context, process.getuid?.() === 0, 'only root can start Postfix');
    const sink = await startMailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const port = await startPostfix(sink, await startDovecot());
    const app = await startTrusting();
    const { entry, clientSecret } = sandbox.customProvider;
    const smtp = { host: 'localhost', port, tlsMethod: 'starttls' } as const;
    await app.call('settingsSave', {
      customProviders: [{ ...entry, mechanism, smtp }],
      clientSecrets: { custom: clientSecret },
    });
    await app.until('the provider', ({ providers }) => providers.find(({ id }) => id === 'custom') ?? null);
    const row = await app.addSignedIn(fay);
    const sha256 = await sendDocument(app, row.id, `By ${mechanism}`);
    expect(await arrivedAt(sink, `By ${mechanism}`)).toEqual({
      from: fay.address,
      to: [to],
      sha256: [sha256],
    });
  });
}

/** Exim as a submission server that knows Anna and passes everything on to `sink`. */
async function startExim(
  sink: MailServer,
): Promise<{ readonly starttls: number; readonly implicit: number }> {
  const folder = await peerFolder();
  const [starttls, implicit] = [await freePort(), await freePort()];
  const { path } = folder;
  const { serverCertificatePem, serverKeyPem } = await authority;
  const certificate = await folder.write('server.pem', `${serverKeyPem}\n${serverCertificatePem}`);
  const settings = await folder.write(
    'exim.conf',
    `
primary_hostname = localhost
keep_environment =
admin_groups = ${peerIds.group}
exim_user = ${peerIds.user}
exim_group = ${peerIds.group}
spool_directory = ${path}/spool
log_file_path = ${path}/%slog
pid_file_path = ${path}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${starttls} : ${implicit}
tls_on_connect_ports = ${implicit}
tls_advertise_hosts = *
tls_certificate = ${certificate}
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = check_rcpt
acl_smtp_data = accept
deliver_drop_privilege
never_users =
begin acl
check_rcpt:
  accept authenticated = *
  deny message = sign in first
begin routers
all:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = onward
begin transports
onward:
  driver = smtp
  port = ${sink.port}
  allow_localhost
  hosts_avoid_tls = *
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${anna.user}}}{eq{$auth3}{${anna.password}}}}}
  server_set_id = $auth2
`,
  );
  const args = ['-C', settings, '-bdf', '-q5s'];
  await startPeer({ command: findProgram('exim4') ?? '', args, ports: [starttls, implicit] });
  return { starttls, implicit };
}

const anna = { user: 'anna@example.com', password: 'a-password-of-Anna' };

test('Exim takes a document by PLAIN, over STARTTLS and implicit TLS, to the byte', async (context) => {
  need(context, findProgram('exim4') !== null, missing('exim4', 'exim4-daemon-light'));
  const sink = await startMailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
  const ports = await startExim(sink);
  const app = await startTrusting();
  for (const tlsMethod of ['starttls', 'implicit'] as const) {
    const server = { host: 'localhost', port: ports[tlsMethod], tlsMethod };
    const row = await app.add({ ...server, user: anna.user }, { password: anna.password });
    const sha256 = await sendDocument(app, row.id, `By ${tlsMethod}`);
    expect(await arrivedAt(sink, `By ${tlsMethod}`)).toEqual({ from: anna.user, to: [to], sha256: [sha256] });
  }
});

const credentials = { user: 'ben', password: 'a-password-of-Ben' };

/** Proxies of others, each with what it asks for. */
const proxies = [
  {
    ...{ name: 'tinyproxy, CONNECT with name and password', command: 'tinyproxy', package: 'tinyproxy' },
    start: async (port: number) => {
      const folder = await peerFolder();
      const settings = await folder.write(
        'tinyproxy.conf',
        `Port ${port}\nListen 127.0.0.1\nAllow 127.0.0.1\nBasicAuth ${credentials.user} ${credentials.password}\nLogLevel Connect\n`,
      );
      await startPeer({
        command: findProgram('tinyproxy') ?? '',
        args: ['-d', '-c', settings],
        ports: [port],
      });
      return { kind: 'http', host: '127.0.0.1', port, credentials } as const;
    },
  },
  {
    ...{ name: 'Squid, CONNECT', command: 'squid', package: 'squid' },
    start: async (port: number) => {
      const folder = await peerFolder();
      const settings = await folder.write(
        'squid.conf',
        [
          ...[`http_port 127.0.0.1:${port}`, 'http_access allow all', 'cache deny all', 'cache_mem 8 MB'],
          ...[`pid_filename ${folder.path}/pid`, 'access_log none', `cache_log ${folder.path}/log`],
          ...[
            'netdb_filename none',
            'pinger_enable off',
            'shutdown_lifetime 0 seconds',
            `coredump_dir ${folder.path}`,
            '',
          ],
        ].join('\n'),
      );
      const args = ['-N', '-f', settings];
      await startPeer({ command: findProgram('squid') ?? '', args, ports: [port] });
      return { kind: 'http', host: '127.0.0.1', port, credentials: null } as const;
    },
  },
  {
    ...{ name: 'Dante, SOCKS 5', command: 'danted', package: 'dante-server' },
    start: async (port: number) => {
      const folder = await peerFolder();
      const settings = await folder.write(
        'danted.conf',
        [
          ...['logoutput: stderr', `internal: 127.0.0.1 port = ${port}`, 'external: 127.0.0.1'],
          ...['socksmethod: none', 'clientmethod: none', 'client pass { from: 0/0 to: 0/0 }'],
          ...['socks pass { from: 0/0 to: 0/0 }', ''],
        ].join('\n'),
      );
      const args = ['-f', settings, '-p', join(folder.path, 'pid')];
      await startPeer({ command: findProgram('danted') ?? '', args, ports: [port] });
      return { kind: 'socks5', host: '127.0.0.1', port, credentials: null } as const;
    },
  },
] as const;

for (const proxy of proxies) {
  test(`${proxy.name}: a document goes through, to the byte`, async (context) => {
    need(context, findProgram(proxy.command) !== null, missing(proxy.command, proxy.package));
    const way = await proxy.start(await freePort());
    const sink = await startMailServer({
      onAuth: (_auth, _session, callback) => callback(null, { user: 'anna' }),
    });
    const app = await startTrusting({
      certificateAuthority: sink.certificateAuthority,
      proxyFor: async () => [way],
    });
    const server = { host: 'localhost', port: sink.port, tlsMethod: 'starttls' } as const;
    const row = await app.add({ ...server, user: anna.user }, { password: anna.password });
    const sha256 = await sendDocument(app, row.id, 'Through');
    expect(await arrivedAt(sink, 'Through')).toEqual({ from: anna.user, to: [to], sha256: [sha256] });
  });
}
