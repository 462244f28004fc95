/** To come. */
export function AccountsDialogs(_: { dialog: unknown; commands: unknown }) {
  return null;
}
