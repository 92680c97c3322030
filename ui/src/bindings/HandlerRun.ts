export type HandlerRun = { handler: string; status: "success" | "failure" | "skipped"; attempt: number; execution_micros: number; error: string | null; executed_at: string };
