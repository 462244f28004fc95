import type { BrowserWindow } from 'electron';
import type { AppPort } from '../app-port.ts';

/** Takes the bar away. */
const none = -1;

/** Shows on the taskbar or in the Dock how far a batch is, while the window is open. */
export async function followProgress(
  app: Promise<Pick<AppPort, 'onState'>>,
  window: () => Pick<BrowserWindow, 'setProgressBar'> | null,
): Promise<void> {
  (await app).onState((push) => {
    const outbox = 'state' in push ? push.state.outbox : push.slices.outbox;
    if (outbox === undefined) return;
    const { batch } = outbox;
    window()?.setProgressBar(batch ? batch.done / batch.total : none);
  });
}
