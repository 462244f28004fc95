import type { TFunction } from 'i18next';
import { isProviderDetail } from '../../shared/fix-cards/detail-words.ts';

/** Answers what people call a detail of a failure; most of them are for whoever mends it, and keep their own name. */
export function detailName(name: string, t: TFunction): string {
  return isProviderDetail(name) ? t(`failures.details.${name}`) : name;
}
