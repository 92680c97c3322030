/** The parts of the compliance screen, in order. */
export const complianceViews = ["log", "filings", "licences"] as const;
export type ComplianceView = (typeof complianceViews)[number];

export function isComplianceView(word: unknown): word is ComplianceView {
  return complianceViews.some((view) => view === word);
}
