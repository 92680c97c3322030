export type GetLoan = { loan_id: string };
