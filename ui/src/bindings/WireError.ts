import type { ErrorCode } from "./ErrorCode";

export type WireError = { code: ErrorCode; message: string; field: string | null; params: Record<string, string>; retryable: boolean };
