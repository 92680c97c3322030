// Drives the main job through the window once and prints the schedule that it shows.
// `cargo xtask run` calls it where there is no display.

import { withApplication } from "./support/application.mjs";
import * as steps from "./support/steps.mjs";

await withApplication({ name: "run" }, async (app, folder) => {
  await app.byRole("heading", "Welcome to LendingOS");
  await app.screenshot("first-run");
  await steps.createBook(app, folder);
  await steps.startLoan(app);
  await steps.typeTerms(app);
  await app.shows("8,675.74");
  await app.screenshot("new-loan");
  await app.click("button", "Create loan");
  await steps.walkToClosing(app);
  await steps.fund(app);
  await app.screenshot("funded");
  const rows = await steps.readSchedule(app);
  await app.screenshot("schedule");
  steps.printSchedule(rows);
  steps.assertSchedule(rows);
});
