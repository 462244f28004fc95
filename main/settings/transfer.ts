import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';

/** Export and import of a profile. */
export type Transfer = Pick<Handlers, 'exportProfile' | 'exportAccounts' | 'importPlan' | 'importApply'>;

/** Answers the export and import of a profile. */
export function createTransfer(): Transfer {
  const missing = async (): Promise<never> => {
    throw new AppError('internal', 'Export and import are not there yet.');
  };
  return { exportProfile: missing, exportAccounts: missing, importPlan: missing, importApply: missing };
}
