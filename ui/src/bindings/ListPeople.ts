import type { PersonKind } from "./PersonKind";

export type ListPeople = { kind?: PersonKind | null; search?: string | null };
