import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Addresses of this computer other than the two that a program of its own asks: other computers reach it at most of them. */
export function otherAddresses(): readonly string[] {
  const outside = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  // Only Linux answers on all of 127/8 without being told; a server on all addresses is found there without a network too.
  return process.platform === 'linux' ? [...outside, '127.0.0.2'] : outside;
}

/** Answers at which addresses somebody listens on a port. */
export async function heardAt(addresses: readonly string[], port: number): Promise<readonly string[]> {
  const heard = await Promise.all(
    addresses.map(
      (host) =>
        new Promise<readonly string[]>((resolve) => {
          const socket = connect({ host, port });
          socket.once('error', () => resolve([]));
          socket.once('connect', () => {
            socket.destroy();
            resolve([host]);
          });
        }),
    ),
  );
  return heard.flat();
}
