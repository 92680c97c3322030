import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { type ComplianceView, isComplianceView } from "../screens/compliance/views";
import { type DrawView, isDrawView } from "../screens/draws/views";
import DashboardScreen from "../screens/dashboard/DashboardScreen";
import { type FundView, isFundView } from "../screens/fund/views";
import { RouteError } from "./RouteError";
import { Frame } from "./shell/Frame";
import { type PaymentView, viewNames } from "../screens/payments/views";

const root = createRootRoute({ component: Frame });

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => redirect({ to: "/dashboard", throw: true }),
});
/** The start screen alone comes with the program; each other when it is gone to. */
const dashboard = createRoute({
  getParentRoute: () => root,
  path: "/dashboard",
  component: DashboardScreen,
});
const loans = createRoute({
  getParentRoute: () => root,
  path: "/loans",
  component: lazyRouteComponent(() => import("../screens/loans/LoansScreen")),
});
const newLoan = createRoute({
  getParentRoute: () => root,
  path: "/loans/new",
  component: lazyRouteComponent(() => import("../screens/new-loan/NewLoanScreen")),
});
const loan = createRoute({
  getParentRoute: () => root,
  path: "/loans/$loanId",
  component: lazyRouteComponent(() => import("../screens/loan/LoanScreen")),
});
const loanOverview = createRoute({
  getParentRoute: () => loan,
  path: "/",
  component: lazyRouteComponent(() => import("../screens/loan/overview/OverviewTab")),
});
const loanSchedule = createRoute({
  getParentRoute: () => loan,
  path: "/schedule",
  component: lazyRouteComponent(() => import("../screens/loan/ScheduleTab")),
});
const loanPayments = createRoute({
  getParentRoute: () => loan,
  path: "/payments",
  component: lazyRouteComponent(() => import("../screens/loan/payments/PaymentsTab")),
});
const loanDraws = createRoute({
  getParentRoute: () => loan,
  path: "/draws",
  component: lazyRouteComponent(() => import("../screens/loan/draws/DrawsTab")),
});
const loanDocuments = createRoute({
  getParentRoute: () => loan,
  path: "/documents",
  component: lazyRouteComponent(() => import("../screens/loan/documents/DocumentsTab")),
});
const loanParties = createRoute({
  getParentRoute: () => loan,
  path: "/parties",
  component: lazyRouteComponent(() => import("../screens/loan/parties/PartiesTab")),
});
const loanCollateral = createRoute({
  getParentRoute: () => loan,
  path: "/collateral",
  component: lazyRouteComponent(() => import("../screens/loan/collateral/CollateralTab")),
});
const loanNotes = createRoute({
  getParentRoute: () => loan,
  path: "/notes",
  component: lazyRouteComponent(() => import("../screens/loan/notes/NotesTab")),
});
const loanHistory = createRoute({
  getParentRoute: () => loan,
  path: "/history",
  validateSearch: (search): { event?: string } =>
    typeof search["event"] === "string" ? { event: search["event"] } : {},
  component: lazyRouteComponent(() => import("../screens/loan/HistoryTab")),
});
const budget = createRoute({
  getParentRoute: () => root,
  path: "/loans/$loanId/budget",
  component: lazyRouteComponent(() => import("../screens/budget/BudgetScreen")),
});
/** Writes a draw: a new one, or the one that is named. It is named as soon as its draft is saved. */
const drawForm = createRoute({
  getParentRoute: () => root,
  path: "/loans/$loanId/draw",
  validateSearch: (search): { draw?: string } =>
    typeof search["draw"] === "string" ? { draw: search["draw"] } : {},
  component: lazyRouteComponent(() => import("../screens/draw-form/DrawFormScreen")),
});
const draws = createRoute({
  getParentRoute: () => root,
  path: "/draws",
  validateSearch: (search): { view?: DrawView } =>
    isDrawView(search["view"]) ? { view: search["view"] } : {},
  component: lazyRouteComponent(() => import("../screens/draws/DrawsScreen")),
});
const draw = createRoute({
  getParentRoute: () => root,
  path: "/draws/$drawId",
  component: lazyRouteComponent(() => import("../screens/draw/DrawScreen")),
});
const payments = createRoute({
  getParentRoute: () => root,
  path: "/payments",
  validateSearch: (search): { record?: boolean; view?: PaymentView } => {
    const view = viewNames.find((name) => name === search["view"]);
    return { ...(search["record"] === true ? { record: true } : {}), ...(view ? { view } : {}) };
  },
  component: lazyRouteComponent(() => import("../screens/payments/PaymentsScreen")),
});
const funds = createRoute({
  getParentRoute: () => root,
  path: "/funds",
  validateSearch: (search): { create?: boolean } => (search["create"] === true ? { create: true } : {}),
  component: lazyRouteComponent(() => import("../screens/funds/FundsScreen")),
});
const fund = createRoute({
  getParentRoute: () => root,
  path: "/funds/$fundId",
  validateSearch: (search): { view?: FundView } =>
    isFundView(search["view"]) ? { view: search["view"] } : {},
  component: lazyRouteComponent(() => import("../screens/fund/FundScreen")),
});
const fundStatement = createRoute({
  getParentRoute: () => root,
  path: "/funds/$fundId/investors/$investorId",
  component: lazyRouteComponent(() => import("../screens/fund/StatementScreen")),
});
const contacts = createRoute({
  getParentRoute: () => root,
  path: "/contacts",
  validateSearch: (search): { create?: boolean; find?: string } => ({
    ...(search["create"] === true ? { create: true } : {}),
    ...(typeof search["find"] === "string" ? { find: search["find"] } : {}),
  }),
  component: lazyRouteComponent(() => import("../screens/contacts/ContactsScreen")),
});
const contact = createRoute({
  getParentRoute: () => root,
  path: "/contacts/$personId",
  component: lazyRouteComponent(() => import("../screens/contacts/ContactScreen")),
});
const properties = createRoute({
  getParentRoute: () => root,
  path: "/contacts/properties",
  validateSearch: (search): { create?: boolean } => (search["create"] === true ? { create: true } : {}),
  component: lazyRouteComponent(() => import("../screens/properties/PropertiesScreen")),
});
const property = createRoute({
  getParentRoute: () => root,
  path: "/contacts/properties/$propertyId",
  component: lazyRouteComponent(() => import("../screens/properties/PropertyScreen")),
});
const documents = createRoute({
  getParentRoute: () => root,
  path: "/documents",
  component: lazyRouteComponent(() => import("../screens/documents/DocumentsScreen")),
});
const documentPages = createRoute({
  getParentRoute: () => root,
  path: "/documents/$documentId",
  component: lazyRouteComponent(() => import("../screens/document/DocumentScreen")),
});
const compliance = createRoute({
  getParentRoute: () => root,
  path: "/compliance",
  validateSearch: (search): { view?: ComplianceView } =>
    isComplianceView(search["view"]) ? { view: search["view"] } : {},
  component: lazyRouteComponent(() => import("../screens/compliance/ComplianceScreen")),
});
const importFile = createRoute({
  getParentRoute: () => root,
  path: "/import",
  component: lazyRouteComponent(() => import("../screens/import/ImportScreen")),
});
const events = createRoute({
  getParentRoute: () => root,
  path: "/events",
  validateSearch: (search): { failed?: boolean } => (search["failed"] === true ? { failed: true } : {}),
  component: lazyRouteComponent(() => import("../screens/events/EventsScreen")),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("../screens/settings/SettingsScreen")),
});
const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => redirect({ to: "/settings/handlers", throw: true }),
});
const settingsHandlers = createRoute({
  getParentRoute: () => settings,
  path: "/handlers",
  component: lazyRouteComponent(() => import("../screens/settings/HandlersTab")),
});
const settingsIntegrity = createRoute({
  getParentRoute: () => settings,
  path: "/integrity",
  component: lazyRouteComponent(() => import("../screens/settings/integrity/IntegrityTab")),
});
const settingsUsers = createRoute({
  getParentRoute: () => settings,
  path: "/users",
  component: lazyRouteComponent(() => import("../screens/settings/users/UsersTab")),
});
const settingsDocuments = createRoute({
  getParentRoute: () => settings,
  path: "/documents",
  component: lazyRouteComponent(() => import("../screens/settings/documents/DocumentsTab")),
});
/** A template, with a loan whose document is shown where one is named. */
const template = createRoute({
  getParentRoute: () => root,
  path: "/templates/$kind",
  validateSearch: (search): { loan?: string } =>
    typeof search["loan"] === "string" ? { loan: search["loan"] } : {},
  component: lazyRouteComponent(() => import("../screens/template/TemplateScreen")),
});
const settingsBook = createRoute({
  getParentRoute: () => settings,
  path: "/book",
  component: lazyRouteComponent(() => import("../screens/settings/BookTab")),
});

const tree = root.addChildren([
  start,
  dashboard,
  loans,
  newLoan,
  loan.addChildren([
    loanOverview,
    loanSchedule,
    loanPayments,
    loanDraws,
    loanDocuments,
    loanParties,
    loanCollateral,
    loanNotes,
    loanHistory,
  ]),
  budget,
  drawForm,
  draws,
  draw,
  payments,
  funds,
  fund,
  fundStatement,
  contacts,
  contact,
  properties,
  property,
  documents,
  documentPages,
  template,
  compliance,
  importFile,
  events,
  settings.addChildren([
    settingsStart,
    settingsHandlers,
    settingsIntegrity,
    settingsUsers,
    settingsDocuments,
    settingsBook,
  ]),
]);

/** Hash addresses: the page comes from a custom protocol that knows only one file. */
export function createWorkspaceRouter() {
  return createRouter({
    routeTree: tree,
    history: createHashHistory(),
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: DashboardScreen,
    defaultPreload: "intent",
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createWorkspaceRouter>;
  }
}
