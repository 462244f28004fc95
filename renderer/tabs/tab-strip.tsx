import { CounterBadge, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Add16Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { Compose16Regular as ComposeIcon } from '@fluentui/react-icons/svg/compose';
import { Dismiss12Regular as CloseIcon } from '@fluentui/react-icons/svg/dismiss';
import { MailArrowUp16Regular as OutboxIcon } from '@fluentui/react-icons/svg/mail-arrow-up';
import { MailSettings16Regular as AccountsIcon } from '@fluentui/react-icons/svg/mail-settings';
import { Settings16Regular as SettingsIcon } from '@fluentui/react-icons/svg/settings';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { needsAttention } from '../accounts/account-status.ts';
import { useCell } from '../cell.ts';
import { isEmptyDraft } from '../compose/draft.ts';
import { attentionStates, waitingStates } from '../outbox/outbox-states.ts';
import { useAppState, useServices } from '../services.tsx';
import { modules } from './tab-state.ts';
import type { Module } from './tab-state.ts';
import styles from './tab-strip.module.css';

const icons = {
  accounts: AccountsIcon,
  compose: ComposeIcon,
  outbox: OutboxIcon,
  settings: SettingsIcon,
} as const;

interface Props {
  readonly onShow: (module: Module) => void;
  readonly onClose: (module: Module) => void;
}

interface Mark {
  /** What the mark says to a screen reader. */
  readonly text: string;
  readonly count: number;
  readonly isUrgent: boolean;
}

function useMarks(): Partial<Record<Module, Mark>> {
  const { t } = useTranslation();
  const { draft, hasUnsavedSettings } = useServices();
  const troubled = useAppState((state) => state.accounts).filter(needsAttention).length;
  const counts = useAppState((state) => state.outbox.counts);
  const attention = attentionStates.reduce((sum, state) => sum + counts[state], 0);
  const waiting = waitingStates.reduce((sum, state) => sum + counts[state], 0);
  const hasDraft = !isEmptyDraft(useCell(draft));
  const isUnsaved = useCell(hasUnsavedSettings);
  const dot = (text: string): Mark => ({ text, count: 0, isUrgent: false });
  return {
    ...(troubled > 0 && {
      accounts: { text: t('shell.tabs.attention', { count: troubled }), count: troubled, isUrgent: true },
    }),
    ...(hasDraft && { compose: dot(t('shell.tabs.draft')) }),
    ...(waiting > 0 && {
      outbox: { text: t('shell.tabs.waiting', { count: waiting }), count: waiting, isUrgent: false },
    }),
    ...(attention > 0 && {
      outbox: { text: t('shell.tabs.attention', { count: attention }), count: attention, isUrgent: true },
    }),
    ...(isUnsaved && { settings: dot(t('shell.tabs.unsaved')) }),
  };
}

/** The modules as tabs; arrow keys go along them, Delete closes one. */
export function TabStrip({ onShow, onClose }: Props) {
  const { t } = useTranslation();
  const { tabs } = useServices();
  const { open, active } = useCell(tabs);
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const marks = useMarks();
  const closed = modules.filter((module) => !open.includes(module));

  const goTo = (module: Module | undefined) => {
    if (!module) return;
    onShow(module);
    document.querySelector<HTMLElement>(`#tab-${module}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, module: Module) => {
    const index = open.indexOf(module);
    const step = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    const targets: Partial<Record<string, number>> = {
      ArrowRight: index + step,
      ArrowLeft: index - step,
      Home: 0,
      End: open.length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Delete') {
      onClose(module);
      goTo(tabs.value().active ?? undefined);
    } else if (target !== undefined) goTo(open[(target + open.length) % open.length]);
    else return;
    event.preventDefault();
  };

  return (
    <header className={styles.strip}>
      <div role="tablist" aria-label={t('shell.tabs.label')} className={styles.tabs}>
        {open.map((module) => {
          const Icon = icons[module];
          const mark = marks[module];
          const name = t(`shell.modules.${module}`);
          return (
            <div
              key={module}
              id={`tab-${module}`}
              role="tab"
              tabIndex={module === active ? 0 : -1}
              aria-selected={module === active}
              aria-controls={module === active ? `panel-${module}` : undefined}
              aria-keyshortcuts="Delete"
              className={styles.tab}
              onClick={() => onShow(module)}
              onKeyDown={(event) => onKeyDown(event, module)}
              onAuxClick={(event) => event.button === 1 && onClose(module)}
            >
              <span aria-hidden className={styles.icon}>
                <Icon />
              </span>
              <span className={styles.title} data-text={name}>
                <span title={name}>{name}</span>
              </span>
              {mark && (
                <>
                  <CounterBadge
                    aria-hidden
                    size="small"
                    count={mark.count}
                    dot={mark.count === 0}
                    color={mark.isUrgent ? 'danger' : mark.count === 0 ? 'brand' : 'informative'}
                  />
                  <span className="sr-only">, {mark.text}</span>
                </>
              )}
              {/* For the mouse: the keyboard closes by Delete, Ctrl+W or the Close button of the toolbar. */}
              <span
                aria-hidden
                className={styles.close}
                title={t(isMac ? 'shell.tabs.closeHintMac' : 'shell.tabs.closeHint')}
                onClick={(event) => {
                  event.stopPropagation();
                  onClose(module);
                }}
              >
                <CloseIcon />
              </span>
            </div>
          );
        })}
      </div>
      {closed.length > 0 && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <button
              type="button"
              className={styles.open}
              aria-label={t('shell.tabs.open')}
              title={t('shell.tabs.open')}
            >
              <AddIcon aria-hidden />
            </button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {closed.map((module) => {
                const Icon = icons[module];
                return (
                  <MenuItem key={module} icon={<Icon />} onClick={() => onShow(module)}>
                    {t(`shell.modules.${module}`)}
                  </MenuItem>
                );
              })}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </header>
  );
}
