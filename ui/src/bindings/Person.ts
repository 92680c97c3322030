import type { PersonKind } from "./PersonKind";

export type Person = { person_id: string; kind: PersonKind; name: string; email: string | null; phone: string | null; address: string | null; tax_id: string | null; created_at: string };
