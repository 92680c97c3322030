import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { CommandButton } from "../../components/CommandButton";
import { PlusIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { AuditExport } from "./AuditExport";
import classes from "./Compliance.module.css";
import { FilingDialog } from "./FilingDialog";
import { Filings } from "./Filings";
import { LicenceDialog } from "./LicenceDialog";
import { Licences } from "./Licences";
import { Log } from "./Log";
import { complianceViews, isComplianceView } from "./views";

const text = messages.compliance;
const bodies = { log: Log, filings: Filings, licences: Licences };

/** Who did what when; what is to be filed, and what licences run out. */
export default function ComplianceScreen() {
  const navigate = useNavigate();
  const { view = "log" } = useSearch({ from: "/compliance" });
  const [adding, setAdding] = useState(false);
  const Body = bodies[view];
  const close = () => setAdding(false);
  const plus = { leftSection: <PlusIcon size={13} />, onClick: () => setAdding(true) };
  const actions = {
    log: <AuditExport />,
    filings: (
      <>
        <ExportButton kinds={["filings", "filing_completions"]} />
        <CommandButton command="filing.add" {...plus}>
          {text.filing.add}
        </CommandButton>
      </>
    ),
    licences: (
      <>
        <ExportButton kinds={["licences"]} />
        <CommandButton command="licence.add" {...plus}>
          {text.licence.add}
        </CommandButton>
      </>
    ),
  };
  return (
    <Screen
      title={text.title}
      actions={actions[view]}
      below={
        <Tabs
          value={view}
          className={classes.tabs}
          onChange={(name) =>
            void navigate({ to: "/compliance", search: isComplianceView(name) ? { view: name } : {} })
          }
        >
          <Tabs.List aria-label={text.views.label}>
            {complianceViews.map((name) => (
              <Tabs.Tab key={name} value={name} aria-controls="compliance-tab">
                {text.views[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      }
      fill
    >
      <div id="compliance-tab" role="tabpanel" aria-label={text.views[view]} className={classes.panel}>
        <Body />
      </div>
      {adding && view === "filings" ? <FilingDialog onClose={close} /> : null}
      {adding && view === "licences" ? <LicenceDialog onClose={close} /> : null}
    </Screen>
  );
}
