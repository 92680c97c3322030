import type { Person } from "./Person";

export type People = { people: Array<Person> };
