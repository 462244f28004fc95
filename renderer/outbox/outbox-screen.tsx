/** To come. */
export function OutboxScreen({ onClose }: { readonly onClose: () => void }) {
  return <button type="button" onClick={onClose} />;
}
