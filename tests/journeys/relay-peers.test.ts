import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { addProgram, turnRelayOn } from '../helpers/relay.ts';
import type { TestProgram } from '../helpers/relay.ts';
import { startApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** What a program is given to send one PDF. */
interface Task extends TestProgram {
  readonly folder: string;
  readonly port: number;
  readonly certificateFile: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly pdf: string;
}

/** A program of others that sends mail by SMTP. */
interface Peer {
  readonly name: string;
  /** Debian's package that has it. */
  readonly package: string;
  readonly command: string;
  readonly run: (task: Task) => Promise<Run>;
}

interface Run {
  readonly exitCode: number | null;
  readonly said: string;
}

async function program(
  command: string,
  args: readonly string[],
  more: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  const child = spawn(command, args, { env: { ...process.env, ...more.env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  child.stdin.on('error', () => {});
  child.stdin.end(more.input ?? '');
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, said };
}

/** A message as a script writes it by hand. */
async function message({ from, to, subject, pdf }: Task): Promise<string> {
  const content = (await readFile(pdf)).toString('base64').replace(/.{1,76}/g, '$&\n');
  const boundary = randomBytes(12).toString('hex');
  return [
    ...[`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, 'MIME-Version: 1.0'],
    ...[`Content-Type: multipart/mixed; boundary="${boundary}"`, '', `--${boundary}`],
    ...['Content-Type: text/plain; charset=utf-8', '', 'Attached.', '.', '..two dots', `--${boundary}`],
    ...['Content-Type: application/pdf; name="Invoice.pdf"', 'Content-Transfer-Encoding: base64'],
    ...['Content-Disposition: attachment; filename="Invoice.pdf"', '', `${content}--${boundary}--`, ''],
  ].join('\n');
}

const smtplib = `
import os, smtplib, ssl, sys
from email.message import EmailMessage
e = os.environ
message = EmailMessage()
message['From'], message['To'], message['Subject'] = e['MAIL_FROM'], e['MAIL_TO'], e['MAIL_SUBJECT']
message.set_content('Attached.\\n.\\n..two dots\\n')
with open(e['MAIL_PDF'], 'rb') as file:
    message.add_attachment(file.read(), maintype='application', subtype='pdf', filename='Invoice.pdf')
with smtplib.SMTP('localhost', int(e['MAIL_PORT'])) as smtp:
    smtp.starttls(context=ssl.create_default_context(cafile=e['MAIL_CA']))
    smtp.login(e['MAIL_USER'], e['MAIL_PASSWORD'])
    smtp.send_message(message)
`;

const peers: readonly Peer[] = [
  {
    ...{ name: "Python's smtplib, STARTTLS", package: 'python3', command: 'python3' },
    run: (task) =>
      program('python3', ['-c', smtplib], {
        env: {
          ...{ MAIL_FROM: task.from, MAIL_TO: task.to, MAIL_SUBJECT: task.subject, MAIL_PDF: task.pdf },
          ...{ MAIL_PORT: String(task.port), MAIL_CA: task.certificateFile },
          ...{ MAIL_USER: task.user, MAIL_PASSWORD: task.password },
        },
      }),
  },
  {
    ...{ name: 'swaks, AUTH LOGIN without TLS', package: 'swaks', command: 'swaks' },
    run: async (task) =>
      program('swaks', [
        ...['--server', '127.0.0.1', '--port', String(task.port), '--from', task.from, '--to', task.to],
        ...['--auth', 'LOGIN', '--auth-user', task.user, '--auth-password', task.password],
        ...['--header', `Subject: ${task.subject}`, '--body', 'Attached.', '--attach-type'],
        ...['application/pdf', '--attach-name', 'Invoice.pdf', '--attach', `@${task.pdf}`],
      ]),
  },
  {
    ...{ name: 'msmtp, STARTTLS', package: 'msmtp', command: 'msmtp' },
    run: async (task) => {
      const secret = join(task.folder, 'secret');
      const settings = join(task.folder, 'msmtprc');
      await writeFile(secret, `${task.password}\n`, { mode: 0o600 });
      await writeFile(
        settings,
        [
          ...[
            'account default',
            'host localhost',
            `port ${task.port}`,
            'auth plain',
            'tls on',
            'tls_starttls on',
          ],
          ...[`tls_trust_file ${task.certificateFile}`, `user ${task.user}`, `passwordeval cat ${secret}`],
          ...[`from ${task.from}`, 'logfile -', ''],
        ].join('\n'),
      );
      await chmod(settings, 0o600);
      return program('msmtp', ['-C', settings, task.to], { input: await message(task) });
    },
  },
  {
    ...{ name: 's-nail, STARTTLS', package: 's-nail', command: 's-nail' },
    run: async (task) =>
      program(
        's-nail',
        [
          ...['-:/', '-Sv15-compat', '-Stls-verify=strict', '-Stls-ca-no-defaults', '-Ssmtp-use-starttls'],
          `-Smta=smtp://${task.user}:${task.password}@localhost:${task.port}`,
          ...['-Ssmtp-auth=plain', `-Sfrom=${task.from}`, `-Stls-ca-file=${task.certificateFile}`],
          ...['-Ssendwait', '-s', task.subject, '-a', task.pdf, task.to],
        ],
        { input: 'Attached.\n.\n..two dots\n', env: { MAILRC: '/dev/null', HOME: task.folder } },
      ),
  },
];

const isThere = ({ command }: Peer) => spawnSync('which', [command]).status === 0;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

for (const peer of peers) {
  test(`${peer.name}: a PDF goes through the relay and a signed-in account, to the byte`, async (context) => {
    if (!isThere(peer)) {
      const missing = `${peer.command} is not installed (package ${peer.package})`;
      if (process.env['REQUIRE_PEERS'] === '1') throw new Error(missing);
      context.skip(missing);
    }
    const app = await startApp({ sandbox });
    const port = await turnRelayOn(app);
    const { certificateFile } = await app.call('relayStatus', {});
    const folder = await temporaryFolder();
    const pdf = join(folder, 'Invoice.pdf');
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)]);
    await writeFile(pdf, bytes);
    for (const provider of ['google', 'microsoft'] as const) {
      const person = sandbox.people.find((each) => each.provider === provider);
      if (!person) throw new Error(`no ${provider} person`);
      const account = await app.addSignedIn(person);
      const given = await addProgram(app, `erp-${provider}`, [account.id]);
      const subject = `Invoice ${randomBytes(6).toString('hex')}`;
      const run = await peer.run({
        ...{ ...given, folder, port, certificateFile: certificateFile ?? '' },
        ...{ from: person.address, to: 'ben@example.org', subject, pdf },
      });
      expect(run.exitCode, run.said).toBe(0);
      const arrived = await sandbox.inbox.waitFor((each) => each.subject === subject, 15_000);
      expect(arrived).toMatchObject({ account: person.address, envelope: { to: ['ben@example.org'] } });
      expect(arrived.attachments).toMatchObject([
        { name: 'Invoice.pdf', sha256: createHash('sha256').update(bytes).digest('hex') },
      ]);
      const { items } = await app.call('outboxPage', { states: [], beforeSequence: null, limit: 1 });
      expect(items[0]).toMatchObject({ accountId: account.id, origin: 'agent', subject });
      expect(arrived.messageId).toBe(items[0]?.messageId);
    }
  });
}
