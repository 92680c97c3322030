export type ScheduleRow = { number: number; due_on: string; days: number; payment: string; interest: string; principal: string; balance: string };
