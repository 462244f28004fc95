import { openClientForm, tenantOf } from './client-form.ts';
import type { ClientForm } from './client-form.ts';
import { isSame } from './page-edits.ts';
import type { Settings } from '../../shared/settings.ts';

type SavedClient = Settings['googleClient'] | Settings['microsoftClient'];

const redirectLines = ['redirectPort', 'redirectPath'] as const;

/** What a secret is entered for. */
const placeOf = (form: ClientForm) => [form.clientId.trim(), tenantOf(form), form.cloud];

function merge(form: ClientForm, opened: ClientForm, now: ClientForm): ClientForm {
  const isEdited = (line: keyof ClientForm) => !isSame(form[line], opened[line]);
  const kept = <Line extends keyof ClientForm>(line: Line) => (isEdited(line) ? form : now)[line];
  // The kind and the text are one line of the page, as the type is with the port and path that it shows.
  const tenant = isEdited('tenantKind') || isEdited('ownTenant') ? form : now;
  const type = isEdited('isWeb') || redirectLines.some(isEdited) ? form : now;
  return {
    isOwn: kept('isOwn'),
    clientId: kept('clientId'),
    secret: form.secret,
    tenantKind: tenant.tenantKind,
    ownTenant: tenant.ownTenant,
    cloud: kept('cloud'),
    isWeb: type.isWeb,
    redirectPort: kept('redirectPort'),
    redirectPath: kept('redirectPath'),
  };
}

/**
 * Answers the edited form of a client that an import or another window has changed meanwhile, or null if nothing of it is an
 * edit any more: what was edited stays, everything else is what is saved by now.
 *
 * What was done about the secret counts for the client that was on the page; it does not go over to another one.
 *
 * @param before the client as it was saved when the form was edited
 */
export function rebaseClient(form: ClientForm, before: SavedClient, now: SavedClient): ClientForm | null {
  const saved = openClientForm(now);
  if (isSame(before, now)) return form;
  const opened = openClientForm(before);
  // Of a client that was given up meanwhile nothing is left that the edits could be put on; its secret alone is no client.
  const isKeptWhole = now === null && form.isOwn && !isSame({ ...form, secret: opened.secret }, opened);
  const merged = isKeptWhole ? form : merge(form, opened, saved);
  const isOther = !isSame(placeOf(merged), placeOf(form));
  const rebased: ClientForm = isOther ? { ...merged, secret: saved.secret } : merged;
  return isSame(rebased, saved) ? null : rebased;
}
