import { Add20Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { ArrowClockwise20Regular as RefreshIcon } from '@fluentui/react-icons/svg/arrow-clockwise';
import { ArrowUndo20Regular as UndoIcon } from '@fluentui/react-icons/svg/arrow-undo';
import { Copy20Regular as CopyIcon } from '@fluentui/react-icons/svg/copy';
import { Delete20Regular as RemoveIcon } from '@fluentui/react-icons/svg/delete';
import { DismissSquare20Regular as CloseIcon } from '@fluentui/react-icons/svg/dismiss-square';
import { DocumentCopy20Regular as DuplicateIcon } from '@fluentui/react-icons/svg/document-copy';
import { Edit20Regular as EditIcon } from '@fluentui/react-icons/svg/edit';
import { MailCheckmark20Regular as TestIcon } from '@fluentui/react-icons/svg/mail-checkmark';
import { PauseCircle20Regular as DisableIcon } from '@fluentui/react-icons/svg/pause-circle';
import { PersonArrowLeft20Regular as SignOutIcon } from '@fluentui/react-icons/svg/person-arrow-left';
import { PersonArrowRight20Regular as SignInIcon } from '@fluentui/react-icons/svg/person-arrow-right';
import { PlugConnectedCheckmark20Regular as CheckIcon } from '@fluentui/react-icons/svg/plug-connected-checkmark';
import { PlayCircle20Regular as EnableIcon } from '@fluentui/react-icons/svg/play-circle';
import { Record20Regular as RecordIcon } from '@fluentui/react-icons/svg/record';
import { QuestionCircle20Regular as WhichIcon } from '@fluentui/react-icons/svg/question-circle';
import type { ReactElement } from 'react';
import type { AccountCommandId } from './shown-commands.ts';

/** The signs of commands, the same in the toolbar and in the menus; some have none. */
export const commandIcons: Readonly<Partial<Record<AccountCommandId, ReactElement>>> = {
  close: <CloseIcon />,
  refresh: <RefreshIcon />,
  add: <AddIcon />,
  remove: <RemoveIcon />,
  edit: <EditIcon />,
  duplicate: <DuplicateIcon />,
  signIn: <SignInIcon />,
  signOut: <SignOutIcon />,
  check: <CheckIcon />,
  sendTest: <TestIcon />,
  whichAccount: <WhichIcon />,
  enable: <EnableIcon />,
  disable: <DisableIcon />,
  protocolLog: <RecordIcon />,
  copyText: <CopyIcon />,
  undo: <UndoIcon />,
};
