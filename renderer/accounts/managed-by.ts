import type { TFunction } from 'i18next';
import type { PolicyInfo } from '../../shared/app-state.ts';

/** Answers who sets what the policy sets: its administrator by name, where the file says one. */
export function managedBy({ setBy }: Pick<PolicyInfo, 'setBy'>, t: TFunction): string {
  return setBy === '' ? t('accounts.managed.bySomebody') : t('accounts.managed.by', { setBy });
}
