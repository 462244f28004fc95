/** To come. */
export function SettingsScreen({ onClose }: { readonly onClose: () => void }) {
  return <button type="button" onClick={onClose} />;
}
