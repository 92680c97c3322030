export type DayCount = "30/360" | "30/360us" | "30E/360" | "30E/360isda" | "actual/360" | "actual/365" | "actual/actual";
