import { Button } from "@mantine/core";
import { useState } from "react";
import type { Loan } from "../../../bindings/Loan";
import type { LoanStatus } from "../../../bindings/LoanStatus";
import { messages } from "../../../messages";
import { RecordPaymentDialog } from "../../payments/RecordPaymentDialog";
import classes from "../overview/OverviewTab.module.css";
import { ExtendDialog } from "./ExtendDialog";
import { ModifyDialog } from "./ModifyDialog";
import { type ServicingStep, StatusDialog } from "./StatusDialog";

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
      <Button onClick={() => setAsking("record")}>{messages.payments.record}</Button>
      <Button variant="default" onClick={() => setAsking("modify")}>
        {messages.amendments.modify}
      </Button>
      <Button variant="default" onClick={() => setAsking("extend")}>
        {messages.amendments.extend}
      </Button>
      {offered.map((step, index) => (
        <Button
          key={step}
          variant={step === "cure" ? "default" : "subtle"}
          {...(step === "cure" ? {} : { color: "red" })}
          {...(index === offered.length - 1 ? { className: classes.apart } : {})}
          onClick={() => setAsking(step)}
        >
          {messages.servicingSteps[step].action}
        </Button>
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
