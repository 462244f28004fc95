import {
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useEffect, useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useAppState } from '../services.tsx';
import styles from './app-dialog.module.css';

interface Props {
  readonly title: string;
  /** Escape, or a click outside where nothing would be lost. */
  readonly onCancel: () => void;
  readonly children: ReactNode;
  /** Buttons with the one that does it first and the safe one last; macOS shows them the other way round. */
  readonly actions: readonly ReactNode[];
  /** A question that has to be answered: the safe button has the focus. */
  readonly isAlert?: boolean;
  readonly size?: 'small' | 'medium' | 'large';
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

// What had the focus may be gone, as a menu entry is, or on another tab; then the list of the screen, or its tab, is the next best place.
function focusAgain(element: Element | null) {
  const isThere = element instanceof HTMLElement && element.checkVisibility() && element !== document.body;
  const grids = [...document.querySelectorAll<HTMLElement>('[role=grid]')].filter((grid) =>
    grid.checkVisibility(),
  );
  const target = isThere
    ? element
    : (grids[0] ?? document.querySelector<HTMLElement>('[role=tab][aria-selected=true]'));
  target?.focus();
}

// The library focuses the first button, which is the one that does it; whoever presses Enter too soon must lose nothing.
function useSafeFocus(titleId: string, isAlert: boolean, isMac: boolean): void {
  useEffect(() => {
    const dialog = document.getElementById(titleId)?.closest('[role=alertdialog]');
    const buttons = [...(dialog?.querySelectorAll<HTMLElement>('.fui-DialogActions button') ?? [])];
    if (isAlert) (isMac ? buttons[0] : buttons.at(-1))?.focus();
  }, [titleId, isAlert, isMac]);
}

/** A dialog that gives the focus back to where it came from, with its buttons in the order of the system. */
export function AppDialog(props: Props) {
  const { title, onCancel, children, actions, isAlert = false, size = 'small', onKeyDown } = props;
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const titleId = useId();
  useSafeFocus(titleId, isAlert, isMac);

  // Read before the dialog is there: its own effects move the focus into it before ours run.
  const [cameFrom] = useState(() => document.activeElement);

  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree) focusAgain(cameFrom);
      });
    },
    [cameFrom],
  );

  return (
    <Dialog
      open
      modalType={isAlert ? 'alert' : 'modal'}
      onOpenChange={(_event, data) => {
        // A click beside a form is a slip, not a decision.
        if (data.type === 'escapeKeyDown') onCancel();
      }}
    >
      <DialogSurface aria-labelledby={titleId} className={styles[size]} onKeyDown={onKeyDown}>
        <DialogBody className={styles.body}>
          <DialogTitle as="h1" id={titleId} action={null} className={styles.title}>
            {title}
          </DialogTitle>
          <DialogContent className={styles.content}>{children}</DialogContent>
          <DialogActions fluid className={styles.actions}>
            {isMac ? actions.toReversed() : actions}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
