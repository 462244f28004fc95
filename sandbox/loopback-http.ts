import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from './http-answer.ts';
import { isForLoopback, listenOnLoopback } from './loopback.ts';
import type { LoopbackListener } from './loopback.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server that listens already and answers once it is told how. */
export interface LoopbackHttp extends LoopbackListener {
  readonly serve: (handle: Handle) => void;
}

/** Starts an HTTP server; the handler comes later because an identity provider has to know its own port to be made. */
export const startHttp = async (): Promise<LoopbackHttp> => {
  let handle: Handle | undefined;
  const server = createServer((request, response) => {
    if (handle === undefined || !isForLoopback(request)) {
      sendJson(response, 421, { error: 'misdirected', message: 'This server answers for localhost only.' });
      return;
    }
    handle(request, response).catch((error: unknown) => {
      // The cause is for whoever debugs the sandbox; a client that went away amid its request is no news.
      if (response.headersSent || request.destroyed) request.destroy();
      else
        sendJson(response, 500, {
          error: 'sandbox',
          message: error instanceof Error ? error.message : 'unknown',
        });
    });
  });
  const listener = await listenOnLoopback(server);
  return {
    ...listener,
    serve: (given) => {
      handle = given;
    },
  };
};
