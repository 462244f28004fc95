/** To come. */
export function ComposeScreen({ onClose }: { readonly onClose: () => void }) {
  return <button type="button" onClick={onClose} />;
}
