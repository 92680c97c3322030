import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { renderInTheme } from "../test/render";
import { readDraft, useKeptDraft } from "./draft";

const start = { purpose: "", principal: "" };

function Form() {
  const [restored] = useState(() => readDraft("form", start));
  const [values, setValues] = useState(restored ?? start);
  const forget = useKeptDraft("form", start, values);
  return (
    <>
      <input
        aria-label="Purpose"
        value={values.purpose}
        onChange={(event) => setValues({ ...values, purpose: event.target.value })}
      />
      <button type="button" onClick={forget}>
        Save
      </button>
    </>
  );
}

describe("a form's draft", () => {
  it("is there again after the window was lost", async () => {
    const lost = renderInTheme(<Form />);
    await userEvent.type(screen.getByLabelText("Purpose"), "Barn");
    lost.unmount();
    renderInTheme(<Form />);
    expect(screen.getByLabelText("Purpose")).toHaveValue("Barn");
  });

  it("is gone once the form was saved", async () => {
    const saved = renderInTheme(<Form />);
    await userEvent.type(screen.getByLabelText("Purpose"), "Barn");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    saved.unmount();
    expect(localStorage.length).toBe(0);
  });

  it("leaves nothing behind when nothing was typed", async () => {
    renderInTheme(<Form />);
    await userEvent.type(screen.getByLabelText("Purpose"), "B{Backspace}");
    expect(localStorage.length).toBe(0);
  });

  it("survives a form that has changed, and text that is no draft", () => {
    localStorage.setItem("form", JSON.stringify({ purpose: "Barn", gone: "x", principal: 7 }));
    expect(readDraft("form", start)).toEqual({ purpose: "Barn", principal: "" });
    localStorage.setItem("form", "{");
    expect(readDraft("form", start)).toBeNull();
  });
});
