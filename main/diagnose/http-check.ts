import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { ApiAnswer } from '../mail/api-request.ts';
import type { Authentication, Refusal, SubmissionOutcome } from '../mail/submission.ts';
import { lateTls } from '../network/late-tls.ts';
import { openConnection } from '../network/open-connection.ts';
import type { ProxyFor } from '../ports.ts';
import { noteRequest } from '../transcript.ts';
import { certificateFacts, peekCertificate } from './certificate.ts';
import { saidOnTheWay, watchConnecting } from './check-way.ts';
import type { CheckRun, CheckTarget, HttpApi, Trouble } from './check-way.ts';
import { failureName, isCertificateFailure } from '../failure-name.ts';

/** A request that finds out whether an account may send, and sends nothing. */
export interface Probe {
  /** Behind the origin of the interface. */
  readonly path: (target: CheckTarget) => string;
  readonly contentType: string;
  readonly body: string;
  readonly classify: (answer: ApiAnswer) => SubmissionOutcome;
}

/** The parts of sending by HTTP that a Check uses. */
export interface HttpParts {
  readonly proxyFor: ProxyFor | undefined;
  readonly trust: () => SecureContext;
  readonly probes: Readonly<Record<HttpApi['kind'], Probe>>;
  readonly classifyFailure: (error: unknown) => Refusal;
  readonly withoutSecrets: <Outcome extends SubmissionOutcome>(
    outcome: Outcome,
    authentication: Authentication,
  ) => Outcome;
}

const maxAnswerBytes = 64 * 1024;

/** One Check of an account that sends by an HTTP interface. */
type HttpRun = CheckRun & { readonly api: HttpApi };

/**
 * Asks an HTTP interface whether the account may send, without a message: a request to send nothing is refused as incomplete,
 * but only after token and permission were found in order.
 *
 * @returns null — everything that can be found out is in order
 */
export async function checkByHttp(run: HttpRun, parts: HttpParts): Promise<Trouble | null> {
  const { sheet } = run;
  let rejectedToken: string | undefined;
  for (;;) {
    const path = await openPath(run, parts, rejectedToken === undefined);
    if ('trouble' in path) return path.trouble;
    try {
      const token = await openToken(run, rejectedToken);
      if ('trouble' in token) return token.trouble;
      sheet.begin('authentication');
      const outcome = await probe(run, parts, path.socket, token.accessToken);
      if (outcome === null) {
        sheet.pass('authentication', { user: run.target.user });
        // Which From addresses an account may use is a question that a send-only permission may not ask.
        sheet.skip('sender', 'not-checked');
        return null;
      }
      const isStale = outcome.kind === 'authentication-rejected' && outcome.tokenMayBeStale;
      if (isStale && rejectedToken === undefined) {
        rejectedToken = token.accessToken;
        continue;
      }
      sheet.fail('authentication');
      const { code, reply, detail } = outcome;
      return { code, ...(reply !== undefined && { reply }), ...(detail && { detail }) };
    } finally {
      path.socket.destroy();
    }
  }
}

type Path = { readonly socket: Socket } | { readonly trouble: Trouble };

/** @param isFirst the way to the server is written on the sheet once */
async function openPath(run: HttpRun, parts: HttpParts, isFirst: boolean): Promise<Path> {
  const { sheet, target, signal } = run;
  const { host, port, timeoutMs } = target.route;
  let open: Socket | null = null;
  const limit = setTimeout(() => open?.destroy(new Error('The server does not answer.')), timeoutMs);
  const abort = () => void open?.destroy(new Error('The Check was ended.'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    const destination = { host, port, timeoutMs, signal, proxyFor: parts.proxyFor };
    const socket = await openConnection(destination, isFirst ? watchConnecting(run) : {});
    open = socket;
    if (target.route.tls !== 'none') {
      const secure = secured(run, parts, socket, isFirst);
      open = secure;
      await untilSecured(secure);
      const tlsVersion = secure.getProtocol();
      if (isFirst) sheet.pass('tls', tlsVersion === null ? {} : { tlsVersion });
    }
    if (isFirst) sheet.skip('capabilities', 'not-needed');
    open.on('error', () => {});
    return { socket: open };
  } catch (error) {
    open?.on('error', () => {}).destroy();
    return { trouble: await pathTrouble(run, parts, error) };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', abort);
  }
}

function secured({ target, sheet }: CheckRun, parts: HttpParts, socket: Socket, isFirst: boolean): TLSSocket {
  return lateTls().connect({
    socket,
    secureContext: parts.trust(),
    servername: target.route.host,
    checkServerIdentity: (name, shown) => {
      const certificate = certificateFacts(shown);
      if (isFirst && certificate) sheet.add('tls', { certificate });
      return lateTls().checkServerIdentity(name, shown);
    },
  });
}

function untilSecured(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error('The connection was closed.'));
    socket.once('error', reject);
    socket.once('close', closed);
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      socket.off('close', closed);
      resolve();
    });
  });
}

async function pathTrouble(run: CheckRun, parts: HttpParts, error: unknown): Promise<Trouble> {
  const { sheet, target, signal } = run;
  const name = failureName(error);
  const step = sheet.running() ?? 'connect';
  sheet.fail(step);
  if (isCertificateFailure(name) && sheet.steps().every(({ facts }) => facts.certificate === undefined)) {
    const certificate = await peekCertificate(target.route, signal, { proxyFor: parts.proxyFor });
    if (certificate) sheet.add('tls', { certificate });
  }
  const refusal = parts.classifyFailure(error);
  const isUnnamed = name === '' && (step === 'connect' || step === 'name-lookup');
  const networkCode = isUnnamed ? 'CONNECT_TIMEOUT' : name;
  const detail = { ...(networkCode !== '' && { networkCode }) };
  return { code: refusal.code, detail, ...saidOnTheWay(refusal) };
}

async function openToken(
  run: CheckRun,
  rejectedToken: string | undefined,
): Promise<{ readonly accessToken: string } | { readonly trouble: Trouble }> {
  run.sheet.begin('token');
  try {
    const authentication = await run.authenticate(rejectedToken);
    if (authentication.kind !== 'oauth') throw new Error('no token');
    run.sheet.pass('token', rejectedToken === undefined ? {} : { refreshed: true });
    return authentication;
  } catch (error) {
    run.sheet.fail('token');
    return { trouble: { code: 'internal', error } };
  }
}

/** @returns null — the request was refused only because it has no message */
async function probe(
  { api, target, signal, transcript }: HttpRun,
  parts: HttpParts,
  socket: Socket,
  accessToken: string,
): Promise<Refusal | null> {
  const { path, contentType, body, classify } = parts.probes[api.kind];
  const baseUrl = new URL(api.baseUrl);
  const request = process
    .getBuiltinModule('node:http')
    .request(
      new URL(baseUrl.pathname.replace(/\/$/, '') + path(target), baseUrl).href.replace(/^https:/, 'http:'),
      {
        method: 'POST',
        // The connection is there already, TLS included.
        createConnection: () => socket,
        signal,
        headers: {
          host: baseUrl.host,
          authorization: `Bearer ${accessToken}`,
          'content-type': contentType,
          'content-length': body.length,
        },
      },
    );
  const noted = noteRequest(
    transcript,
    'POST',
    new URL(baseUrl.pathname.replace(/\/$/, '') + path(target), baseUrl),
  );
  const limit = setTimeout(() => request.destroy(new Error('no answer')), target.route.timeoutMs);
  try {
    const answer = await new Promise<ApiAnswer>((resolve, reject) => {
      request.once('error', reject);
      request.once('close', () => reject(new Error('no answer')));
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (sizeBytes > maxAnswerBytes) request.destroy(new Error('too long'));
          else chunks.push(chunk);
        });
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
            ),
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      request.end(body);
    });
    noted.answered(answer.status, (name) => answer.headers[name]);
    const outcome = parts.withoutSecrets(classify(answer), { kind: 'oauth', user: '', accessToken });
    return refusalOf(answer, outcome);
  } catch (error) {
    noted.failed(error);
    return parts.classifyFailure(error);
  } finally {
    clearTimeout(limit);
  }
}

/** A refusal of the empty message itself is the good answer. */
function refusalOf({ status }: ApiAnswer, outcome: SubmissionOutcome): Refusal | null {
  if (outcome.kind === 'accepted' || outcome.kind === 'unconfirmed')
    return { kind: 'deferred', code: 'provider-response-invalid' };
  const isAboutMessage = outcome.code === 'message-rejected' || outcome.code === 'recipient-rejected';
  return status === 400 && isAboutMessage ? null : outcome;
}
