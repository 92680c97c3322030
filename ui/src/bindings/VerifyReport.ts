import type { Damage } from "./Damage";
import type { VerifiedTable } from "./VerifiedTable";

export type VerifyReport = { ok: boolean; events_checked: number; head_position: number; head_hash: string; tables: Array<VerifiedTable>; damages: Array<Damage> };
