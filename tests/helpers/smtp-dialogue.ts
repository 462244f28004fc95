import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A client that says lines and hears whole replies, to see what a server says byte by byte. */
export interface SmtpDialogue {
  readonly greeting: string;
  /** Sends a line and answers the reply, its lines joined by `\n`; empty when the connection ends instead. */
  readonly say: (line: string) => Promise<string>;
  /** Sends text as it is and answers the reply. */
  readonly sayRaw: (text: string) => Promise<string>;
  readonly startTls: (ca: string) => Promise<void>;
  readonly end: () => void;
}

const isWhole = (text: string): boolean => /^\d{3}(?: .*)?\r\n$/m.test(text.split(/(?<=\r\n)/).at(-1) ?? '');

/** Opens a connection and waits for the greeting; an empty greeting says that the server hung up. */
export const openDialogue = async (options: {
  readonly port: number;
  /** PEM of the authority; with it TLS begins at once. */
  readonly implicitTlsCa?: string;
}): Promise<SmtpDialogue> => {
  const { port, implicitTlsCa } = options;
  let socket: Socket =
    implicitTlsCa === undefined
      ? connectTcp({ port, host: 'localhost' })
      : connectTls({ port, host: 'localhost', ca: implicitTlsCa });
  let heard = '';
  let over = false;
  let wake = (): void => {};
  const listen = (to: Socket): void => {
    to.setEncoding('latin1');
    to.on('data', (chunk: string) => {
      heard += chunk;
      wake();
    });
    to.on('error', () => {});
    to.on('close', () => {
      over = over || to === socket;
      wake();
    });
  };
  const hasReply = (): boolean => isWhole(heard) || over;
  const hear = async (): Promise<string> => {
    while (!hasReply()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const reply = heard.trimEnd().replaceAll('\r\n', '\n');
    heard = '';
    return reply;
  };
  const sayRaw = (text: string): Promise<string> => {
    socket.write(text);
    return hear();
  };
  listen(socket);
  return {
    greeting: await hear(),
    say: (line) => sayRaw(`${line}\r\n`),
    sayRaw,
    startTls: async (ca) => {
      const plain = socket;
      plain.removeAllListeners('data');
      const secure = connectTls({ socket: plain, servername: 'localhost', ca });
      await once(secure, 'secureConnect');
      socket = secure;
      listen(secure);
    },
    end: () => socket.destroy(),
  };
};

/** The initial response of AUTH XOAUTH2. */
export const xoauth2 = (user: string, accessToken: string): string =>
  Buffer.from(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString('base64');

/** The initial response of AUTH PLAIN. */
export const authPlain = (user: string, password: string): string =>
  Buffer.from(`\0${user}\0${password}`).toString('base64');

/** The initial response of AUTH OAUTHBEARER. */
export const oauthBearer = (user: string, accessToken: string): string =>
  Buffer.from(`n,a=${user},\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString('base64');
