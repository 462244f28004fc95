import { basename } from 'node:path';
import type { BrowserWindow, IpcMain } from 'electron';
import { emptyRequest } from '../../shared/compose-request.ts';
import type { ComposeRequest, GivenDocument } from '../../shared/compose-request.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import { ipcChannels } from '../../shared/ipc-channels.ts';
import { parseMessageLink } from '../../shared/message-link.ts';
import type { AppPort } from '../app-port.ts';
import { stageDocument } from '../cli/upload-document.ts';
import type { Log } from '../ports.ts';
import type { HandedOver } from './handed-over.ts';
import { isOurPage } from './ipc.ts';
import { callAsPerson } from './person-call.ts';

interface Deps {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly app: Promise<Pick<AppPort, 'call'>>;
  readonly window: { readonly show: () => void; readonly opened: () => BrowserWindow | null };
  readonly log: Log;
}

/**
 * Answers what turns links and files that were handed over into messages that the window is asked to begin.
 *
 * They wait here until a page takes them, so that one that still loads, or loads again, misses none. A link fills in fields and
 * nothing else; only files that a person named on this computer are read, and they go into the profile as dropped ones do.
 */
export function createComposeRequests({ ipcMain, app, window, log }: Deps): (handed: HandedOver) => void {
  let waiting: ComposeRequest[] = [];
  // One after the other: what was asked for first is there first.
  let turn: Promise<void> = Promise.resolve();

  ipcMain.handle(ipcChannels.takeRequests, (event): readonly ComposeRequest[] => {
    if (!isOurPage(event.senderFrame)) {
      log('ipc-refused');
      return [];
    }
    const taken = waiting;
    waiting = [];
    return taken;
  });

  const stage = async (path: string): Promise<GivenDocument> => {
    const name = basename(path);
    try {
      return {
        name,
        document: await stageDocument(
          { call: callAsPerson(await app), interrupted: never },
          path,
          unreadable,
        ),
      };
    } catch (error) {
      const failure = toFailure(error);
      log('document-not-taken', { code: failure.code });
      return { name, failure };
    }
  };

  const prepare = async ({ links, paths }: HandedOver): Promise<void> => {
    const requests = links.flatMap((link) => parseMessageLink(link) ?? []);
    if (requests.length < links.length) log('link-refused');
    const documents: GivenDocument[] = [];
    for (const path of paths) documents.push(await stage(path));
    if (documents.length > 0) requests.push({ ...emptyRequest(), documents });
    if (requests.length === 0) return;
    waiting = [...waiting, ...requests].slice(-mostWaiting);
    window.opened()?.webContents.send(ipcChannels.requests);
  };

  return (handed) => {
    window.show();
    turn = turn.then(() => prepare(handed)).catch(() => log('document-not-taken', { code: 'internal' }));
  };
}

/** A page that never takes them must not make them pile up. */
const mostWaiting = 20;
const never = new AbortController().signal;

function unreadable(path: string, reason: string): AppError {
  return new AppError('document-unreadable', `"${basename(path)}" ${reason}.`);
}
