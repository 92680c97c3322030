/** What the page of a fund shows under its figures. */
export const fundViews = ["overview", "entries", "history"] as const;

export type FundView = (typeof fundViews)[number];

export function isFundView(value: unknown): value is FundView {
  return fundViews.some((view) => view === value);
}
