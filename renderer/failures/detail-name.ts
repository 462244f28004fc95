import type { TFunction } from 'i18next';
import { isProviderDetail } from '../../shared/fix-cards/detail-words.ts';
import { failures } from '../words/en/failures.ts';

type OtherDetail = keyof typeof failures.otherDetails;

const isOtherDetail = (name: string): name is OtherDetail => Object.hasOwn(failures.otherDetails, name);

/** Answers what people call a detail of a failure; the rare ones are for whoever mends it, and keep their own name. */
export function detailName(name: string, t: TFunction): string {
  if (isProviderDetail(name)) return t(`failures.details.${name}`);
  return isOtherDetail(name) ? t(`failures.otherDetails.${name}`) : name;
}
