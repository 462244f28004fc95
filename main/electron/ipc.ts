import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import type { Reply } from '../../shared/contract.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import { ipcChannels } from '../../shared/ipc-channels.ts';
import type { MethodName } from '../../shared/method-names.ts';
import type { AppPort } from '../app-port.ts';
import type { Log } from '../ports.ts';
import { appOrigin } from './app-protocol.ts';
import type { MayLeave } from './secret-export.ts';

interface Deps {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  /** May still be starting: calls wait for it, and answer its failure when it cannot start. */
  readonly app: Promise<Pick<AppPort, 'call' | 'onState'>>;
  readonly mayLeave: MayLeave;
  readonly log: Log;
}

/**
 * Serves the contract and the pushes of state to the page of our own windows, and to nothing else.
 *
 * @see https://www.electronjs.org/docs/latest/tutorial/security#17-validate-the-sender-of-all-ipc-messages
 */
export function serveIpc({ ipcMain, app, mayLeave, log }: Deps): void {
  const endPushes = new WeakMap<WebContents, () => void>();

  ipcMain.handle(
    ipcChannels.call,
    async (event, method: unknown, input: unknown): Promise<Reply<unknown>> => {
      // First of all, and before any await: the frame is null as soon as it has navigated.
      if (!isOurPage(event.senderFrame)) return refuse(log);
      try {
        const { call } = await app;
        if (typeof method === 'string' && !(await mayLeave(event.sender, method, input)))
          throw declined(method);
        return await call(typeof method === 'string' ? method : '', input, { origin: 'user' });
      } catch (error) {
        return { ok: false, error: toFailure(error) };
      }
    },
  );

  ipcMain.handle(ipcChannels.subscribe, async (event: IpcMainInvokeEvent): Promise<Reply<null>> => {
    if (!isOurPage(event.senderFrame)) return refuse(log);
    const page = event.sender;
    try {
      const { onState } = await app;
      // It may have been closed while the app started.
      if (page.isDestroyed()) return refuse(log);
      const endEarlier = endPushes.get(page);
      endEarlier?.();
      const end = onState((push) => {
        if (!isOurs(page)) return;
        page.send(ipcChannels.state, push);
      });
      endPushes.set(page, end);
      if (!endEarlier) page.once('destroyed', () => endPushes.get(page)?.());
      return { ok: true, value: null };
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  });
}

/** Says whether a frame is the main frame of a window that shows our page; a frame that is gone is not. */
export function isOurPage(frame: Pick<WebFrameMain, 'origin' | 'parent'> | null): boolean {
  try {
    return frame !== null && frame.parent === null && frame.origin === appOrigin;
  } catch {
    // Electron throws where the page of the frame has crashed or was replaced meanwhile.
    return false;
  }
}

function isOurs(page: WebContents): boolean {
  try {
    return !page.isDestroyed() && isOurPage(page.mainFrame);
  } catch {
    return false;
  }
}

function declined(method: string): AppError {
  if (method !== ('exportProfile' satisfies MethodName))
    return new AppError('server-not-providers', 'The person did not agree to this server.', {
      field: 'host',
    });
  return new AppError('export-declined', 'The secrets were not exported: the person did not agree.');
}

function refuse(log: Log): Reply<never> {
  log('ipc-refused');
  return {
    ok: false,
    error: toFailure(new AppError('invalid-request', 'Only the window of the app may call it.')),
  };
}
