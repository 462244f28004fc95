import { useCell } from '../cell.ts';
import { useServices } from '../services.tsx';
import { useLateWords } from '../words/late-words.ts';
import { ExportDialog } from './export-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';

/** Export or Import, whichever is open. */
export function TransferDialogs() {
  useLateWords();
  const { transfer } = useServices();
  const close = () => transfer.set(null);
  const open = useCell(transfer);
  if (open === null) return null;
  return open === 'export' ? <ExportDialog onClose={close} /> : <ImportDialog onClose={close} />;
}
