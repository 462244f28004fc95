import type { Socket } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import type { ConnectionWatch } from '../network/open-connection.ts';

/** Sees how a session comes about, step by step; whoever only sends needs none. */
export interface SessionWatch extends Omit<ConnectionWatch, 'onSocket'> {
  /** The socket that is about to connect: its events `lookup` and `connect` tell how far it gets. */
  readonly onSocket: (socket: Socket) => void;
  /** The certificate of the server once its chain was found good; whether it names the host is compared after this. */
  readonly onCertificate: (certificate: PeerCertificate) => void;
  /**
   * The reply to EHLO, before anything is authenticated; the password or token is read only when this has resolved.
   *
   * @returns whether to go on; otherwise the connection is closed
   */
  readonly onGreeted: (ehloReply: string, socket: Socket) => Promise<boolean>;
  /** Why no session came about, as socket or library report it: it may hold the server's text, so it is never kept. */
  readonly onFailure: (error: unknown) => void;
}
