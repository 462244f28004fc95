import { MenuDivider } from '@fluentui/react-components';
import type { MenuPlace } from '../grid/use-grid-pointer.ts';
import { MenuCommand } from '../toolbar/menu-command.tsx';
import { PopupMenu } from '../toolbar/popup-menu.tsx';
import { commandIcons } from './account-command-icons.tsx';
import type { AccountCommandId, AccountCommands } from './shown-commands.ts';

type Groups = readonly (readonly AccountCommandId[])[];

const menus = {
  rows: [
    ['edit', 'duplicate', 'remove'],
    ['signIn', 'signOut', 'check', 'sendTest', 'protocolLog'],
    ['enable', 'disable'],
    ['copyText', 'copyCsv', 'selectAll'],
  ],
  space: [
    ['add', 'refresh', 'undo'],
    ['selectAll', 'whichAccount'],
    ['chooseColumns', 'resetColumns'],
  ],
  more: [
    ['check', 'duplicate', 'enable', 'disable'],
    ['copyText', 'copyCsv', 'selectAll'],
    ['undo'],
    ['importFile', 'exportFile'],
    ['chooseColumns', 'resetColumns'],
    ['protocolLog', 'supportBundle'],
  ],
} as const satisfies Record<string, Groups>;

interface EntriesProps {
  readonly menu: keyof typeof menus;
  readonly commands: AccountCommands;
}

/** The commands of a menu, group by group. */
export function AccountMenuEntries({ menu, commands }: EntriesProps) {
  return menus[menu].flatMap((group: readonly AccountCommandId[], index) => [
    index > 0 && <MenuDivider key={group[0] ? `before-${group[0]}` : index} />,
    ...group.map((id) => {
      const icon = commandIcons[id];
      return <MenuCommand key={id} command={commands[id]} {...(icon && { icon })} />;
    }),
  ]);
}

interface Props extends EntriesProps {
  readonly place: MenuPlace;
  readonly onClose: () => void;
}

/** A context menu of the accounts grid. */
export function AccountMenu({ place, menu, commands, onClose }: Props) {
  return (
    <PopupMenu place={place} onClose={onClose} hasIcons>
      <AccountMenuEntries menu={menu} commands={commands} />
    </PopupMenu>
  );
}
