import { type RefCallback, useCallback, useState } from "react";

/** Whether what an element holds is wider than the element, also after either has changed. */
export function useOverflow<E extends HTMLElement>(): [RefCallback<E>, boolean] {
  const [overflows, setOverflows] = useState(false);
  const watch = useCallback((element: E | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    for (const part of element.children) observer.observe(part);
    return () => observer.disconnect();
  }, []);
  return [watch, overflows];
}
