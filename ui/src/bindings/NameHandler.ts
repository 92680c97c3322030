export type NameHandler = { name: string };
