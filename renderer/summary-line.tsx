import type { ReactNode } from 'react';
import styles from './summary-line.module.css';

/** The line at the foot of a screen: facts, one beside the other; false ones are left out. */
export function SummaryLine({
  parts,
  end,
}: {
  readonly parts: readonly (string | false | undefined)[];
  /** Stands at the end of the line. */
  readonly end?: ReactNode;
}) {
  return (
    <footer className={styles.line}>
      {parts.map((part) => (part ? <span key={part}>{part}</span> : null))}
      {end}
    </footer>
  );
}
