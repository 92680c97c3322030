import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Property } from "../../bindings/Property";
import { addDays, formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { property } from "../../test/property";
import { bookOf, startScreens } from "../../test/users";
import { insuranceState } from "./insurance";
import PropertiesScreen from "./PropertiesScreen";
import { propertyErrors, propertyInput, propertyValues } from "./property-form";
import PropertyScreen from "./PropertyScreen";

const text = messages.properties;
const words = messages.collateral;

const free: Property = {
  ...property,
  property_id: "free",
  address: "7 Alder Way",
  parcel_number: null,
  insurance_carrier: null,
  insurance_policy: null,
  insurance_expires_on: null,
  valuations: [
    {
      amount: "90000.00",
      basis: "after_repair",
      valued_on: "2026-02-01",
      source: "Broker",
      recorded_by: "Ada",
    },
  ],
  as_is: null,
  after_repair: "90000.00",
  secures: [],
};
const expired: Property = {
  ...property,
  property_id: "expired",
  address: "9 Birch Lane",
  insurance_expires_on: addDays(today(), -1),
  valuations: [],
  as_is: null,
  secures: [],
};

const screens = {
  "/contacts/properties": PropertiesScreen,
  "/contacts/properties/$propertyId": PropertyScreen,
  "/contacts": () => <h1>Contacts</h1>,
  "/loans/$loanId/collateral": () => <h1>Collateral of the loan</h1>,
};

const startList = (properties: readonly Property[], opened = book) =>
  startScreens(screens, "/contacts/properties", opened, {
    "property.list": () => Promise.resolve({ properties }),
    "property.get": () => Promise.resolve(property),
    "property.add": () => Promise.resolve(property),
  });

const startPage = (shown: Property, answers: Parameters<typeof startScreens>[3] = {}, opened = book) =>
  startScreens(screens, `/contacts/properties/${shown.property_id}`, opened, {
    "property.get": () => Promise.resolve(shown),
    "property.change": () => Promise.resolve(shown),
    "property.remove": () => Promise.resolve(shown),
    ...answers,
  });

const button = (name: string | RegExp) => screen.findByRole("button", { name });
const field = (name: string) => screen.getByRole("textbox", { name });
const retype = async (name: string, typed: string) => {
  await userEvent.clear(field(name));
  if (typed !== "") await userEvent.type(field(name), typed);
};
const rowOf = async (address: string) =>
  within(await screen.findByRole("row", { name: new RegExp(address) }))
    .getAllByRole("gridcell")
    .map((cell) => cell.textContent);

describe("the list of properties", () => {
  it("says what each is worth and since when, until when it is insured, and what it secures", async () => {
    startList([property, free, expired]);
    const soon = formatDate(property.insurance_expires_on ?? "");
    expect(await rowOf(property.address)).toEqual([
      property.address,
      words.kinds.single_family,
      "500,000.00",
      formatDate("2026-03-01"),
      soon + words.insuranceStates.short.soon,
      "L-00002",
    ]);
    expect(await rowOf(free.address)).toEqual([
      free.address,
      words.kinds.single_family,
      `90,000.00 ${text.afterRepair}`,
      formatDate("2026-02-01"),
      words.uninsured,
      "",
    ]);
    expect((await rowOf(expired.address)).slice(2, 5)).toEqual([
      words.unknown,
      "",
      formatDate(addDays(today(), -1)) + words.insuranceStates.short.expired,
    ]);
  });

  it("finds by the loan that is secured, and says where nothing is found", async () => {
    startList([property, free]);
    const search = await screen.findByRole("searchbox", { name: text.search });
    await userEvent.type(search, "l-00002 harbor");
    expect(await screen.findByText(text.count("1"))).toBeVisible();
    expect(screen.queryByText(free.address)).not.toBeInTheDocument();
    await userEvent.type(search, " nowhere");
    expect(await screen.findByRole("heading", { name: text.noMatchTitle })).toBeVisible();
    // What is searched for outlives the screen.
    await userEvent.clear(search);
  });

  it("opens a property by the keys, and leads from there to the loan", async () => {
    const { place } = startList([property]);
    const grid = await screen.findByRole("grid", { name: text.table });
    grid.focus();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(await screen.findByRole("heading", { name: property.address, level: 1 })).toBeVisible();
    await userEvent.click(screen.getByRole("link", { name: "L-00002 · Harbor Row" }));
    await waitFor(() => expect(place()).toBe("/loans/l/collateral"));
  });

  it("says what to do where there is none, and enters the first one", async () => {
    const { inputsOf } = startList([]);
    expect(await screen.findByText(text.emptyText)).toBeVisible();
    await userEvent.click(await button(text.add));
    await userEvent.click(await button(text.submit));
    expect(field(words.address)).toHaveAccessibleDescription(messages.fields.required);
    await retype(words.address, "1 Elm Street");
    await retype(words.price, "$250k");
    await userEvent.click(await button(text.submit));
    await waitFor(() =>
      expect(inputsOf("property.add")).toEqual([
        {
          kind: "single_family",
          address: "1 Elm Street",
          parcel_number: "",
          legal_description: "",
          purchase_price: "250000.00",
          insurance_carrier: "",
          insurance_policy: "",
          insurance_expires_on: null,
        },
      ]),
    );
  });

  it("is the second tab of the contacts", async () => {
    const { place } = startList([]);
    expect(await screen.findByRole("tab", { name: text.title, selected: true })).toBeVisible();
    await userEvent.click(screen.getByRole("tab", { name: messages.contacts.title }));
    await waitFor(() => expect(place()).toBe("/contacts"));
  });
});

describe("a property", () => {
  it("is described anew: what is emptied is taken away, what stays is sent as it is", async () => {
    const { inputsOf } = startPage(property);
    const open = await button(text.changeOne(property.address));
    await userEvent.click(open);
    await retype(words.parcel, "");
    await retype(words.policy, "P-9");
    await userEvent.click(await button(text.submit));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(inputsOf("property.change")).toEqual([
      {
        property_id: "p",
        kind: "single_family",
        address: property.address,
        parcel_number: "",
        legal_description: "Lot 4",
        purchase_price: "450000.00",
        insurance_carrier: "Bay Mutual",
        insurance_policy: "P-9",
        insurance_expires_on: property.insurance_expires_on,
      },
    ]);
    await waitFor(() => expect(open).toHaveFocus());
  });

  it("takes away a price and the last day of an insurance that are emptied", async () => {
    const { inputsOf } = startPage(property);
    await userEvent.click(await button(text.changeOne(property.address)));
    await retype(words.price, "");
    await retype(words.expires, "");
    await userEvent.click(await button(text.submit));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(inputsOf("property.change")).toMatchObject([
      { property_id: "p", purchase_price: null, insurance_expires_on: null },
    ]);
  });

  it("shows beside its field what the book refuses", async () => {
    startPage(property, {
      "property.change": () =>
        Promise.reject({
          code: "invalid_input",
          message: "purchase_price must be more than 0",
          field: "purchase_price",
          params: {},
          retryable: false,
        }),
    });
    await userEvent.click(await button(text.changeOne(property.address)));
    await retype(words.price, "0");
    await userEvent.click(await button(text.submit));
    await waitFor(() =>
      expect(field(words.price)).toHaveAccessibleDescription("Purchase price must be more than 0"),
    );
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("that secures a loan is not removed, and the button says where to release it", async () => {
    startPage(property);
    const remove = await button(text.removeOne(property.address));
    expect(remove).toHaveAccessibleDescription(text.held("L-00002"));
    await userEvent.click(remove);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("that secures nothing is removed for a reason", async () => {
    const { inputsOf } = startPage(free);
    await userEvent.click(await button(text.removeOne(free.address)));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: text.remove }));
    const reason = dialog.getByRole("textbox", { name: messages.fieldLabels.reason });
    expect(reason).toHaveAccessibleDescription(messages.fields.required);
    expect(inputsOf("property.remove")).toEqual([]);
    await userEvent.type(reason, " Entered twice {Enter}");
    await waitFor(() =>
      expect(inputsOf("property.remove")).toEqual([{ property_id: "free", reason: "Entered twice" }]),
    );
  });

  it("that was removed can only be taken along", async () => {
    startPage({ ...free, removed_at: "2026-11-01T10:00:00Z" });
    expect(await screen.findByText(text.gone)).toBeVisible();
    const buttons = screen.getAllByRole("button").map((each) => each.textContent);
    expect(buttons).toEqual([messages.exports.button]);
  });

  it("says to an auditor who may change it", async () => {
    startPage(free, {}, bookOf("Ines", "auditor"));
    expect(await button(text.changeOne(free.address))).toHaveAttribute("aria-disabled", "true");
    expect(await button(text.removeOne(free.address))).toHaveAttribute("aria-disabled", "true");
  });
});

describe("an insurance", () => {
  it.each([
    [null, null],
    ["2026-11-25", "expired"],
    ["2026-11-26", "soon"],
    ["2026-12-26", "soon"],
    ["2026-12-27", null],
  ] as const)("that lasts until %s is %s", (until, state) => {
    expect(insuranceState(until, "2026-11-26")).toBe(state);
  });

  it("without an insurer has no policy and no day; a property may lose all of it at once", () => {
    const values = { ...propertyValues(property), insurance_carrier: "" };
    expect(propertyErrors(values, 2).insurance_carrier).toBe(messages.fields.required);
    const uninsured = { ...values, insurance_policy: "", insurance_expires_on: "" };
    expect(Object.values(propertyErrors(uninsured, 2)).every((error) => error === null)).toBe(true);
    expect(propertyInput(uninsured, 2)).toMatchObject({ insurance_carrier: "", insurance_expires_on: null });
  });
});
