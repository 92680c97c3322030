export type EventStatus = "pending" | "processing" | "processed" | "failed";
