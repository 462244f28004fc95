import { Toolbar } from '@fluentui/react-components';
import { ArrowCollapseAll20Regular as CollapseIcon } from '@fluentui/react-icons/svg/arrow-collapse-all';
import { ArrowExpandAll20Regular as ExpandIcon } from '@fluentui/react-icons/svg/arrow-expand-all';
import { ArrowExport20Regular as ExportIcon } from '@fluentui/react-icons/svg/arrow-export';
import { ArrowImport20Regular as ImportIcon } from '@fluentui/react-icons/svg/arrow-import';
import { DismissSquare20Regular as CloseIcon } from '@fluentui/react-icons/svg/dismiss-square';
import { Save20Regular as SaveIcon } from '@fluentui/react-icons/svg/save';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Command, CommandBar, CommandDivider } from '../toolbar/command-bar.tsx';
import { FilterBox } from '../toolbar/filter-box.tsx';
import styles from './settings.module.css';

interface Props {
  readonly canSave: boolean;
  readonly onClose: () => void;
  readonly onSave: () => void;
  readonly onExport: () => void;
  readonly onImport: () => void;
  readonly onExpand: () => void;
  readonly onCollapse: () => void;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly onLeaveFilter: () => void;
  readonly filterInput: Ref<HTMLInputElement>;
}

/** The commands of Settings in SalesPad's order: Close, Save, Export, Import, the filter, Expand, Collapse. */
export function SettingsToolbar({ filterInput, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <CommandBar
      label={t('settings.toolbar.label')}
      end={
        <div className={styles.toolbarEnd}>
          <FilterBox
            ref={filterInput}
            label={t('settings.toolbar.filter')}
            placeholder={t('settings.toolbar.filterPlaceholder')}
            value={props.filter}
            onChange={props.onFilter}
            onLeave={props.onLeaveFilter}
          />
          <Toolbar
            size="small"
            aria-label={t('settings.toolbar.groupsLabel')}
            className={styles.toolbarGroups}
          >
            <Command icon={<ExpandIcon />} text={t('settings.toolbar.expand')} onRun={props.onExpand} />
            <Command icon={<CollapseIcon />} text={t('settings.toolbar.collapse')} onRun={props.onCollapse} />
          </Toolbar>
        </div>
      }
    >
      <Command icon={<CloseIcon />} text={t('shell.close')} onRun={props.onClose} shortcut="Mod+W" />
      <CommandDivider />
      <Command
        icon={<SaveIcon />}
        text={t('settings.toolbar.save')}
        onRun={props.onSave}
        isDisabled={!props.canSave}
        shortcut="Mod+S"
        isMain
      />
      <Command icon={<ExportIcon />} text={t('settings.toolbar.export')} onRun={props.onExport} />
      <Command icon={<ImportIcon />} text={t('settings.toolbar.import')} onRun={props.onImport} />
    </CommandBar>
  );
}
