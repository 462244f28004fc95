import { Menu, MenuList, MenuPopover } from '@fluentui/react-components';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import styles from './command-bar.module.css';

interface Props {
  /** Where it opens, in CSS pixels of the window. */
  readonly place: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  readonly hasIcons?: boolean;
  readonly children: ReactNode;
}

/** A menu at a place: a context menu. */
export function PopupMenu({ place, onClose, hasIcons = false, children }: Props) {
  const target = useMemo(
    () => ({ getBoundingClientRect: () => new DOMRect(place.x, place.y, 0, 0) }),
    [place.x, place.y],
  );
  return (
    <Menu
      open
      positioning={{ target, position: 'below', align: 'start', autoSize: 'height' }}
      onOpenChange={(_event, data) => !data.open && onClose()}
    >
      <MenuPopover className={styles.menu}>
        <MenuList hasIcons={hasIcons}>{children}</MenuList>
      </MenuPopover>
    </Menu>
  );
}
