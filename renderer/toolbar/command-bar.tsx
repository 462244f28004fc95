import { Toolbar, ToolbarButton, ToolbarDivider } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../services.tsx';
import styles from './command-bar.module.css';

interface CommandProps {
  readonly icon: ReactElement;
  readonly text: string;
  readonly onRun: () => void;
  readonly isDisabled?: boolean;
  readonly isPrimary?: boolean;
  /** Key that does the same, e.g. `F5`; `Mod+N` is Ctrl+N or ⌘N. */
  readonly shortcut?: string;
  /** Keeps its word where the window is narrow. */
  readonly isMain?: boolean;
}

/** One command of a toolbar: icon and word; in a narrow window the word goes into the tooltip. */
export function Command(props: CommandProps) {
  const { t } = useTranslation();
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const { shortcut, text } = props;
  const key = shortcut?.replace('Mod+', isMac ? '⌘' : `${t('shell.keys.control')}+`);
  return (
    <ToolbarButton
      appearance={props.isPrimary ? 'primary' : 'subtle'}
      icon={props.icon}
      disabled={props.isDisabled ?? false}
      aria-keyshortcuts={shortcut?.replace('Mod', isMac ? 'Meta' : 'Control')}
      title={key ? t('shell.commandWithKey', { command: text, key }) : text}
      className={styles.command}
      onClick={props.onRun}
    >
      <span className={props.isMain ? undefined : styles.word}>{text}</span>
    </ToolbarButton>
  );
}

export function CommandDivider() {
  return <ToolbarDivider className={styles.divider} />;
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
