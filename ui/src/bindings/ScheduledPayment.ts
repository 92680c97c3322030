export type ScheduledPayment = { payment_id: string; number: number; due_on: string; days: number; payment: string; interest: string; principal: string; balance: string; status: string };
