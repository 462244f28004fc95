import { Add20Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { ArrowClockwise20Regular as RefreshIcon } from '@fluentui/react-icons/svg/arrow-clockwise';
import { Delete20Regular as RemoveIcon } from '@fluentui/react-icons/svg/delete';
import { DismissSquare20Regular as CloseIcon } from '@fluentui/react-icons/svg/dismiss-square';
import { Edit20Regular as EditIcon } from '@fluentui/react-icons/svg/edit';
import { MailCheckmark20Regular as TestIcon } from '@fluentui/react-icons/svg/mail-checkmark';
import { PersonArrowLeft20Regular as SignOutIcon } from '@fluentui/react-icons/svg/person-arrow-left';
import { PersonArrowRight20Regular as SignInIcon } from '@fluentui/react-icons/svg/person-arrow-right';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { useAppState } from '../services.tsx';
import { Command, CommandBar, CommandDivider } from '../toolbar/command-bar.tsx';
import { FilterBox } from '../toolbar/filter-box.tsx';

interface Props {
  /** The only selected account. */
  readonly single: AccountRow | null;
  readonly selectedCount: number;
  readonly commands: {
    readonly close: () => void;
    readonly refresh: () => void;
    readonly add: () => void;
    readonly remove: () => void;
    readonly edit: () => void;
    readonly signIn: (account: AccountRow) => void;
    readonly signOut: (account: AccountRow) => void;
    readonly sendTest: (account: AccountRow) => void;
  };
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly onLeaveFilter: () => void;
  readonly filterInput: Ref<HTMLInputElement>;
}

/** Close | Refresh, Add, Remove, Edit | Sign In, Sign Out, Send Test Email and the filter. */
export function AccountsToolbar(props: Props) {
  const { single, selectedCount, commands, filter, onFilter, onLeaveFilter, filterInput } = props;
  const { t } = useTranslation();
  const isMac = useAppState((state) => state.host.platform === 'macos');
  return (
    <CommandBar
      label={t('accounts.toolbar.label')}
      end={
        <FilterBox
          ref={filterInput}
          label={t('accounts.toolbar.filter')}
          placeholder={t('accounts.toolbar.filterPlaceholder')}
          value={filter}
          onChange={onFilter}
          onLeave={onLeaveFilter}
        />
      }
    >
      <Command icon={<CloseIcon />} text={t('shell.close')} onRun={commands.close} shortcut="Mod+W" />
      <CommandDivider />
      <Command
        icon={<RefreshIcon />}
        text={t('shell.refresh')}
        onRun={commands.refresh}
        shortcut={isMac ? 'Mod+R' : 'F5'}
      />
      <Command
        icon={<AddIcon />}
        text={t('accounts.toolbar.add')}
        onRun={commands.add}
        shortcut="Mod+N"
        isMain
      />
      <Command
        icon={<RemoveIcon />}
        text={t('accounts.toolbar.remove')}
        onRun={commands.remove}
        isDisabled={selectedCount === 0}
        shortcut={isMac ? 'Mod+Backspace' : 'Delete'}
      />
      <Command
        icon={<EditIcon />}
        text={t('accounts.toolbar.edit')}
        onRun={commands.edit}
        isDisabled={!single}
        shortcut="F2"
      />
      <CommandDivider />
      <Command
        icon={<SignInIcon />}
        text={t('accounts.toolbar.signIn')}
        onRun={() => single && commands.signIn(single)}
        isDisabled={!single}
      />
      <Command
        icon={<SignOutIcon />}
        text={t('accounts.toolbar.signOut')}
        onRun={() => single && commands.signOut(single)}
        isDisabled={!single || single.signedInAs === null}
      />
      <Command
        icon={<TestIcon />}
        text={t('accounts.toolbar.sendTest')}
        onRun={() => single && commands.sendTest(single)}
        isDisabled={!single?.enabled}
      />
    </CommandBar>
  );
}
