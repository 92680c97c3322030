-- The next payment due of a loan is asked for with each loan that is shown. With the due date behind the status, an
-- engine finds it in one step; without, it may walk all payments of the book in the order of their dates.
DROP INDEX payments_by_loan;
CREATE INDEX payments_by_loan ON payments (loan_id, status, due_on);
