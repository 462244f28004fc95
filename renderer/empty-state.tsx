import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}

/** What a list shows instead of rows: why it is empty and what to do next. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles.actions}>{action}</div>
    </div>
  );
}
