import { Button, PortalMountNodeProvider, Spinner, useRestoreFocusTarget } from '@fluentui/react-components';
import { Activity, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountsScreen } from './accounts/accounts-screen.tsx';
import styles from './app-window.module.css';
import { useCell } from './cell.ts';
import { Banners } from './failures/banners.tsx';
import { FailureBars } from './failures/failure-bars.tsx';
import { UpdateBar } from './failures/update-bar.tsx';
import { Toasts } from './failures/toasts.tsx';
import { DialogNotThere, ScreenNotThere } from './part-stand-ins.tsx';
import { createPart, loadParts } from './part.tsx';
import { useAppState, useServices } from './services.tsx';
import { AssistantBar } from './sign-in/assistant-bar.tsx';
import { QuestionBars } from './sign-in/question-bars.tsx';
import { closeTab, modules, openTab } from './tabs/tab-state.ts';
import type { Module } from './tabs/tab-state.ts';
import { TabStrip } from './tabs/tab-strip.tsx';
import { useTabFocus } from './tabs/use-tab-focus.ts';
import { useLeaveQuestion } from './use-leave-question.ts';
import { useWindowKeys } from './use-window-keys.ts';

const ComposeScreen = createPart(
  ScreenNotThere,
  async () => (await import('./compose/compose-screen.tsx')).ComposeScreen,
);
const OutboxScreen = createPart(
  ScreenNotThere,
  async () => (await import('./outbox/outbox-screen.tsx')).OutboxScreen,
);
const SettingsScreen = createPart(
  ScreenNotThere,
  async () => (await import('./settings/settings-screen.tsx')).SettingsScreen,
);
const AccountDialog = createPart(
  DialogNotThere,
  async () => (await import('./accounts/account-dialog.tsx')).AccountDialog,
);
const WhichAccountDialog = createPart(
  DialogNotThere,
  async () => (await import('./accounts/which-account-dialog.tsx')).WhichAccountDialog,
);
const EmailSignIn = createPart(
  DialogNotThere,
  async () => (await import('./sign-in/email-sign-in.tsx')).EmailSignIn,
);

const TransferDialogs = createPart(
  DialogNotThere,
  async () => (await import('./transfer/transfer-dialogs.tsx')).TransferDialogs,
);
const SignInAssistant = createPart(
  DialogNotThere,
  async () => (await import('./sign-in/sign-in-assistant.tsx')).SignInAssistant,
);
const CheckDialog = createPart(
  DialogNotThere,
  async () => (await import('./diagnose/check-dialog.tsx')).CheckDialog,
);
const SupportDialog = createPart(
  DialogNotThere,
  async () => (await import('./diagnose/support-dialog.tsx')).SupportDialog,
);

const screens = {
  accounts: AccountsScreen,
  compose: ComposeScreen,
  outbox: OutboxScreen,
  settings: SettingsScreen,
} as const;

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={styles.waiting}>
      <Spinner size="small" label={t('shell.loading')} />
    </div>
  );
}

/** What is drawn before the first state is there. */
export function StartingWindow() {
  const { connection } = useServices();
  const status = useCell({ value: connection.status, subscribe: connection.subscribe });
  return (
    <div className={styles.window}>
      <main className={styles.main}>{status === 'open' ? <Waiting /> : <Banners />}</main>
    </div>
  );
}

function NoModule({ onOpen }: { readonly onOpen: (module: Module) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.waiting}>
      <div className={styles.launcher}>
        <h1>{t('shell.tabs.noneTitle')}</h1>
        <p>{t('shell.tabs.noneText')}</p>
        <div className={styles.launcherButtons}>
          {modules.map((module) => (
            <Button key={module} onClick={() => onOpen(module)}>
              {t(`shell.modules.${module}`)}
            </Button>
          ))}
        </div>
      </div>
    </div>
  );
}

// What is not on the first screen comes once that is drawn and nothing else is to be done, so that it also opens while the
// connection is lost; what could not be loaded comes when it is back.
function useLoadAhead() {
  const { connection } = useServices();
  const status = useCell({ value: connection.status, subscribe: connection.subscribe });
  useEffect(() => {
    if (status !== 'open') return undefined;
    const whenIdle = requestIdleCallback(() => void loadParts(), { timeout: 5_000 });
    return () => cancelIdleCallback(whenIdle);
  }, [status]);
}

/** The window: tabs on top, bars below them, the screen of the active tab. */
export function AppWindow() {
  const services = useServices();
  const { tabs } = services;
  const { open, active } = useCell(tabs);
  const openSignIn = useCell(services.signIns.open);
  const openAccount = useCell(services.openAccount);
  const isTransferOpen = useCell(services.transfer) !== null;
  const isAssistantOpen = useCell(services.assistant) !== null;
  const isCheckOpen = useCell(services.check) !== null;
  const isSupportOpen = useCell(services.supportBundle);
  const isWhichAccountOpen = useCell(services.whichAccount).isOpen;
  const closeWhichAccount = () => services.whichAccount.update((now) => ({ ...now, isOpen: false }));
  const host = useAppState((state) => state.host);
  const { t } = useTranslation();
  // Menus and dialogs belong to the main part of the page, where a screen reader looks for them.
  const [overlays, setOverlays] = useState<HTMLElement | null>(null);
  const [visited, setVisited] = useState<ReadonlySet<Module>>(new Set());
  if (active !== null && !visited.has(active)) setVisited(new Set([...visited, active]));

  const show = (module: Module) => tabs.update((now) => openTab(now, module));
  const close = (module: Module) => {
    if (module === 'settings' && services.hasUnsavedSettings.value()) {
      show(module);
      return services.settingsCloseAsked.set(true);
    }
    tabs.update((now) => closeTab(now, module));
    setVisited(new Set([...visited].filter((other) => other !== module)));
    // A page in a browser may not close its own tab; then the launcher stays.
    if (tabs.value().active === null) window.close();
  };
  useWindowKeys(show, close);
  useTabFocus(active);
  useLoadAhead();
  useLeaveQuestion();
  // The component library's focus rules end with their last user, and with them the clean-up after a dialog: the page would
  // stay closed to screen readers. The window itself therefore is a user of them.
  const focusRules = useRestoreFocusTarget();

  useEffect(() => {
    document.title = active ? `${t(`shell.modules.${active}`)} – ${t('shell.appName')}` : t('shell.appName');
  }, [active, t]);

  return (
    <PortalMountNodeProvider value={overlays ?? undefined}>
      <div className={styles.window} data-platform={host.platform} {...focusRules}>
        <TabStrip onShow={show} onClose={close} />
        <main className={styles.main}>
          <div className={styles.bars} role="region" aria-label={t('shell.notices')}>
            <Banners />
            <FailureBars />
            <QuestionBars />
            <UpdateBar />
            {active === 'accounts' && <AssistantBar />}
          </div>
          {active === null && <NoModule onOpen={show} />}
          {open.map((module) => {
            const Screen = screens[module];
            return visited.has(module) ? (
              <Activity key={module} mode={module === active ? 'visible' : 'hidden'}>
                <div
                  id={`panel-${module}`}
                  role="tabpanel"
                  aria-labelledby={`tab-${module}`}
                  className={styles.panel}
                >
                  <h1 className="sr-only">{t(`shell.modules.${module}`)}</h1>
                  <Screen onClose={() => close(module)} />
                </div>
              </Activity>
            ) : null;
          })}
          <Toasts />
          <div ref={setOverlays} />
        </main>
        {openAccount !== null && <AccountDialog onGiveUp={() => services.openAccount.set(null)} />}
        {isWhichAccountOpen && <WhichAccountDialog onGiveUp={closeWhichAccount} />}
        {isTransferOpen && <TransferDialogs onGiveUp={() => services.transfer.set(null)} />}
        {isAssistantOpen && <SignInAssistant onGiveUp={() => services.assistant.set(null)} />}
        {isCheckOpen && <CheckDialog onGiveUp={() => services.check.set(null)} />}
        {isSupportOpen && <SupportDialog onGiveUp={() => services.supportBundle.set(false)} />}
        {openSignIn !== null && <EmailSignIn onGiveUp={services.signIns.close} />}
      </div>
    </PortalMountNodeProvider>
  );
}
