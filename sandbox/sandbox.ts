import { generateKeyPair, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCertificateAuthority } from './certificate-authority.ts';
import { createControl } from './control-server.ts';
import type { IdentityDeps, SigningKey } from './dress.ts';
import type { Brand } from './fault-state.ts';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { createCustom } from './custom.ts';
import type { CustomProviderEntry } from './custom.ts';
import { createGmailApi } from './gmail-api.ts';
import { createGoogle } from './google.ts';
import { createGraphApi } from './graph-api.ts';
import { createInbox } from './inbox.ts';
import type { Inbox } from './inbox.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { startHttp } from './loopback-http.ts';
import { createMicrosoft } from './microsoft.ts';
import { createDirectory } from './people.ts';
import type { Person, SharedMailbox } from './people.ts';
import { policyFor } from './policy.ts';
import { decideLogin } from './smtp-manners.ts';
import { startSmtpServer } from './smtp-server.ts';
import { createTokenStore } from './token-store.ts';

/** A Google, a Microsoft, another company's provider, and their SMTP ports on this computer, with the inbox behind them. */
export interface Sandbox {
  /** `GET <inboxUrl>/messages` lists what was accepted. */
  readonly inboxUrl: string;
  /** `GET <faultsUrl>` lists the calls that break something. */
  readonly faultsUrl: string;
  /** A policy file that sends an app here; it names the certificate authority beside it. */
  readonly policyFile: string;
  readonly caFile: string;
  /** Port numbers; the host is `localhost`. */
  readonly smtp: { readonly starttls: number; readonly implicit: number; readonly plain: number };
  /** Everybody but those of the custom provider. */
  readonly people: readonly Person[];
  readonly customPeople: readonly Person[];
  /** What to enter in the settings to sign in at the custom provider: no policy file knows of it. */
  readonly customProvider: { readonly entry: CustomProviderEntry; readonly clientSecret: string };
  /** A client at the Microsoft that proves itself with a secret. */
  readonly confidentialClient: { readonly clientId: string; readonly clientSecret: string };
  readonly sharedMailboxes: readonly SharedMailbox[];
  readonly faults: Faults;
  readonly inbox: Inbox;
  readonly log: Log;
  /** Every password, code, access token and refresh token there ever was, to search files and logs for. */
  readonly secrets: () => readonly string[];
  /** Ends every connection, gives the ports back and removes the files; a second call waits for the first. */
  readonly close: () => Promise<void>;
}

const newSigningKey = async (): Promise<SigningKey> => {
  const { privateKey }: { privateKey: KeyObject } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
  });
  const kid = randomBytes(8).toString('hex');
  return { privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
};

/** Starts a sandbox on free loopback ports, in this process. */
export const startSandbox = async (): Promise<Sandbox> => {
  const [certificate, signingKey, control, googleHttp, microsoftHttp, customHttp] = await Promise.all([
    createCertificateAuthority(),
    newSigningKey(),
    startHttp(),
    startHttp(),
    startHttp(),
    startHttp(),
  ]);
  const directory = createDirectory();
  const log = createLog();
  const inbox = createInbox();
  const stores = { google: createTokenStore(), microsoft: createTokenStore(), custom: createTokenStore() };
  const desk = createFaults(directory, {
    revoke: (personId) => Object.values(stores).forEach((store) => store.revoke(personId)),
    expireAccessTokens: (personId) =>
      Object.values(stores).forEach((store) => store.expireAccessTokens(personId)),
  });
  const faults = desk.verbs.state;
  const depsOf = (brand: Brand, port: number): IdentityDeps => ({
    origin: `http://localhost:${port}`,
    signingKey,
    directory,
    store: stores[brand],
    faults,
    log,
  });
  const clientSecret = `GOCSPX-${randomBytes(18).toString('base64url')}`;
  const google = createGoogle(depsOf('google', googleHttp.port), clientSecret);
  const microsoft = createMicrosoft(depsOf('microsoft', microsoftHttp.port));
  const custom = createCustom(depsOf('custom', customHttp.port));
  const gmailApi = createGmailApi({ directory, checkAccessToken: google.checkAccessToken, faults, inbox });
  const graphApi = createGraphApi({
    origin: `http://localhost:${microsoftHttp.port}`,
    ...{ directory, checkAccessToken: microsoft.checkAccessToken, faults, inbox },
  });
  const secrets = (): readonly string[] => [
    ...directory.people.map(({ password }) => password),
    ...Object.values(stores).flatMap((store) => store.secrets()),
    ...microsoft.secrets(),
    custom.clientSecret,
  ];
  googleHttp.serve((request, response) =>
    gmailApi.owns(request.url ?? '') ? gmailApi.handle(request, response) : google.handle(request, response),
  );
  microsoftHttp.serve((request, response) =>
    graphApi.owns(request.url ?? '')
      ? graphApi.handle(request, response)
      : microsoft.handle(request, response),
  );
  customHttp.serve(custom.handle);
  control.serve(createControl({ directory, inbox, faults: desk, log, secrets }));

  const login = {
    directory,
    faults,
    googleToken: google.checkAccessToken,
    microsoftToken: microsoft.checkAccessToken,
    customToken: custom.checkAccessToken,
  };
  const smtpDeps = { certificate, login: decideLogin.bind(undefined, login), faults, inbox, log };
  const [starttls, implicit, plain, customSmtp] = await Promise.all([
    startSmtpServer('starttls', smtpDeps),
    startSmtpServer('implicit', smtpDeps),
    startSmtpServer('plain', smtpDeps),
    startSmtpServer('custom', smtpDeps),
  ]);

  const folder = await mkdtemp(join(tmpdir(), 'smtp-setup-sandbox-'));
  const caFileName = 'certificate-authority.pem';
  const caFile = join(folder, caFileName);
  const policyFile = join(folder, 'policy.json');
  const smtp = { starttls: starttls.port, implicit: implicit.port, plain: plain.port };
  await writeFile(caFile, certificate.certificatePem, { mode: 0o600 });
  const places = {
    googlePort: googleHttp.port,
    clientSecret,
    microsoftPort: microsoftHttp.port,
    smtp,
    caFileName,
  };
  await writeFile(policyFile, policyFor(places), { mode: 0o600 });

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const listeners = [control, googleHttp, microsoftHttp, customHttp, starttls, implicit, plain, customSmtp];
    await Promise.all(listeners.map((listener) => listener.close()));
    await rm(folder, { recursive: true, force: true });
  };
  const controlUrl = `http://localhost:${control.port}`;
  return {
    inboxUrl: `${controlUrl}/inbox`,
    faultsUrl: `${controlUrl}/faults`,
    policyFile,
    caFile,
    smtp,
    people: directory.people.filter(({ provider }) => provider !== 'custom'),
    customPeople: directory.of('custom'),
    customProvider: { entry: custom.entry(customSmtp.port), clientSecret: custom.clientSecret },
    confidentialClient: microsoft.confidentialClient,
    sharedMailboxes: directory.sharedMailboxes,
    faults: desk.verbs,
    inbox,
    log,
    secrets,
    close: () => (closing ??= close()),
  };
};
