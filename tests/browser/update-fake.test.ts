import { expect, onTestFinished, test } from 'vitest';
import type { UpdateView } from '../../shared/update.ts';
import { createFakeApp } from '../helpers/fake-app.ts';
import { openFakePage } from '../helpers/fake-page.ts';
import { sampleAccounts } from '../helpers/sample-state.ts';

test('the window tells of a newer version, and downloads and installs it only where somebody says so', async () => {
  const app = createFakeApp({
    state: { accounts: sampleAccounts.filter(({ status }) => status.kind === 'ready') },
  });
  const { page, complaints, close } = await openFakePage(app);
  onTestFinished(close);
  const notices = page.getByRole('region', { name: 'Notices' });
  const show = (update: UpdateView) => app.change({ update });
  const asked = () => app.calls.map(({ name }) => name).filter((name) => name.startsWith('update'));
  const { counts } = app.state().outbox;
  const sending = (count: number) =>
    app.change({ outbox: { ...app.state().outbox, counts: { ...counts, sending: count } } });

  await page.getByRole('grid').waitFor();
  expect(await notices.textContent()).toBe('');
  // Found by itself: nobody asked why there is none.
  show({ stage: 'off', because: 'unsigned' });
  show({ stage: 'available', version: '2.1.0' });
  await notices.getByText('Version 2.1.0 is available').waitFor();
  expect(asked()).toEqual([]);
  await notices.getByRole('button', { name: 'Download' }).click();
  await expect.poll(asked).toEqual(['updateDownload']);

  show({ stage: 'downloading', version: '2.1.0', percent: 42 });
  await notices.getByText('42 % of it is here.').waitFor();
  expect(await notices.getByRole('button').count()).toBe(0);

  sending(1);
  show({ stage: 'ready', version: '2.1.0' });
  const install = notices.getByRole('button', { name: 'Install and Restart' });
  await notices.getByText('A message is being sent.').waitFor();
  expect(await install.getAttribute('aria-disabled')).toBe('true');
  sending(0);
  await expect.poll(() => install.getAttribute('aria-disabled')).not.toBe('true');
  await install.click();
  await expect.poll(asked).toEqual(['updateDownload', 'updateInstall']);

  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await install.waitFor({ state: 'detached' });
  show({ stage: 'off', because: 'administrator', asked: true });
  await notices.getByText('your administrator installs newer versions').waitFor();

  // As an AppImage is where the system forbids it a sandbox.
  app.change({ host: { ...app.state().host, withoutSandbox: true } });
  await notices.getByText('The window runs without its sandbox').waitFor();
  expect(complaints).toEqual([]);
});
