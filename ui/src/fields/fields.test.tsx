import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { formatDate } from "../format/date";
import { messages } from "../messages";
import { renderInTheme } from "../test/render";
import { DateField } from "./DateField";
import { MoneyField } from "./DecimalField";

function Money({ error }: { error?: string }) {
  const [typed, setTyped] = useState("");
  return <MoneyField label="Principal" digits={2} value={typed} onChange={setTyped} error={error} />;
}

function Due() {
  const [typed, setTyped] = useState("");
  return <DateField label="Due" value={typed} onChange={setTyped} />;
}

describe("MoneyField", () => {
  it("says at once what it cannot read, and keeps it", async () => {
    renderInTheme(<Money />);
    const field = screen.getByLabelText("Principal");
    await userEvent.type(field, "12x");
    expect(field).toHaveValue("12x");
    expect(field).toBeInvalid();
    expect(screen.getByText(messages.fields.not_a_number)).toBeVisible();
  });

  it("lets an amount grow in peace, and judges it when it is left", async () => {
    renderInTheme(<Money />);
    const field = screen.getByLabelText("Principal");
    await userEvent.type(field, "(1,234");
    expect(field).toBeValid();
    await userEvent.tab();
    expect(screen.getByText(messages.fields.incomplete)).toBeVisible();
  });

  it("writes the amount out when it is left", async () => {
    renderInTheme(<Money />);
    const field = screen.getByLabelText("Principal");
    await userEvent.type(field, "1.2k");
    expect(screen.getByText("= 1,200.00")).toBeVisible();
    await userEvent.tab();
    expect(field).toHaveValue("1,200.00");
  });

  it("shows what Rust found wrong beside the field", () => {
    renderInTheme(<Money error="Principal must be positive" />);
    expect(screen.getByLabelText("Principal")).toHaveAccessibleDescription(/must be positive/);
  });
});

describe("DateField", () => {
  it("reads what was typed and writes it as the locale does", async () => {
    renderInTheme(<Due />);
    const field = screen.getByRole("textbox", { name: "Due" });
    await userEvent.type(field, "2027-01-31");
    await userEvent.tab();
    expect(field).toHaveValue(formatDate("2027-01-31"));
    expect(field).toBeValid();
  });

  it("names a date that the calendar does not have, and keeps it", async () => {
    renderInTheme(<Due />);
    const field = screen.getByRole("textbox", { name: "Due" });
    await userEvent.type(field, "2027-02-30");
    expect(field).toBeValid();
    await userEvent.tab();
    expect(field).toHaveValue("2027-02-30");
    expect(screen.getByText(messages.fields.date)).toBeVisible();
  });
});
