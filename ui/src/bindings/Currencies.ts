import type { Currency } from "./Currency";

export type Currencies = { currencies: Array<Currency> };
