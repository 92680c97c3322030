import type { PersonKind } from "./PersonKind";

export type CreatePerson = { kind: PersonKind; name: string; email?: string | null; phone?: string | null; address?: string | null; tax_id?: string | null };
