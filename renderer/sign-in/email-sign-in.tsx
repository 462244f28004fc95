/** To come. */
export function EmailSignIn() {
  return null;
}
