import type { Participant } from "../../../bindings/Participant";
import { Amount } from "../../../components/Amount";
import type { PlainColumn } from "../../../components/table/PlainTable";
import { formatRate } from "../../../format/amount";
import { messages } from "../../../messages";

const text = messages.loanSources;

/** Who shares a loan, and what of it is whose. */
export const shareColumns: ReadonlyArray<PlainColumn<Participant>> = [
  { id: "name", header: text.lender, cell: (participant) => participant.name },
  { id: "share", header: text.share, end: true, cell: ({ share_percent }) => formatRate(share_percent) },
  {
    id: "principal",
    header: text.principal,
    end: true,
    cell: (participant) => <Amount value={participant.principal} />,
  },
  {
    id: "outstanding",
    header: text.outstanding,
    end: true,
    cell: (participant) => <Amount value={participant.outstanding} />,
  },
];
