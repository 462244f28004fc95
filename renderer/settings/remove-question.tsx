import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { AppDialog } from '../dialog/app-dialog.tsx';

interface Props {
  readonly title: string;
  readonly removeText: string;
  readonly keepText: string;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
  readonly children: ReactNode;
}

/** Asks before something is removed that acts at once; keeping it is the safe answer. */
export function RemoveQuestion({ title, removeText, keepText, onRemove, onKeep, children }: Props) {
  return (
    <AppDialog
      title={title}
      isAlert
      onCancel={onKeep}
      actions={[
        <Button key="remove" onClick={onRemove}>
          {removeText}
        </Button>,
        <Button key="keep" appearance="primary" onClick={onKeep}>
          {keepText}
        </Button>,
      ]}
    >
      {children}
    </AppDialog>
  );
}
