/** Export or Import, whichever is open. */
export function TransferDialogs() {
  return null;
}
