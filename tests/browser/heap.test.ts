import { expect, test } from 'vitest';
import { setStage } from '../helpers/browser-journey.ts';
import { spellings } from '../helpers/find-leaks.ts';
import { openWindow, signInInTab } from '../helpers/open-window.ts';
import type { AppWindow } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';

const stage = setStage();

/** All that the page keeps in memory, after what nobody needs any more was collected. */
async function heapOf({ page }: AppWindow): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: true });
  await session.detach();
  return chunks.join('');
}

test('the memory of the window holds no token, code or verifier, and no password once its dialog is closed', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const [grace, orders] = [stage.person('grace'), stage.person('orders')];

  await window.button('Add').click();
  const dialog = window.dialog('SMTP Setup');
  await dialog.button('Sign In').click();
  const press = () => window.dialog('Email Sign In').button('Sign in with Google').click();
  await signInInTab(app, window, press, grace);
  await dialog.text('Takes effect with OK.').waitFor();
  await dialog.button('OK').click();
  await window.row(grace.address).getByText('Ready').waitFor();

  await window.button('Add').click();
  await dialog.field('Email Server Hostname or IP Address').fill('localhost');
  await dialog.field('SMTP Port').fill(String(stage.sandbox.smtp.starttls));
  await dialog.choice('SSL/TLS Startup Method').selectOption({ label: 'STARTTLS' });
  await dialog.field('SMTP User').fill(orders.address);
  await dialog.field('SMTP Password').fill(orders.password);
  expect(await heapOf(window)).toContain(orders.password);
  await dialog.button('OK').click();
  await window.row(orders.address).waitFor();
  for (const { id } of app.state().accounts)
    expect((await app.settled((await app.send(id, orders.address)).itemId)).state).toBe('sent');

  const heap = await heapOf(window);
  expect(heap).toContain(grace.address);
  const secrets = stage.sandbox.secrets();
  expect(secrets).toContain(orders.password);
  const leaks = secrets.filter((secret) => spellings(secret).some((spelling) => heap.includes(spelling)));
  expect(leaks).toEqual([]);
});
