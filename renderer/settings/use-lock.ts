import { useTranslation } from 'react-i18next';
import type { Settings } from '../../shared/settings.ts';
import { useAppState } from '../services.tsx';

/** Answers who fixed something by policy, as a sentence. */
export function useLockText(): string {
  const { t } = useTranslation();
  const setBy = useAppState((state) => state.policy.setBy);
  return setBy ? t('settings.lockedBy', { name: setBy }) : t('settings.lockedBySomebody');
}

/** Answers why a setting cannot be changed; null: it can. */
export function useLock(key: keyof Settings): string | null {
  const text = useLockText();
  const isLocked = useAppState((state) => state.policy.lockedSettings.includes(key));
  return isLocked ? text : null;
}
