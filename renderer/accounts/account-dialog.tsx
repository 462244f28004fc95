/** To come. */
export function AccountDialog() {
  return null;
}
