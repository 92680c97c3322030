import { CommandButton } from "../../../components/CommandButton";
import { useState } from "react";
import type { Loan } from "../../../bindings/Loan";
import type { LoanStatus } from "../../../bindings/LoanStatus";
import { messages } from "../../../messages";
import { RecordPaymentDialog } from "../../payments/RecordPaymentDialog";
import classes from "../overview/OverviewTab.module.css";
import { ExtendDialog } from "./ExtendDialog";
import { ModifyDialog } from "./ModifyDialog";
import { type ServicingStep, StatusDialog, servicingCommands } from "./StatusDialog";

const steps: Readonly<Partial<Record<LoanStatus, readonly ServicingStep[]>>> = {
  funded: ["markDefault"],
  defaulted: ["cure", "chargeOff"],
};

/** What can be done with a loan that is serviced. It is paid off by its last payment, not by a step. */
export function ServicingButtons({ loan }: { loan: Loan }) {
  const [asking, setAsking] = useState<ServicingStep | "record" | "modify" | "extend" | null>(null);
  const offered = steps[loan.status];
  if (!offered) return null;
  const close = () => setAsking(null);
  return (
    <div className={classes.actions}>
      <CommandButton command="payment.record" onClick={() => setAsking("record")}>
        {messages.payments.record}
      </CommandButton>
      <CommandButton command="loan.modify" variant="default" onClick={() => setAsking("modify")}>
        {messages.amendments.modify}
      </CommandButton>
      <CommandButton command="loan.extend" variant="default" onClick={() => setAsking("extend")}>
        {messages.amendments.extend}
      </CommandButton>
      {offered.map((step, index) => (
        <CommandButton
          command={servicingCommands[step]}
          key={step}
          variant={step === "cure" ? "default" : "subtle"}
          {...(step === "cure" ? {} : { color: "red" })}
          {...(index === offered.length - 1 ? { className: classes.apart } : {})}
          onClick={() => setAsking(step)}
        >
          {messages.servicingSteps[step].action}
        </CommandButton>
      ))}
      {asking === "record" ? <RecordPaymentDialog loan={loan} onClose={close} /> : null}
      {asking === "modify" ? <ModifyDialog loan={loan} onClose={close} /> : null}
      {asking === "extend" ? <ExtendDialog loan={loan} onClose={close} /> : null}
      {asking === "markDefault" || asking === "cure" || asking === "chargeOff" ? (
        <StatusDialog loan={loan} step={asking} onClose={close} />
      ) : null}
    </div>
  );
}
