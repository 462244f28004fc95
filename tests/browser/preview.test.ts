import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDoor } from '../../build/demo/door.ts';
import { run } from '../../build/demo/processes.ts';
import type { Running } from '../../build/demo/processes.ts';
import { bundleRenderer } from '../../build/bundle.ts';
import { isBuilt } from '../../build/build-stamp.ts';
import { oneTimeAddress } from '../../build/start/one-time-address.ts';
import { expectAccessible, patience, setStage } from '../helpers/browser-journey.ts';
import { clickSignIn } from '../helpers/click-pages.ts';
import { openUrl, openWindow, servePreview } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';

const stage = setStage();
const repository = join(import.meta.dirname, '../..');
const startWithinMs = 30_000;

test('the preview as it is started by hand: $BROWSER gets the page, a restart keeps the account', async () => {
  // As somebody would have built it; the test of a whole run has done it already.
  if (!isBuilt(repository)) await bundleRenderer();
  const folder = await mkdtemp(join(tmpdir(), 'smtp setup preview '));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const opened: string[] = [];
  const { script, close } = await openDoor(folder, opened);
  onTestFinished(() => void close());
  const start = async (port: string): Promise<{ readonly running: Running; readonly url: string }> => {
    const args = ['--profile', join(folder, 'profile'), '--policy', stage.sandbox.policyFile, '--port', port];
    const env = { ...process.env, BROWSER: script };
    const running = run(join(repository, 'main', 'preview.ts'), args, env, folder);
    onTestFinished(() => running.end('SIGKILL'));
    const [, url = ''] = await running.line(/^SMTP Setup: (\S+)$/, startWithinMs);
    return { running, url };
  };
  const first = await start('0');
  const window = await openUrl(stage.browser, first.url);
  await window.button('Add').click();
  await window.dialog('SMTP Setup').button('Sign In').click();
  await window.dialog('Email Sign In').button('Sign in with Google').click();
  await expect.poll(() => opened, patience).toHaveLength(1);
  const tab = await window.context.newPage();
  await clickSignIn(tab, opened[0] ?? '', stage.person('grace'));
  await tab.close();
  await window.dialog('SMTP Setup').text('Takes effect with OK.').waitFor();
  await window.dialog('SMTP Setup').button('OK').click();
  await window.row('grace@harbor.test').getByText('Ready').waitFor();
  expect(opened).toHaveLength(1);
  expect(window.complaints).toEqual([]);

  await first.running.end('SIGKILL');
  await window.text('Connection lost').waitFor();
  await window.row('grace@harbor.test').getByText('Ready').waitFor();
  const second = await start(new URL(first.url).port);
  await window.text('This page is not connected any more').waitFor();
  expect(await window.text('Connection lost').count()).toBe(0);
  const again = await openUrl(stage.browser, second.url);
  await again.row('grace@harbor.test').getByText('Ready').waitFor();
  await second.running.end();
  expect(first.running.printed() + second.running.printed()).not.toMatch(/error|warning/i);
});

test('a link that is good once opens the page, which may be loaded again', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  await app.add({ host: 'mail.store.example', user: 'orders@store.example' });
  const served = await servePreview(app.session);
  const window = await openUrl(stage.browser, await oneTimeAddress(served.url));
  await window.row('orders@store.example').waitFor();
  expect(window.page.url()).toBe(`${new URL(served.url).origin}/`);
  await window.page.reload();
  await window.row('orders@store.example').waitFor();
  expect(window.complaints).toEqual([]);
});

test('a lost connection says so, is tried again, and what happened meanwhile is there', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const served = await servePreview(app.session);
  const { port, hash } = new URL(served.url);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const window = await openUrl(stage.browser, served.url);
  await window.button('Add').click();
  const dialog = window.dialog('SMTP Setup');
  await dialog.field('Email Server Hostname or IP Address').fill('mail.store.example');
  await dialog.field('SMTP User').fill('orders@store.example');
  await served.close();
  await window.text('Connection lost').waitFor({ state: 'attached' });
  await dialog.button('OK').click();
  await dialog.text('The app did not answer').waitFor();
  await app.add({ host: 'mail.store.example', user: 'meanwhile@store.example' });

  await servePreview(app.session, { port: Number(port), token });
  await dialog.button('OK').click();
  await dialog.element.waitFor({ state: 'detached' });
  await window.row('orders@store.example').waitFor();
  await window.row('meanwhile@store.example').waitFor();
  await window.text('Connection lost').waitFor({ state: 'detached' });
});

test('two windows of one app show the same at the same time', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const one = await openWindow(stage.browser, app);
  const other = await openWindow(stage.browser, app);
  await app.add({ host: 'mail.store.example', user: 'orders@store.example' });
  await one.row('orders@store.example').click();
  await one.button('Remove').click();
  await other.row('orders@store.example').waitFor({ state: 'detached' });
  await other.heading('No sending accounts yet').waitFor();
  await expectAccessible(other);
});
