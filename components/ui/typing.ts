/** True when a key press belongs to a text the person is writing, so that single-key shortcuts keep still. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest(
      "input:not([type=checkbox], [type=radio]), textarea, select, [role=textbox], [role=menu], [role=listbox], [role=dialog]",
    ) !== null
  );
}
