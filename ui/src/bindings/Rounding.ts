export type Rounding = "half_up" | "half_even";
