import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../shared/app-state.ts';
import type { AppPort } from '../app-port.ts';
import type { Log } from '../ports.ts';
import { askingAccounts } from './badge.ts';
import { followState } from './follow-state.ts';
import { productName } from './words.ts';
import type { ShellWords } from './words.ts';

/** What the tray says of the app. */
export interface TrayView {
  /** Somebody is needed. */
  readonly needed: boolean;
  /** One sentence each; the first one is the most important. */
  readonly lines: readonly string[];
}

/** The icon in the tray. */
export interface TrayIcon {
  readonly onClick: (listener: () => void) => void;
  readonly setToolTip: (text: string) => void;
  readonly setNeeded: (isNeeded: boolean) => void;
  readonly setMenu: (template: MenuItemConstructorOptions[]) => void;
  readonly destroy: () => void;
}

interface Deps {
  readonly app: Promise<Pick<AppPort, 'onState'>>;
  readonly isWanted: (state: AppState) => boolean;
  readonly create: () => TrayIcon;
  readonly open: () => void;
  readonly compose: () => void;
  readonly quit: () => void;
  /** In the language of now. */
  readonly words: () => ShellWords;
  readonly log: Log;
}

// Windows shows 127 characters.
const longestToolTip = 127;

/**
 * Says whether this computer can have a tray for the app: macOS keeps it in the Dock, and a Linux session without a screen has
 * nowhere to put it.
 */
export function hasTray(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (platform === 'linux') return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
  return platform === 'win32';
}

/** Answers what there is to say of a state: first what needs a person, then what goes on. */
export function trayView(
  { accounts, outbox, problems }: Pick<AppState, 'accounts' | 'outbox' | 'problems'>,
  words: ShellWords,
): TrayView {
  const asking = askingAccounts(accounts);
  const { unconfirmed, sending } = outbox.counts;
  const needs = [
    ...(problems.length > 0 ? [words.problem] : []),
    ...(asking > 0 ? [words.accountsNeed(asking)] : []),
    ...(unconfirmed > 0 ? [words.messagesNeed(unconfirmed)] : []),
  ];
  const lines = [...needs, ...(sending > 0 ? [words.sending(sending)] : [])];
  return {
    needed: needs.length > 0,
    lines: lines.length > 0 ? lines : [words.allReady],
  };
}

/**
 * Shows the app in the tray for as long as it is wanted there, with how it is.
 *
 * @returns whether it is shown; only then may the window go away for good
 */
export function followTray(deps: Deps): { readonly isShown: () => boolean } {
  let icon: TrayIcon | null = null;
  let shown = '';

  const menu = ({ lines }: TrayView, words: ShellWords): MenuItemConstructorOptions[] => [
    { label: words.open, click: deps.open },
    { label: words.newMessage, click: deps.compose },
    { type: 'separator' },
    ...lines.map((label) => ({ label, click: deps.open })),
    { type: 'separator' },
    { label: words.quit, click: deps.quit },
  ];

  const show = (state: AppState): void => {
    const words = deps.words();
    const view = trayView(state, words);
    const text = JSON.stringify(view);
    if (icon !== null && text === shown) return;
    if (icon === null) {
      icon = deps.create();
      icon.onClick(deps.open);
    }
    shown = text;
    icon.setNeeded(view.needed);
    icon.setToolTip(`${productName}: ${view.lines[0]}`.slice(0, longestToolTip));
    // Linux takes a menu as it is when it is set, so it is set anew each time.
    icon.setMenu(menu(view, words));
  };

  const hide = (): void => {
    icon?.destroy();
    icon = null;
  };

  followState(deps.app, (state) => {
    try {
      if (deps.isWanted(state)) show(state);
      else hide();
    } catch {
      deps.log('tray-not-shown');
      hide();
    }
  }).catch(() => deps.log('tray-not-shown'));
  return { isShown: () => icon !== null };
}
