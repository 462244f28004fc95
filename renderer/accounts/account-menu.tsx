import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';

interface Props {
  /** Where it opens, in CSS pixels of the window. */
  readonly place: { readonly x: number; readonly y: number };
  readonly single: AccountRow | null;
  readonly commands: {
    readonly edit: () => void;
    readonly remove: () => void;
    readonly signIn: (account: AccountRow) => void;
    readonly signOut: (account: AccountRow) => void;
    readonly sendTest: (account: AccountRow) => void;
    readonly resetColumns: () => void;
  };
  readonly onClose: () => void;
}

/** The context menu of the accounts grid. */
export function AccountMenu({ place, single, commands, onClose }: Props) {
  const { t } = useTranslation();
  const target = useMemo(
    () => ({ getBoundingClientRect: () => new DOMRect(place.x, place.y, 0, 0) }),
    [place.x, place.y],
  );
  return (
    <Menu
      open
      positioning={{ target, position: 'below', align: 'start' }}
      onOpenChange={(_event, data) => !data.open && onClose()}
    >
      <MenuPopover>
        <MenuList>
          <MenuItem disabled={!single} onClick={commands.edit}>
            {t('accounts.toolbar.edit')}
          </MenuItem>
          <MenuItem onClick={commands.remove}>{t('accounts.toolbar.remove')}</MenuItem>
          <MenuDivider />
          <MenuItem disabled={!single} onClick={() => single && commands.signIn(single)}>
            {t('accounts.toolbar.signIn')}
          </MenuItem>
          <MenuItem disabled={!single?.signedInAs} onClick={() => single && commands.signOut(single)}>
            {t('accounts.toolbar.signOut')}
          </MenuItem>
          <MenuItem disabled={!single?.enabled} onClick={() => single && commands.sendTest(single)}>
            {t('accounts.toolbar.sendTest')}
          </MenuItem>
          <MenuDivider />
          <MenuItem onClick={commands.resetColumns}>{t('grid.resetColumns')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
