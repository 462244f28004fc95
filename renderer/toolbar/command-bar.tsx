import {
  Menu,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Toolbar,
  ToolbarButton,
  ToolbarDivider,
} from '@fluentui/react-components';
import { MoreHorizontal20Regular as MoreIcon } from '@fluentui/react-icons/svg/more-horizontal';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './command-bar.module.css';
import { useShortcuts } from './shortcut.ts';
import type { ShownCommand } from './shown-command.ts';

interface CommandProps {
  readonly icon: ReactElement;
  readonly text: string;
  readonly onRun: () => void;
  readonly isDisabled?: boolean;
  /** Why it is off, where that is not plain to see; it can be read there then. */
  readonly offBecause?: string;
  readonly isPrimary?: boolean;
  /** Key that does the same, e.g. `F5`; `Mod+N` is Ctrl+N or ⌘N. */
  readonly shortcut?: string;
  /** Keeps its word where the window is narrow. */
  readonly isMain?: boolean;
}

/** One command of a toolbar: icon and word; in a narrow window the word goes into the tooltip. */
export function Command(props: CommandProps) {
  const { t } = useTranslation();
  const { textOf, ariaOf } = useShortcuts();
  const { shortcut, text, offBecause } = props;
  const name = shortcut ? t('shell.commandWithKey', { command: text, key: textOf(shortcut) }) : text;
  return (
    <ToolbarButton
      appearance={props.isPrimary ? 'primary' : 'subtle'}
      icon={props.icon}
      disabled={(props.isDisabled ?? false) && !offBecause}
      disabledFocusable={Boolean(offBecause)}
      aria-keyshortcuts={shortcut && ariaOf(shortcut)}
      aria-description={offBecause || undefined}
      title={offBecause ? t('shell.commandOff', { command: name, reason: offBecause }) : name}
      className={styles.command}
      onClick={props.onRun}
    >
      <span className={props.isMain ? undefined : styles.word}>{text}</span>
    </ToolbarButton>
  );
}

/** Answers the properties of `Command` for a command that menus show too. */
export function asCommand({ text, run, shortcut, offBecause }: ShownCommand) {
  return {
    text,
    onRun: run,
    isDisabled: offBecause !== undefined,
    ...(offBecause && { offBecause }),
    ...(shortcut && { shortcut }),
  };
}

export function CommandDivider() {
  return <ToolbarDivider className={styles.divider} />;
}

/** What there is no room for in the line: a menu at its end. */
export function MoreCommands({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Menu positioning={{ position: 'below', align: 'end', autoSize: 'height' }}>
      <MenuTrigger disableButtonEnhancement>
        <ToolbarButton
          appearance="subtle"
          icon={<MoreIcon />}
          aria-label={label}
          title={label}
          className={styles.command}
        />
      </MenuTrigger>
      <MenuPopover className={styles.menu}>
        <MenuList hasIcons>{children}</MenuList>
      </MenuPopover>
    </Menu>
  );
}

interface BarProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Stands at the end of the line, outside the toolbar's arrow keys: a filter box. */
  readonly end?: ReactNode;
}

/** The line of commands on top of a screen. */
export function CommandBar({ label, children, end }: BarProps) {
  return (
    <div className={styles.line}>
      <Toolbar size="small" aria-label={label} className={styles.bar}>
        {children}
      </Toolbar>
      {end && <div className={styles.end}>{end}</div>}
    </div>
  );
}
