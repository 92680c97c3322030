import type { AllocationOrder } from "../bindings/AllocationOrder";
import { messages } from "../messages";

/** An order of allocation in words, as in `Fees, late charges, interest, principal`. */
export function orderText(order: AllocationOrder): string {
  const text = order.map((bucket) => messages.buckets[bucket]).join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
