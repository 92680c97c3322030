import type { Fund } from "../../bindings/Fund";
import type { FundEntry } from "../../bindings/FundEntry";
import { Amount } from "../../components/Amount";
import { Fact, Facts } from "../../components/Figures";
import { ReasonDialog } from "../../components/ReasonDialog";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.funds;

type Props = { fund: Fund; entry: FundEntry; onClose: () => void };

/** Takes back what was recorded by mistake, with a reason. */
export function ReverseDialog({ fund, entry, onClose }: Props) {
  return (
    <ReasonDialog
      command="fund.reverse"
      title={text.reverse.title(text.kinds[entry.kind])}
      submit={text.reverse.submit}
      done={text.reverse.done}
      danger
      input={(reason) => ({ fund_id: fund.fund_id, entry_id: entry.entry_id, reason })}
      onClose={onClose}
    >
      <Facts>
        <Fact label={text.entryColumns.on}>{formatDate(entry.effective_on)}</Fact>
        <Fact label={text.entryColumns.amount}>
          <Amount value={entry.amount} />
        </Fact>
      </Facts>
      <p>{text.reverse.effect}</p>
    </ReasonDialog>
  );
}
