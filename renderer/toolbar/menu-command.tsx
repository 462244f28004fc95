import { MenuItem } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useShortcuts } from './shortcut.ts';
import type { ShownCommand } from './shown-command.ts';

interface Props {
  readonly command: ShownCommand;
  readonly icon?: ReactElement;
}

/** One command in a menu, with its key; one that is off stays where it is and says why. */
export function MenuCommand({ command, icon }: Props) {
  const { textOf, ariaOf } = useShortcuts();
  const { text, run, shortcut, offBecause } = command;
  return (
    <MenuItem
      disabled={offBecause !== undefined}
      {...(icon && { icon })}
      {...(shortcut && { 'aria-keyshortcuts': ariaOf(shortcut) })}
      {...(offBecause && { title: offBecause, 'aria-description': offBecause })}
      secondaryContent={shortcut ? { 'aria-hidden': true, dir: 'ltr', children: textOf(shortcut) } : null}
      onClick={run}
    >
      {text}
    </MenuItem>
  );
}
