import { expect, onTestFinished, test } from 'vitest';
import { newAccountDraft } from '../../shared/account.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import { startShell } from '../helpers/electron/shell.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startHttpProxy } from '../helpers/proxy-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const login = { user: 'ben', password: 'canary-pröxy' };

/** The shell on a computer whose system names a proxy, and whose environment has a name and password for it. */
async function start({ host, port }: { readonly host: string; readonly port: number }) {
  const env = { HTTPS_PROXY: `http://${login.user}:${encodeURIComponent(login.password)}@${host}:${port}` };
  const folder = await temporaryFolder();
  const shell = await startShell({ folder, env, proxies: `PROXY ${host}:${port}` });
  await shell.shown;
  onTestFinished(async () => {
    shell.kill('SIGKILL');
    await shell.exitCode;
  });
  return shell;
}

test('a proxy that asks is answered once with what the environment has for it, and nobody else is', async () => {
  const shell = await start({ host: 'proxy.example', port: 3128 });
  const asking = { isProxy: true, scheme: 'basic', host: 'Proxy.example', port: 3128 };
  expect(await shell.control.login(asking, true)).toEqual([login.user, login.password]);
  expect(await shell.control.login(asking, false)).toBeNull();
  for (const other of [{ isProxy: false }, { scheme: 'ntlm' }, { host: 'other' }, { port: 8080 }]) {
    expect(await shell.control.login({ ...asking, ...other }, true)).toBeNull();
  }
  const { boxes, notices, opened } = await shell.control.observe();
  expect([boxes, notices, opened]).toEqual([[], [], []]);
  expect(shell.written()).not.toContain('canary');
});

test('a mail server is reached through it', async () => {
  const [server, proxy] = [await startMailServer(), await startHttpProxy(login)];
  const way = proxy.way();
  const shell = await start(way);
  const call = async <Value>(method: string, input: unknown): Promise<Value> => {
    const reply = await shell.control.invoke('smtp-setup:call', 'page', [method, input]);
    expect(reply).toMatchObject({ ok: true });
    return (reply as { readonly value: Value }).value;
  };
  const over = new Promise<CheckView>((resolve) => {
    shell.onPush((_channel, value) => {
      const { slices } = value as { readonly slices?: { readonly checks?: readonly CheckView[] } };
      const view = slices?.checks?.find(({ outcome }) => outcome !== 'running');
      if (view) resolve(view);
    });
  });
  await shell.control.invoke('smtp-setup:subscribe', 'page', []);
  const draft = {
    ...{ ...newAccountDraft, host: 'mail.example.com', port: server.port, tls: false },
    from: 'anna@example.com',
  };
  const saved = { accountId: null, draft, pendingGrantId: null, signOut: false };
  const { id } = await call<{ id: number }>('accountsSave', saved);
  await call('checkStart', { accountId: id });
  const { outcome, steps } = await over;
  expect([outcome, steps[0]]).toMatchObject(['passed', { name: 'proxy', state: 'passed' }]);
  expect(proxy.asked()).toEqual([`mail.example.com:${server.port}`]);
  expect(JSON.stringify(steps)).not.toContain('canary');
});
