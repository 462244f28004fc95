import { Button } from '@fluentui/react-components';
import { Search24Regular as SearchIcon } from '@fluentui/react-icons/svg/search';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { EmptyState } from '../empty-state.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { useScreenKeys } from '../use-screen-keys.ts';
import { useLateWords } from '../words/late-words.ts';
import { ownClientProviders, policyClient } from './client-form.ts';
import { CloseQuestion } from './close-question.tsx';
import { usePolicyProviders } from './custom-provider-rows.tsx';
import { noEdits, withoutDefaultAccount } from './page-edits.ts';
import { matchingRows, pageRows, settingGroups } from './page-rows.ts';
import type { SettingGroup } from './page-rows.ts';
import { PropertyPageContext } from './property-page.ts';
import { SettingsGroups } from './settings-groups.tsx';
import { SettingsToolbar } from './settings-toolbar.tsx';
import styles from './settings.module.css';
import { useDefaultAccount } from './use-default-account.ts';
import { useRelayStatus, useWatchStatus } from './use-polled.ts';
import { useSettingsEdits } from './use-settings-edits.ts';

const control = ':is(input, select, button)';

/** Settings as a property page: groups of labels and values, help for the chosen one below. */
export function SettingsScreen({ onClose }: { readonly onClose: () => void }) {
  useLateWords();
  const { t } = useTranslation();
  const request = useRequest();
  const { toasts, hasUnsavedSettings, settingsCloseAsked, transfer, shownSetting } = useServices();
  const settings = useAppState((state) => state.settings);
  const policyObjects = useAppState((state) => state.policy.businessObjects);
  const policyProviders = usePolicyProviders();
  const providers = useAppState((state) => state.providers);
  const watch = useWatchStatus();
  const relay = useRelayStatus();
  const page = useSettingsEdits(settings);
  const chosenDefault = page.valueOf('defaultAccountId');
  const lines = useDefaultAccount(chosenDefault === '' ? null : Number(chosenDefault));
  const [filter, setFilter] = useState('');
  const [collapsed, setCollapsed] = useState<ReadonlySet<SettingGroup>>(new Set());
  const [chosen, setChosen] = useState('canSignInWhenSending');
  const [helpPlace, setHelpPlace] = useState<HTMLElement | null>(null);
  const [isSaving, setSaving] = useState(false);
  const isAsking = useCell(settingsCloseAsked);
  const list = useRef<HTMLDivElement>(null);
  const filterBox = useRef<HTMLInputElement>(null);

  const changed = new Set([...page.changed, ...lines.changed.map((line) => `account.${line}`)]);
  const count = changed.size;
  useEffect(() => hasUnsavedSettings.set(count > 0), [hasUnsavedSettings, count]);

  const rows = pageRows(t, {
    clients: page.clients,
    fixedClients: new Set(ownClientProviders.filter((id) => policyClient(providers, settings, id))),
    customProviders: [...policyProviders, ...page.customProviders],
    businessObjects: page.businessObjects,
    policyObjects,
    watchFolders: watch.value?.folders ?? [],
    programs: relay.value?.programs ?? [],
  });
  const shown = matchingRows(rows, (group) => t(`settings.groups.${group}`), filter);
  const groups = new Set(settingGroups.filter((group) => rows[group].some(({ id }) => shown.has(id))));
  const isFiltered = filter.trim() !== '';

  const focusOn = (id: string) => {
    const group = settingGroups.find((each) => rows[each].some((row) => row.id === id));
    flushSync(() => {
      setCollapsed((before) => new Set([...before].filter((each) => each !== group)));
      if (!shown.has(id)) setFilter('');
    });
    list.current?.querySelector<HTMLElement>(`[data-setting="${CSS.escape(id)}"] ${control}`)?.focus();
  };
  // Another screen asked for a line.
  const asked = useCell(shownSetting);
  const showAsked = useEffectEvent((id: string) => {
    shownSetting.set(null);
    focusOn(id);
  });
  useEffect(() => {
    if (asked !== null) queueMicrotask(() => showAsked(asked));
  }, [asked]);
  /** Answers the row that keeps the page from being saved, `refused` where the app says no, or null. */
  const saveAll = async (): Promise<string | null> => {
    const [fault] = page.faulty;
    if (fault !== undefined) return fault;
    const isNew = lines.isEdited && lines.account === null;
    const line = await lines.save();
    if (line !== null) return line === 'refused' ? line : `account.${line}`;
    // A new account is the default one from now on, whatever was chosen before it was filled in.
    const edits = isNew ? withoutDefaultAccount(page.edits) : page.edits;
    page.setEdits(edits);
    const input = page.input(edits);
    if (Object.keys(input).length > 0) {
      if (!(await request('settingsSave', input))) return 'refused';
      page.setEdits(noEdits);
    }
    return null;
  };
  const save = async (): Promise<boolean> => {
    if (isSaving) return false;
    if (count === 0) return true;
    setSaving(true);
    const fault = await saveAll();
    setSaving(false);
    if (fault === null) showToast(toasts, { text: t('settings.saved') });
    else if (fault !== 'refused') focusOn(fault);
    return fault === null;
  };
  const clearFilter = () => {
    setFilter('');
    filterBox.current?.focus();
  };
  const leave = () => {
    settingsCloseAsked.set(false);
    lines.discard();
    hasUnsavedSettings.set(false);
    onClose();
  };
  const saveAndLeave = async () => {
    settingsCloseAsked.set(false);
    if (await save()) leave();
  };
  useScreenKeys({ 'Mod+s': () => void save(), 'Mod+f': () => filterBox.current?.select() });

  return (
    <>
      <SettingsToolbar
        canSave={count > 0}
        onClose={() => (count > 0 ? settingsCloseAsked.set(true) : leave())}
        onSave={() => void save()}
        onExport={() => transfer.set('export')}
        onImport={() => transfer.set('import')}
        onExpand={() => setCollapsed(new Set())}
        onCollapse={() => setCollapsed(new Set(settingGroups))}
        filter={filter}
        onFilter={setFilter}
        onLeaveFilter={() => list.current?.querySelector<HTMLElement>(`[data-setting] ${control}`)?.focus()}
        filterInput={filterBox}
      />
      <PropertyPageContext
        value={{
          shown,
          chosen,
          choose: setChosen,
          changed,
          helpPlace,
          // What was searched for must not stay hidden.
          isOpen: (group) => isFiltered || !collapsed.has(group),
          toggle: (group) =>
            setCollapsed((before) => {
              const others = [...before].filter((each) => each !== group);
              return new Set(before.has(group) ? others : [...others, group]);
            }),
        }}
      >
        <div ref={list} className={styles.page}>
          <SettingsGroups
            settings={settings}
            page={page}
            lines={lines}
            groups={groups}
            watch={watch}
            relay={relay}
          />
          {groups.size === 0 && (
            <div className={styles.none}>
              <EmptyState
                icon={<SearchIcon />}
                title={t('grid.noMatchTitle', { filter })}
                text={t('settings.filterNone')}
                action={<Button onClick={clearFilter}>{t('grid.clearFilter')}</Button>}
              />
            </div>
          )}
        </div>
      </PropertyPageContext>
      <aside className={styles.help} aria-label={t('settings.helpLabel')}>
        <div ref={setHelpPlace} className={styles.helpText} data-hint={t('settings.helpEmpty')} />
        <p role="status" className={styles.unsaved}>
          {count > 0 && t('settings.unsavedCount', { count })}
        </p>
      </aside>
      {isAsking && (
        <CloseQuestion
          count={count}
          onSave={() => void saveAndLeave()}
          onDiscard={leave}
          onStay={() => settingsCloseAsked.set(false)}
        />
      )}
    </>
  );
}
