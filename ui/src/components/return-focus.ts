import { useEffect, useState } from "react";

/**
 * Gives the focus back to what had it before, for a dialog that is there only while it is open: such a dialog does not
 * see itself close.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        const nothingElse = document.activeElement === null || document.activeElement === document.body;
        if (nothingElse && before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
