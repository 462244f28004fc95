import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { asCommand, Command, CommandBar, CommandDivider, MoreCommands } from '../toolbar/command-bar.tsx';
import { FilterBox } from '../toolbar/filter-box.tsx';
import { commandIcons } from './account-command-icons.tsx';
import { AccountMenuEntries } from './account-menu.tsx';
import type { AccountCommandId, AccountCommands } from './shown-commands.ts';

interface Props {
  readonly commands: AccountCommands;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly onLeaveFilter: () => void;
  readonly filterInput: Ref<HTMLInputElement>;
}

/** As SalesPad has them, then ours. */
const groups = [
  ['close'],
  ['refresh', 'add', 'remove', 'edit'],
  ['signIn', 'signOut', 'sendTest', 'whichAccount'],
] as const satisfies readonly (readonly AccountCommandId[])[];

/** Close | Refresh, Add, Remove, Edit | Sign In, Sign Out, Send Test Email, Which Account?, More and the filter. */
export function AccountsToolbar({ commands, filter, onFilter, onLeaveFilter, filterInput }: Props) {
  const { t } = useTranslation();
  const group = (ids: readonly AccountCommandId[]) =>
    ids.map((id) => {
      const icon = commandIcons[id];
      return icon && <Command key={id} icon={icon} {...asCommand(commands[id])} isMain={id === 'add'} />;
    });
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
      {group(groups[0])}
      <CommandDivider />
      {group(groups[1])}
      <CommandDivider />
      {group(groups[2])}
      <MoreCommands label={t('accounts.toolbar.more')}>
        <AccountMenuEntries menu="more" commands={commands} />
      </MoreCommands>
    </CommandBar>
  );
}
