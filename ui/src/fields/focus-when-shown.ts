/** A ref that puts the focus into a field when it appears, for the first field of a step that was just opened. */
export function focusWhenShown(element: HTMLElement | null): void {
  element?.focus();
}
