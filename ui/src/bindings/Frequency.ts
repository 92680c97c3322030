export type Frequency = "monthly" | "quarterly" | "maturity";
