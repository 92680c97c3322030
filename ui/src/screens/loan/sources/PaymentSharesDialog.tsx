import { Modal } from "@mantine/core";
import type { Participations } from "../../../bindings/Participations";
import type { SharedPayment } from "../../../bindings/SharedPayment";
import { Amount } from "../../../components/Amount";
import { useReturnFocus } from "../../../components/return-focus";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import classes from "./Sources.module.css";

const text = messages.loanSources;
const titles = text.paymentColumns;

type Line = {
  id: string;
  payment: SharedPayment | null;
  name: string;
  interest: string;
  principal: string;
  total: string;
};

const columns: ReadonlyArray<PlainColumn<Line>> = [
  {
    id: "on",
    header: titles.on,
    cell: ({ payment }) => (payment ? formatDate(payment.received_on) : null),
  },
  { id: "name", header: titles.lender, cell: (line) => line.name },
  { id: "interest", header: titles.interest, end: true, cell: (line) => <Amount value={line.interest} /> },
  { id: "principal", header: titles.principal, end: true, cell: (line) => <Amount value={line.principal} /> },
  { id: "total", header: titles.total, end: true, cell: (line) => <Amount value={line.total} /> },
];

/** How each payment was divided between the lenders; what else it paid stays with the servicer. */
export function PaymentSharesDialog({ shared, onClose }: { shared: Participations; onClose: () => void }) {
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.payments}
      size={680}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      <div className={classes.payments}>
        <p>{text.paymentsHint}</p>
        <PlainTable
          name={text.payments}
          columns={columns}
          rows={shared.payments.flatMap(linesOf)}
          rowId={(line) => line.id}
        />
      </div>
    </Modal>
  );
}

/** A line for each lender; the payment's day stands at the first. */
function linesOf(payment: SharedPayment): Line[] {
  return payment.parts.map((part, index) => ({
    id: `${payment.payment_id} ${part.person_id ?? ""}`,
    payment: index === 0 ? payment : null,
    name: part.name,
    interest: part.interest,
    principal: part.principal,
    total: part.total,
  }));
}
