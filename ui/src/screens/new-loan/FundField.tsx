import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ChangeEvent, ReactNode } from "react";
import { query } from "../../api/queries";
import { formatAmount } from "../../format/amount";
import { messages } from "../../messages";

const text = messages.loanSources;

type Props = {
  value?: string;
  onChange?: (event: ChangeEvent<HTMLSelectElement>) => void;
  error?: ReactNode;
};

/** Which fund the loan is paid out of; not asked in a book without funds. */
export function FundField(input: Props) {
  const funds = useQuery(query("fund.list", {})).data?.funds ?? [];
  if (funds.length === 0) return null;
  return (
    <NativeSelect
      label={text.source}
      description={text.sourceHint}
      data={[
        { value: "", label: text.own },
        ...funds.map((fund) => ({
          value: fund.fund_id,
          label: text.fundWith(fund.name, formatAmount(fund.available)),
        })),
      ]}
      {...input}
    />
  );
}
