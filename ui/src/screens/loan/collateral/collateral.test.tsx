import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Collateral } from "../../../bindings/Collateral";
import type { Property } from "../../../bindings/Property";
import type { Security } from "../../../bindings/Security";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { book } from "../../../test/book";
import { constructionLoan } from "../../../test/construction";
import { property } from "../../../test/property";
import { startWithUsers } from "../../../test/users";
import { LoanContext } from "../loan-context";
import CollateralTab from "./CollateralTab";

const text = messages.collateral;

const house: Collateral = {
  collateral_id: "c",
  property,
  description: null,
  value: "500000.00",
  lien_position: 2,
  senior_liens: "40000.00",
  pledged_on: "2026-01-05",
  released_on: null,
  release_reason: null,
};
const crane: Collateral = {
  ...house,
  collateral_id: "crane",
  property: null,
  description: "Tower crane",
  value: "80000.00",
  lien_position: null,
  senior_liens: "0.00",
};

function released(from: Property): Collateral {
  return {
    ...house,
    collateral_id: `released ${from.property_id}`,
    property: from,
    released_on: "2026-06-30",
    release_reason: "Paid down",
  };
}

const start = (...collateral: Collateral[]) => {
  const security: Security = {
    loan_id: "l",
    collateral,
    debt: "9000.00",
    commitment: "48000.00",
    senior_liens: "40000.00",
    as_is: "500000.00",
    after_repair: null,
    loan_to_value: "9.8",
    loan_to_after_repair_value: null,
  };
  return startWithUsers(
    <LoanContext value={constructionLoan}>
      <CollateralTab />
    </LoanContext>,
    book,
    {
      "collateral.list": () => Promise.resolve(security),
      "collateral.change": () => Promise.resolve(security),
      "property.list": () => Promise.resolve({ properties: [property] }),
      "property.add": () => Promise.resolve({ ...property, property_id: "new" }),
      "property.change": () => Promise.resolve(property),
      "property.remove": () => Promise.resolve(property),
      "collateral.add": () => Promise.resolve(security),
    },
  );
};

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const submit = async (name: string) =>
  userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name }));
const field = (name: string) => screen.getByRole("textbox", { name });
const retype = async (name: string, typed: string) => {
  await userEvent.clear(field(name));
  if (typed !== "") await userEvent.type(field(name), typed);
};
const gone = () => waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());

describe("changing what secures a loan", () => {
  it("asks only for the lien where it is a property", async () => {
    const { inputsOf } = start(house);
    const open = await screen.findByRole("button", {
      name: text.changeOne(text.changeLien, property.address),
    });
    await userEvent.click(open);
    expect(screen.queryByRole("textbox", { name: text.description })).not.toBeInTheDocument();
    await retype(text.lien, "1");
    await retype(text.seniorLiens, "");
    await submit(text.changeSubmit);
    await gone();
    expect(inputsOf("collateral.change")).toEqual([
      { collateral_id: "c", lien_position: 1, senior_liens: "0" },
    ]);
    await waitFor(() => expect(open).toHaveFocus());
  });

  it("asks what it is and is worth where it is none, and lets a value be taken away", async () => {
    const { inputsOf } = start(crane);
    await press(text.changeOne(text.change, "Tower crane"));
    await retype(text.description, "");
    await retype(text.value, "");
    await submit(text.changeSubmit);
    expect(field(text.description)).toHaveAccessibleDescription(messages.fields.required);
    expect(inputsOf("collateral.change")).toEqual([]);
    await retype(text.description, "Tower crane, 2019");
    await submit(text.changeSubmit);
    await gone();
    expect(inputsOf("collateral.change")).toEqual([
      {
        collateral_id: "crane",
        description: "Tower crane, 2019",
        value: null,
        lien_position: null,
        senior_liens: "0.00",
      },
    ]);
  });

  it("describes its property anew from the loan's page", async () => {
    const { inputsOf } = start(house);
    await press(messages.properties.changeOne(property.address));
    await retype(text.carrier, "Harbor Insurance");
    await submit(messages.properties.submit);
    await gone();
    expect(inputsOf("property.change")).toMatchObject([
      { property_id: "p", insurance_carrier: "Harbor Insurance", insurance_policy: "P-1" },
    ]);
  });
});

describe("what was released", () => {
  const sold: Property = { ...property, property_id: "sold", address: "7 Alder Way", secures: [] };

  it("stays in a table with its reason, and what secures nothing can be removed there", async () => {
    const { inputsOf } = start(house, released(sold));
    const table = await screen.findByRole("table", { name: text.releasedTitle });
    const [, row] = within(table).getAllByRole("row");
    expect(row).toHaveTextContent(`7 Alder Way${formatDate("2026-06-30")}Paid down`);
    expect(screen.queryByRole("region", { name: "7 Alder Way" })).not.toBeInTheDocument();
    await press(messages.properties.removeOne("7 Alder Way"));
    await userEvent.type(field(messages.fieldLabels.reason), "Sold{Enter}");
    await gone();
    expect(inputsOf("property.remove")).toEqual([{ property_id: "sold", reason: "Sold" }]);
  });

  it("is not removed while it secures another loan, nor twice", async () => {
    start(
      released({ ...property, property_id: "held" }),
      released({ ...sold, removed_at: "2026-07-01T10:00:00Z" }),
    );
    const remove = await screen.findByRole("button", {
      name: messages.properties.removeOne(property.address),
    });
    expect(remove).toHaveAccessibleDescription(messages.properties.held("L-00002"));
    const again = messages.properties.removeOne("7 Alder Way");
    expect(screen.queryByRole("button", { name: again })).not.toBeInTheDocument();
    // Nothing secures the loan any more, and the tab says what to do.
    expect(screen.getByText(text.lead)).toBeVisible();
  });
});

describe("adding collateral", () => {
  it("enters the property with what insures it, and then lets it secure the loan", async () => {
    const { inputsOf } = start();
    await press(text.add);
    await retype(text.address, "3 Fir Court");
    await retype(text.policy, "P-7");
    await submit(text.add);
    expect(field(text.carrier)).toHaveAccessibleDescription(messages.fields.required);
    expect(inputsOf("property.add")).toEqual([]);
    await retype(text.carrier, "Bay Mutual");
    await submit(text.add);
    await gone();
    expect(inputsOf("property.add")).toMatchObject([
      { address: "3 Fir Court", insurance_carrier: "Bay Mutual", insurance_policy: "P-7" },
    ]);
    expect(inputsOf("collateral.add")).toEqual([
      { loan_id: "l", property_id: "new", lien_position: 1, senior_liens: null },
    ]);
  });
});
