import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import type { SelfTestSandbox } from '../../main/electron/self-test-sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { followSignIn } from '../../tests/helpers/follow-pages.ts';

/** A sandbox, and somebody at a browser in it, for the self-test of the app. */
export interface RunningSandbox {
  /** For `--selftest-sandbox`. */
  readonly file: string;
  readonly parts: Sandbox;
  readonly close: () => Promise<void>;
}

const wanted = z.object({ url: z.url({ protocol: /^http$/, hostname: /^localhost$/ }), address: z.string() });

/** Starts a sandbox in this process, and a person who signs in wherever the app asks for it. */
export async function startSelfTestSandbox(): Promise<RunningSandbox> {
  const sandbox = await startSandbox();
  const signIn = async (request: IncomingMessage): Promise<void> => {
    const { url, address } = wanted.parse(await json(request));
    const person = sandbox.people.find((each) => each.address === address);
    if (!person) throw new Error(`nobody here is called ${address}`);
    await followSignIn(url, person);
  };
  const browser = createServer((request, response) => {
    signIn(request).then(
      () => response.writeHead(204).end(),
      (error: unknown) => {
        console.error(`error: the sign-in at the sandbox: ${String(error)}`);
        response.writeHead(500).end();
      },
    );
  }).listen(0, '127.0.0.1');
  await once(browser, 'listening');
  const { port } = browser.address() as AddressInfo;
  const addressOf = (provider: string) => sandbox.people.find((each) => each.provider === provider)?.address;
  const places: SelfTestSandbox = {
    policyFile: sandbox.policyFile,
    inbox: sandbox.inboxUrl,
    browser: `http://127.0.0.1:${port}/`,
    people: { google: addressOf('google') ?? '', microsoft: addressOf('microsoft') ?? '' },
  };
  const file = join(dirname(sandbox.policyFile), 'self-test.json');
  await writeFile(file, JSON.stringify(places), { mode: 0o600 });
  return {
    file,
    parts: sandbox,
    close: async () => {
      browser.closeAllConnections();
      browser.close();
      await sandbox.close();
    },
  };
}
