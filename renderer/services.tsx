import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { AppState } from '../shared/app-state.ts';
import type { Bridge } from '../shared/bridge.ts';
import type { Input, Output } from '../shared/contract.ts';
import type { MethodName } from '../shared/method-names.ts';
import { createUndo, withUndoEnd } from './accounts/undo.ts';
import type { Undo } from './accounts/undo.ts';
import type { AppStore } from './app-store.ts';
import { createAppStore } from './app-store.ts';
import type { Call } from './call.ts';
import { createCall } from './call.ts';
import type { Cell } from './cell.ts';
import { createCell } from './cell.ts';
import type { Connection } from './connection.ts';
import { report } from './failures/failure-list.ts';
import type { ShownFailure } from './failures/failure-list.ts';
import { createSignIns } from './sign-in/sign-ins.ts';
import type { SignIns } from './sign-in/sign-ins.ts';
import { readStored, writeStored } from './stored.ts';
import type { Toast } from './failures/toast-list.ts';
import { parseTabs } from './tabs/tab-state.ts';
import type { TabState } from './tabs/tab-state.ts';
import { newDraft } from './compose/draft.ts';
import { createRequests } from './compose/requests.ts';
import type { Requests } from './compose/requests.ts';
import type { Draft, RecordLine } from './compose/draft.ts';
import { createUploads } from './compose/uploads.ts';
import type { Uploads } from './compose/uploads.ts';

/** The dialog "Which Account?"; what was looked up stays for the next time. */
export interface WhichAccount {
  readonly isOpen: boolean;
  readonly lines: readonly RecordLine[];
}

/** What lives as long as the window and is reached from every screen. */
export interface Services {
  readonly call: Call;
  readonly store: AppStore;
  readonly connection: Connection;
  readonly failures: Cell<readonly ShownFailure[]>;
  readonly toasts: Cell<readonly Toast[]>;
  readonly undo: Undo;
  readonly tabs: Cell<TabState>;
  readonly draft: Cell<Draft>;
  readonly uploads: Uploads;
  readonly requests: Requests;
  readonly signIns: SignIns;
  /** Message that the Outbox shall show; null: its own choice. */
  readonly shownItem: Cell<string | null>;
  /** Account whose dialog is open; 0: a new one. */
  readonly openAccount: Cell<number | null>;
  /** Account whose fields the dialog of a new one begins with; null: with those of no account. */
  readonly copiedAccount: Cell<number | null>;
  /** Account that the grid shall show and select; null: its own choice. */
  readonly shownAccount: Cell<number | null>;
  readonly whichAccount: Cell<WhichAccount>;
  /** The dialog that opens next goes straight to Email Sign In. */
  readonly signInFirst: Cell<boolean>;
  readonly hasUnsavedSettings: Cell<boolean>;
  /** The open SMTP Setup dialog holds edits. */
  readonly hasUnsavedAccount: Cell<boolean>;
  /** Somebody wants to close Settings while changes are not saved. */
  readonly settingsCloseAsked: Cell<boolean>;
  /** Which of the two dialogs is open. */
  readonly transfer: Cell<'export' | 'import' | null>;
  /** Accounts that the sign-in assistant goes through; null: it is closed. */
  readonly assistant: Cell<readonly number[] | null>;
  /** Account whose Check is open; null: none is. */
  readonly check: Cell<number | null>;
  readonly supportBundle: Cell<boolean>;
  /** Line of Settings that shall have the focus; null: its own choice. */
  readonly shownSetting: Cell<string | null>;
}

const tabsKey = 'tabs';

/** Puts the services of a window together over its bridge. */
export function createServices(bridge: Bridge, connection: Connection): Services {
  const toasts = createCell<readonly Toast[]>([]);
  const undo = createUndo(toasts);
  const call = withUndoEnd(createCall(bridge.api), undo);
  const failures = createCell<readonly ShownFailure[]>([]);
  const tabs = createCell(parseTabs(readStored(tabsKey)));
  const draft = createCell(newDraft());
  const uploads = createUploads(call, draft);
  const requests = createRequests({ draft, uploads, tabs });
  tabs.subscribe(() => writeStored(tabsKey, tabs.value()));
  bridge.onRequest?.(requests.take);
  return {
    call,
    store: createAppStore(bridge),
    connection,
    failures,
    toasts,
    undo,
    tabs,
    draft,
    uploads,
    requests,
    signIns: createSignIns(call, (failure) => report(failures, failure)),
    shownItem: createCell<string | null>(null),
    openAccount: createCell<number | null>(null),
    copiedAccount: createCell<number | null>(null),
    shownAccount: createCell<number | null>(null),
    whichAccount: createCell<WhichAccount>({ isOpen: false, lines: [] }),
    signInFirst: createCell(false),
    hasUnsavedSettings: createCell(false),
    hasUnsavedAccount: createCell(false),
    settingsCloseAsked: createCell(false),
    transfer: createCell<'export' | 'import' | null>(null),
    assistant: createCell<readonly number[] | null>(null),
    check: createCell<number | null>(null),
    supportBundle: createCell(false),
    shownSetting: createCell<string | null>(null),
  };
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('There is no ServicesProvider.');
  return services;
}

/**
 * Answers one slice of the app's state, or a value without parts, and draws again only when that changes.
 *
 * Only components below the loaded window may ask.
 */
export function useAppState<Slice>(select: (state: AppState) => Slice): Slice {
  const { store } = useServices();
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.state();
    if (!state) throw new Error('The state is not there yet.');
    return select(state);
  });
}

/** Answers as `useAppState`, and null while there is no state yet. */
export function useAppStateIfAny<Slice>(select: (state: AppState) => Slice): Slice | null {
  const { store } = useServices();
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.state();
    return state && select(state);
  });
}

/** Answers a function that calls the app and shows a failure as a bar; null then. */
export function useRequest(): <Name extends MethodName>(
  name: Name,
  input: Input<Name>,
) => Promise<Output<Name> | null> {
  const { call, failures } = useServices();
  return useCallback(
    async (name, input) => {
      const answer = await call(name, input);
      if (answer.ok) return answer.value;
      report(failures, answer.error);
      return null;
    },
    [call, failures],
  );
}
