import { connect } from 'node:net';
import { once } from 'node:events';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import manifest from 'nodemailer/package.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { startSmtpScript } from '../helpers/smtp-script.ts';

// What main/mail/smtp.ts leans on. A new version of nodemailer has to pass this before the pin in package.json moves.

test('nodemailer is the version whose hand-over was checked', () => {
  expect(manifest.version).toBe('10.6.0');
});

test('after login the socket is ours: no timer, no listener and no byte of the library is left on it', async () => {
  const server = await startSmtpScript({ offers: ['PIPELINING', 'AUTH PLAIN'] });
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const connection = new SMTPConnection({
    connection: socket,
    ignoreTLS: true,
    host: '127.0.0.1',
    port: server.port,
  });
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve())),
  );
  expect(connection.lastServerResponse).toBe('250-script\n250-PIPELINING\n250 AUTH PLAIN');
  expect(connection.allowsAuth).toBe(true);
  await new Promise<void>((resolve, reject) => {
    connection.login({ credentials: { user: 'a', pass: 'b' } }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
  expect(connection._socket).toBe(socket);
  for (const event of ['data', 'end', 'close', 'timeout', 'error']) socket.removeAllListeners(event);
  const answers: string[] = [];
  socket.on('data', (bytes: Buffer) => answers.push(bytes.toString()));
  socket.write('RSET\r\n');
  await expect.poll(() => answers).toEqual(['250 2.0.0 OK\r\n']);
  expect(server.commands().map((line) => line.split(' ')[0])).toEqual(['EHLO', 'AUTH', 'RSET']);
  socket.destroy();
  await once(socket, 'close');
});

test("a method of our own reaches our handler, with the server's whole reply", async () => {
  const server = await startSmtpScript({ answers: { AUTH: '535-5.7.3 first\r\n535 5.7.3 second' } });
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const replies: string[] = [];
  const connection = new SMTPConnection({
    connection: socket,
    ignoreTLS: true,
    customAuth: {
      'X-OURS': async (context) => {
        replies.push((await context.sendCommand('AUTH XOAUTH2 abc')).response);
        throw new Error('refused');
      },
    },
  });
  await new Promise<void>((resolve) => connection.connect(() => resolve()));
  const error = await new Promise((resolve) => {
    connection.login({ type: 'custom', method: 'X-OURS', user: 'a' }, resolve);
  });
  expect(error).toMatchObject({ code: 'EAUTH' });
  expect(replies).toEqual(['535-5.7.3 first\n535 5.7.3 second']);
  connection.close();
});

test('STARTTLS that is required and refused is an error with the reply, never a plain session', async () => {
  const server = await startSmtpScript();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const connection = new SMTPConnection({ connection: socket, requireTLS: true });
  const error = await new Promise((resolve) => {
    connection.once('error', resolve);
    connection.connect(() => resolve(null));
  });
  expect(error).toMatchObject({ code: 'ETLS', command: 'STARTTLS', response: '502 5.5.1 Unknown' });
});
