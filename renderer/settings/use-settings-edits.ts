import { useMemo, useState } from 'react';
import type { Settings } from '../../shared/settings.ts';
import { useAppState } from '../services.tsx';
import { clientFindings, clientKey, openClientForm, ownClientProviders } from './client-form.ts';
import type { ClientForm, OwnClientProvider } from './client-form.ts';
import { changedRows, noEdits, toSettingsInput } from './page-edits.ts';
import type { PageEdits } from './page-edits.ts';
import { rebaseEdits } from './rebase-edits.ts';
import { faultyKeys, toValues } from './settings-form.ts';
import type { SettingKey } from './setting-fields.ts';

/** Answers the row IDs of what cannot be saved, in no particular order. */
function faultyRows(edits: PageEdits): readonly string[] {
  const clients = ownClientProviders.flatMap((provider) => {
    const form = edits.clients[provider];
    const findings = form ? clientFindings(provider, form, { clientId: '', isSecretSet: false }) : [];
    return findings
      .filter(({ level }) => level === 'error')
      .map(({ field }) => `${clientKey(provider)}.${field}`);
  });
  return [...faultyKeys(edits.plain), ...clients];
}

export type SettingsEdits = ReturnType<typeof useSettingsEdits>;

/** Everything that was changed on the page and is not saved, and what the page shows with it. */
export function useSettingsEdits(settings: Settings) {
  const providers = useAppState((state) => state.providers);
  const [kept, setKept] = useState({ edits: noEdits, settings });
  const edits = useMemo(() => rebaseEdits(kept.edits, kept.settings, settings), [kept, settings]);
  const setEdits = (next: PageEdits) => setKept({ edits: next, settings });
  const saved = useMemo(() => toValues(settings), [settings]);
  const changed = useMemo(() => changedRows(edits, settings), [edits, settings]);
  const clientOf = (provider: OwnClientProvider): ClientForm =>
    edits.clients[provider] ?? openClientForm(settings[clientKey(provider)]);
  return {
    edits,
    setEdits,
    saved,
    changed,
    faulty: faultyRows(edits),
    valueOf: (key: SettingKey) => edits.plain[key] ?? saved[key],
    clients: { google: clientOf('google'), microsoft: clientOf('microsoft') },
    customProviders: edits.customProviders ?? settings.customProviders,
    businessObjects: edits.businessObjects ?? settings.businessObjects,
    /** Answers what Save hands over for edits. */
    input: (given: PageEdits) => {
      const secretSet = providers.filter(({ client }) => client.secretSet).map(({ id }) => id);
      return toSettingsInput(given, settings, new Set(secretSet));
    },
  };
}
