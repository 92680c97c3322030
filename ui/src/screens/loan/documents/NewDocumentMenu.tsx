import { Menu } from "@mantine/core";
import { Fragment } from "react";
import type { Loan } from "../../../bindings/Loan";
import { usePermission } from "../../../app/permission";
import { CommandButton } from "../../../components/CommandButton";
import { ChevronDownIcon } from "../../../components/icons";
import { messages } from "../../../messages";
import { type LoanDocumentKind, kindsOf } from "../../document/kinds";

const text = messages.documents;

type Props = { loan: Loan; onChoose: (kind: LoanDocumentKind) => void };

/** Of a loan that was taken over, the papers of its closing are elsewhere. */
function kindsFor(loan: Loan, group: keyof typeof kindsOf): readonly LoanDocumentKind[] {
  if (group !== "funding" || loan.carried_over_on === null) return kindsOf[group];
  return kindsOf.funding.filter((kind) => kind === "amortization_schedule");
}

/** The kinds of documents that can be asked for of this loan. */
export function NewDocumentMenu({ loan, onChoose }: Props) {
  const { allowed } = usePermission("document.generate");
  const refusal = loan.funded_on === null ? text.makeRefused : null;
  const button = (
    <CommandButton command="document.generate" refusal={refusal} rightSection={<ChevronDownIcon size={12} />}>
      {text.make}
    </CommandButton>
  );
  if (!allowed || refusal !== null) return button;
  const groups = loan.is_construction
    ? (["asked", "draws", "funding"] as const)
    : (["asked", "funding"] as const);
  return (
    <Menu
      position="bottom-end"
      width={240}
      transitionProps={{ duration: 80 }}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {groups.map((group) => (
          <Fragment key={group}>
            <Menu.Label>{text.groups[group]}</Menu.Label>
            {kindsFor(loan, group).map((kind) => (
              <Menu.Item key={kind} onClick={() => onChoose(kind)}>
                {text.kinds[kind]}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
