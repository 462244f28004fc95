import type { Input } from '../shared/contract.ts';
import { AppError } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import type { ClientSecrets, SecretChange } from './client-secrets.ts';
import { clientPlaceOf } from './identity/registration.ts';
import type { Registration } from './identity/registration.ts';
import type { Providers } from './providers.ts';
import type { SettingsStore } from './settings/settings-store.ts';

/** Saves settings, and with them clients and their secrets. */
export type SaveSettings = (input: Input<'settingsSave'>) => Promise<Settings>;

interface Deps {
  readonly settings: Pick<SettingsStore, 'save' | 'preview'>;
  readonly providers: Pick<Providers, 'registrations' | 'withSettings' | 'follow'>;
  readonly secrets: Pick<ClientSecrets, 'change'>;
  /**
   * Called after everything is saved.
   *
   * @param changed providers that are not what they were
   * @param entered providers whose secret is another one
   */
  readonly onSaved: (changed: ReadonlySet<string>, entered: ReadonlySet<string>) => Promise<void>;
}

/** Answers the function that saves settings; new clients and providers count from the moment that it resolves. */
export function createSaveSettings({ settings, providers, secrets, onSaved }: Deps): SaveSettings {
  let tail: Promise<unknown> = Promise.resolve();

  async function save({ clientSecrets = {}, ...change }: Input<'settingsSave'>): Promise<Settings> {
    const after = providers.withSettings(settings.preview(change));
    const wanted = secretChange(providers.registrations(), after, clientSecrets);
    // In one turn: no sign-in and no refresh finds new settings with old clients.
    const write = () => ({ saved: settings.save(change), changed: providers.follow() });
    const isAboutSecrets = wanted.put.length > 0 || wanted.forget.length > 0;
    const { saved, changed } = isAboutSecrets ? await secrets.change(wanted, write) : write();
    await onSaved(changed, new Set(Object.keys(clientSecrets)));
    return saved;
  }

  return (input) => {
    // One after the other: each decides by the clients that the one before has left.
    const turn = tail.then(() => save(input));
    tail = turn.catch(() => undefined);
    return turn;
  };
}

/**
 * Decides what a Save does to secrets: those that were entered are kept for the client of then, those of clients that are no
 * more are forgotten.
 *
 * @param entered by provider; empty: forgotten
 * @throws {AppError} `setting-invalid`, `locked-by-policy` — a secret for a client that takes none
 */
export function secretChange(
  before: readonly Registration[],
  after: readonly Registration[],
  entered: Readonly<Record<string, string>>,
): SecretChange {
  const takers = after.filter(({ takesSecret }) => takesSecret);
  const used = new Set(takers.map(placeText));
  const named = Object.entries(entered).map(([provider, secret]) => ({
    secret,
    registration: takers.find((each) => each.provider === provider) ?? refuse(provider, secret, after),
  }));
  return {
    put: named.flatMap(({ registration, secret }) =>
      registration && secret !== '' ? { registration, secret } : [],
    ),
    forget: [
      ...before.filter((each) => each.takesSecret && !used.has(placeText(each))),
      ...named.flatMap(({ registration, secret }) => (registration && secret === '' ? registration : [])),
    ],
  };
}

const placeText = (registration: Registration) => JSON.stringify(clientPlaceOf(registration));

/** Answers null where there is nothing to forget. */
function refuse(provider: string, secret: string, after: readonly Registration[]): null {
  const found = after.find((each) => each.provider === provider);
  if (found?.source === 'policy' && found.clientAuthentication !== 'none') {
    throw new AppError('locked-by-policy', `The administrator sets the client of ${found.name}.`, {
      field: 'clientSecrets',
    });
  }
  if (secret === '') return null;
  const reason = !found
    ? `There is no provider "${provider}".`
    : found.kind === 'custom'
      ? `The client of ${found.name} does not prove itself with a secret (clientAuthentication).`
      : `${found.name} has no client of yours; enter its client ID first.`;
  throw new AppError('setting-invalid', reason, { field: 'clientSecrets' });
}
