import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { CertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { postfixEnvironment } from './postfix-package.ts';
import type { Postfix } from './postfix-package.ts';
import { waitForPort } from './wait-for-port.ts';

/** A Postfix that takes messages, keeps them durably, and passes them on. */
export interface PostfixServer {
  /** In clear, without authentication. */
  readonly port: number;
  /** STARTTLS and AUTH PLAIN before everything else. */
  readonly submissionPort: number;
  readonly close: () => Promise<void>;
}

interface Start {
  readonly authority: CertificateAuthority;
  /** Where all messages go on to, by implicit TLS. */
  readonly sinkPort: number;
  /** How many connections it may have there. */
  readonly connections: number;
  readonly user: string;
  readonly password: string;
  /** Messages are passed on; else they stay where they are. */
  readonly delivers: boolean;
}

/** The system's own user of this name, for Postfix wants one that has nothing else to do. */
const daemon = 1;
const queues = [
  ...['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'maildrop'],
  ...['private', 'public', 'saved', 'trace'],
];
const alone = new Set(['postlog', 'qmgr', 'rewrite', 'anvil', 'scache', 'tlsmgr']);
const services = [
  ...['cleanup', 'qmgr', 'flush', 'proxymap', 'smtp', 'error', 'anvil', 'scache', 'tlsmgr', 'tlsproxy'],
];
/** What programs beside it may speak to. */
const open = new Set(['cleanup', 'qmgr', 'flush', 'postlog']);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Answers Postfix's questions about one user, in the protocol of Dovecot: its own programs for that are many. */
async function startAuthentication(user: string, password: string) {
  const right = Buffer.from(`\0${user}\0${password}`).toString('base64');
  const server = createServer((socket) => {
    const hello = ['VERSION\t1\t1', 'MECH\tPLAIN\tplaintext', 'SPID\t1', 'CUID\t1', 'COOKIE\t00', 'DONE'];
    socket.write(`${hello.join('\n')}\n`);
    let pending = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      const lines = (pending + text).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        const [command, id, ...rest] = line.split('\t');
        if (command !== 'AUTH') continue;
        socket.write(rest.includes(`resp=${right}`) ? `OK\t${id}\tuser=${user}\n` : `FAIL\t${id}\n`);
      }
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** Starts Postfix in a folder of its own; only root can. */
export async function startPostfix(postfix: Postfix, start: Start): Promise<PostfixServer> {
  const { authority, sinkPort, connections, user, password, delivers } = start;
  const folder = mkdtempSync(join(tmpdir(), 'postfix-'));
  const authentication = await startAuthentication(user, password);
  const [port, submissionPort] = [await freePort(), await freePort()];
  const write = (name: string, text: string, mode = 0o644) => {
    writeFileSync(join(folder, name), text, { mode });
    return join(folder, name);
  };
  chmodSync(folder, 0o755);
  const chain = write('server.pem', `${authority.serverKeyPem}\n${authority.serverCertificatePem}`, 0o600);
  const trusted = write('ca.pem', authority.certificatePem);
  write(
    'main.cf',
    `
compatibility_level = 3.6
import_environment = PATH MAIL_CONFIG LD_LIBRARY_PATH=${postfix.libraries}
export_environment = PATH MAIL_CONFIG LD_LIBRARY_PATH=${postfix.libraries}
command_directory = ${postfix.programs}
daemon_directory = ${postfix.daemons}
shlib_directory = ${postfix.libraries}
queue_directory = ${folder}/queue
data_directory = ${folder}/data
mail_owner = daemon
setgid_group = mail
default_privs = nobody
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
myhostname = localhost
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
message_size_limit = 0
relayhost = [localhost]:${sinkPort}
smtp_host_lookup = native
smtp_tls_wrappermode = yes
smtp_tls_security_level = verify
smtp_tls_CAfile = ${trusted}
smtp_tls_connection_reuse = yes
smtp_connection_cache_destinations = localhost
smtp_destination_concurrency_limit = ${connections}
initial_destination_concurrency = ${connections}
${delivers ? '' : 'smtpd_sender_restrictions = check_client_access static:HOLD'}
smtpd_tls_chain_files = ${chain}
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${authentication.port}
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
`,
  );
  const service = (name: string, kind: string, program: string, more = '') =>
    `${name} ${kind} ${open.has(name) || kind === 'inet' ? 'n' : 'y'} - n - ${alone.has(name) ? 1 : 0} ${program}${more}`;
  const submission = [
    ...['smtpd_tls_security_level=encrypt', 'smtpd_tls_auth_only=yes', 'smtpd_sasl_auth_enable=yes'],
    'smtpd_relay_restrictions=permit_sasl_authenticated,reject',
  ];
  write(
    'master.cf',
    [
      service(`127.0.0.1:${port}`, 'inet', 'smtpd'),
      service(
        `127.0.0.1:${submissionPort}`,
        'inet',
        'smtpd',
        submission.map((each) => ` -o ${each}`).join(''),
      ),
      service('postlog', 'unix-dgram', 'postlogd'),
      service('rewrite', 'unix', 'trivial-rewrite'),
      ...['bounce', 'defer', 'trace'].map((name) => service(name, 'unix', 'bounce')),
      ...services.map((name) => service(name, 'unix', name)),
      '',
    ].join('\n'),
  );
  mkdirSync(join(folder, 'queue'));
  for (const name of ['data', ...queues.map((each) => `queue/${each}`)]) {
    mkdirSync(join(folder, name));
    chownSync(join(folder, name), daemon, daemon);
  }
  mkdirSync(join(folder, 'queue/pid'));
  const child = spawn(join(postfix.daemons, 'master'), ['-c', folder, '-d'], {
    // A group of its own, so that what it starts ends with it.
    ...{ stdio: 'ignore', detached: true, env: postfixEnvironment(postfix) },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const close = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
    authentication.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    for (const each of [port, submissionPort]) await waitForPort(each);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, submissionPort, close };
}
