import { Button } from '@fluentui/react-components';
import { ArrowExpandAll20Regular as ExpandIcon } from '@fluentui/react-icons/svg/arrow-expand-all';
import { ArrowCollapseAll20Regular as CollapseIcon } from '@fluentui/react-icons/svg/arrow-collapse-all';
import { DismissSquare20Regular as CloseIcon } from '@fluentui/react-icons/svg/dismiss-square';
import { Save20Regular as SaveIcon } from '@fluentui/react-icons/svg/save';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { SummaryLine } from '../summary-line.tsx';
import { Command, CommandBar, CommandDivider } from '../toolbar/command-bar.tsx';
import { FilterBox } from '../toolbar/filter-box.tsx';
import { useScreenKeys } from '../use-screen-keys.ts';
import { settingFields, settingGroups } from './setting-fields.ts';
import type { SettingGroup, SettingKey } from './setting-fields.ts';
import { SettingGroupView } from './setting-group.tsx';
import { SettingHelp } from './setting-help.tsx';
import { edit, faultyKeys, toChange, toValues } from './settings-form.ts';
import type { SettingEdits } from './settings-form.ts';
import styles from './settings.module.css';

/** Settings as a property page: groups of labels and values, help for the chosen one below. */
export function SettingsScreen({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const request = useRequest();
  const { toasts, hasUnsavedSettings } = useServices();
  const settings = useAppState((state) => state.settings);
  const version = useAppState((state) => state.host.version);
  const saved = useMemo(() => toValues(settings), [settings]);
  const [edits, setEdits] = useState<SettingEdits>({});
  const [filter, setFilter] = useState('');
  const [collapsed, setCollapsed] = useState<ReadonlySet<SettingGroup>>(new Set());
  const [chosen, setChosen] = useState<SettingKey>('canSignInWhenSending');
  const [isAsking, setAsking] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const faulty = faultyKeys(edits);
  const count = Object.keys(edits).length;

  useEffect(() => hasUnsavedSettings.set(count > 0), [hasUnsavedSettings, count]);

  const focusOn = (key: string) =>
    page.current?.querySelector<HTMLElement>(`[data-setting="${key}"] :is(input, select)`)?.focus();
  const save = async (): Promise<boolean> => {
    const [wrong] = faulty;
    if (wrong) {
      focusOn(wrong);
      return false;
    }
    if (count === 0) return true;
    const answer = await request('settingsSave', toChange(edits));
    if (!answer) return false;
    setEdits({});
    showToast(toasts, { text: t('settings.saved') });
    return true;
  };
  const leave = () => {
    setAsking(false);
    hasUnsavedSettings.set(false);
    onClose();
  };
  const close = () => {
    if (count > 0) setAsking(true);
    else leave();
  };
  useScreenKeys({ 'Mod+s': () => void save(), 'Mod+f': () => filterBox.current?.select() });

  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const matches = (key: SettingKey) => {
    const text = `${t(`settings.labels.${key}`)} ${key}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  };
  const groups = settingGroups
    .map((group) => ({ group, fields: settingFields[group].filter(({ key }) => matches(key)) }))
    .filter(({ fields }) => fields.length > 0);

  return (
    <>
      <CommandBar
        label={t('settings.toolbar.label')}
        end={
          <FilterBox
            ref={filterBox}
            label={t('settings.toolbar.filter')}
            placeholder={t('settings.toolbar.filterPlaceholder')}
            value={filter}
            onChange={setFilter}
            onLeave={() => page.current?.querySelector<HTMLElement>('input, select')?.focus()}
          />
        }
      >
        <Command icon={<CloseIcon />} text={t('shell.close')} onRun={close} shortcut="Mod+W" />
        <Command
          icon={<SaveIcon />}
          text={t('settings.toolbar.save')}
          onRun={() => void save()}
          isDisabled={count === 0}
          shortcut="Mod+S"
          isMain
        />
        <CommandDivider />
        <Command
          icon={<ExpandIcon />}
          text={t('settings.toolbar.expand')}
          onRun={() => setCollapsed(new Set())}
        />
        <Command
          icon={<CollapseIcon />}
          text={t('settings.toolbar.collapse')}
          onRun={() => setCollapsed(new Set(settingGroups))}
        />
      </CommandBar>
      <div ref={page} className={styles.page}>
        {groups.map(({ group, fields }) => (
          <SettingGroupView
            key={group}
            group={group}
            fields={fields}
            // What was searched for must not stay hidden.
            isOpen={words.length > 0 || !collapsed.has(group)}
            onToggle={() =>
              setCollapsed((before) =>
                before.has(group)
                  ? new Set([...before].filter((each) => each !== group))
                  : new Set([...before, group]),
              )
            }
            saved={saved}
            edits={edits}
            faulty={faulty}
            chosen={chosen}
            onChoose={setChosen}
            onEdit={(key, value) => setEdits((before) => edit(before, saved, key, value))}
          />
        ))}
        {groups.length === 0 && <p className={styles.none}>{t('settings.filterNone', { filter })}</p>}
      </div>
      <SettingHelp settingKey={chosen} />
      <SummaryLine
        parts={[t('shell.version', { version }), count > 0 && t('settings.unsavedCount', { count })]}
      />
      {isAsking && (
        <AppDialog
          title={t('settings.closeTitle')}
          isAlert
          onCancel={() => setAsking(false)}
          actions={[
            <Button
              key="save"
              appearance="primary"
              onClick={() => {
                setAsking(false);
                const saveAndLeave = async () => {
                  if (await save()) leave();
                };
                void saveAndLeave();
              }}
            >
              {t('settings.toolbar.save')}
            </Button>,
            <Button key="discard" onClick={leave}>
              {t('settings.discard')}
            </Button>,
            <Button key="stay" onClick={() => setAsking(false)}>
              {t('settings.stay')}
            </Button>,
          ]}
        >
          {t('settings.closeText', { count })}
        </AppDialog>
      )}
    </>
  );
}
