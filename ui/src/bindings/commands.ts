// Generated from the command table: edit crates/api, then run `cargo xtask generate`.
import type { AddAttachment } from "./AddAttachment";
import type { AddCollateral } from "./AddCollateral";
import type { AddFiling } from "./AddFiling";
import type { AddLicence } from "./AddLicence";
import type { AddNote } from "./AddNote";
import type { AddParty } from "./AddParty";
import type { AddProperty } from "./AddProperty";
import type { AddUser } from "./AddUser";
import type { AllocateCapital } from "./AllocateCapital";
import type { AmendNote } from "./AmendNote";
import type { AmendmentPreview } from "./AmendmentPreview";
import type { ApprovalPreview } from "./ApprovalPreview";
import type { ApproveDraw } from "./ApproveDraw";
import type { AprInput } from "./AprInput";
import type { AprView } from "./AprView";
import type { ArchivePreview } from "./ArchivePreview";
import type { ArchiveReport } from "./ArchiveReport";
import type { AssessFee } from "./AssessFee";
import type { AtTime } from "./AtTime";
import type { Attachment } from "./Attachment";
import type { AttachmentList } from "./AttachmentList";
import type { AttachmentView } from "./AttachmentView";
import type { Balances } from "./Balances";
import type { Book } from "./Book";
import type { BookStatistics } from "./BookStatistics";
import type { Budget } from "./Budget";
import type { BudgetPreview } from "./BudgetPreview";
import type { CallCapital } from "./CallCapital";
import type { ChainHead } from "./ChainHead";
import type { ChangeCollateral } from "./ChangeCollateral";
import type { ChangeFiling } from "./ChangeFiling";
import type { ChangeFund } from "./ChangeFund";
import type { ChangeLicence } from "./ChangeLicence";
import type { ChangePerson } from "./ChangePerson";
import type { ChangeProperty } from "./ChangeProperty";
import type { ChangeStatus } from "./ChangeStatus";
import type { ChangeUser } from "./ChangeUser";
import type { CheckImport } from "./CheckImport";
import type { CommitCapital } from "./CommitCapital";
import type { CompleteFiling } from "./CompleteFiling";
import type { CompleteInspection } from "./CompleteInspection";
import type { ComplianceCaughtUp } from "./ComplianceCaughtUp";
import type { ComplianceExport } from "./ComplianceExport";
import type { ComplianceLog } from "./ComplianceLog";
import type { ConfigureOrganization } from "./ConfigureOrganization";
import type { ConstructionAprInput } from "./ConstructionAprInput";
import type { CopyBook } from "./CopyBook";
import type { CreateArchive } from "./CreateArchive";
import type { CreateBook } from "./CreateBook";
import type { CreateFund } from "./CreateFund";
import type { CreateLoan } from "./CreateLoan";
import type { CreatePerson } from "./CreatePerson";
import type { CurrencyList } from "./CurrencyList";
import type { Dashboard } from "./Dashboard";
import type { DayReport } from "./DayReport";
import type { DaysInput } from "./DaysInput";
import type { DaysView } from "./DaysView";
import type { DisburseDraw } from "./DisburseDraw";
import type { DisbursementPreview } from "./DisbursementPreview";
import type { DistributeFunds } from "./DistributeFunds";
import type { DocumentList } from "./DocumentList";
import type { DocumentView } from "./DocumentView";
import type { DraftDraw } from "./DraftDraw";
import type { Draw } from "./Draw";
import type { DrawList } from "./DrawList";
import type { DrawRef } from "./DrawRef";
import type { DueList } from "./DueList";
import type { EndDraw } from "./EndDraw";
import type { EndLicence } from "./EndLicence";
import type { EventHistory } from "./EventHistory";
import type { EventHistoryView } from "./EventHistoryView";
import type { EventPage } from "./EventPage";
import type { EventsExport } from "./EventsExport";
import type { ExportCompliance } from "./ExportCompliance";
import type { ExportEvents } from "./ExportEvents";
import type { ExportKindList } from "./ExportKindList";
import type { ExportProblems } from "./ExportProblems";
import type { ExportReport } from "./ExportReport";
import type { ExtendLoan } from "./ExtendLoan";
import type { Filing } from "./Filing";
import type { FilingList } from "./FilingList";
import type { FilingReason } from "./FilingReason";
import type { FilingRef } from "./FilingRef";
import type { Fund } from "./Fund";
import type { FundList } from "./FundList";
import type { FundPreview } from "./FundPreview";
import type { FundRef } from "./FundRef";
import type { FundStatementInput } from "./FundStatementInput";
import type { GenerateDocument } from "./GenerateDocument";
import type { GetAttachment } from "./GetAttachment";
import type { GetDocument } from "./GetDocument";
import type { GetSchedule } from "./GetSchedule";
import type { GetTemplate } from "./GetTemplate";
import type { HandlerList } from "./HandlerList";
import type { HandlerRef } from "./HandlerRef";
import type { ImportCheck } from "./ImportCheck";
import type { ImportDone } from "./ImportDone";
import type { ImportEvents } from "./ImportEvents";
import type { Inspection } from "./Inspection";
import type { InspectionList } from "./InspectionList";
import type { InstalmentAccruals } from "./InstalmentAccruals";
import type { InstalmentRef } from "./InstalmentRef";
import type { InvestorStatement } from "./InvestorStatement";
import type { LedgerInput } from "./LedgerInput";
import type { LedgerView } from "./LedgerView";
import type { LetterheadView } from "./LetterheadView";
import type { Licence } from "./Licence";
import type { LicenceList } from "./LicenceList";
import type { LicenceRef } from "./LicenceRef";
import type { LienWaiver } from "./LienWaiver";
import type { ListCompliance } from "./ListCompliance";
import type { ListDocuments } from "./ListDocuments";
import type { ListDraws } from "./ListDraws";
import type { ListDue } from "./ListDue";
import type { ListEvents } from "./ListEvents";
import type { ListFilings } from "./ListFilings";
import type { ListInspections } from "./ListInspections";
import type { ListLicences } from "./ListLicences";
import type { ListLoans } from "./ListLoans";
import type { ListNotes } from "./ListNotes";
import type { ListParties } from "./ListParties";
import type { ListPayments } from "./ListPayments";
import type { ListPeople } from "./ListPeople";
import type { ListProperties } from "./ListProperties";
import type { Loan } from "./Loan";
import type { LoanAccount } from "./LoanAccount";
import type { LoanAsOf } from "./LoanAsOf";
import type { LoanAtTime } from "./LoanAtTime";
import type { LoanList } from "./LoanList";
import type { LoanOnDay } from "./LoanOnDay";
import type { LoanRef } from "./LoanRef";
import type { LoanSchedule } from "./LoanSchedule";
import type { MadeDocument } from "./MadeDocument";
import type { MarkDefault } from "./MarkDefault";
import type { ModifyLoan } from "./ModifyLoan";
import type { NoInput } from "./NoInput";
import type { Note } from "./Note";
import type { NoteList } from "./NoteList";
import type { Nothing } from "./Nothing";
import type { OpenBook } from "./OpenBook";
import type { OrganizationSettings } from "./OrganizationSettings";
import type { Participations } from "./Participations";
import type { ParticipationsOnDay } from "./ParticipationsOnDay";
import type { PartyList } from "./PartyList";
import type { PaymentList } from "./PaymentList";
import type { PaymentPreview } from "./PaymentPreview";
import type { PayoffInput } from "./PayoffInput";
import type { PayoffList } from "./PayoffList";
import type { PayoffQuote } from "./PayoffQuote";
import type { PayoffView } from "./PayoffView";
import type { Person } from "./Person";
import type { PersonList } from "./PersonList";
import type { PersonRef } from "./PersonRef";
import type { PreviewApproval } from "./PreviewApproval";
import type { PreviewArchive } from "./PreviewArchive";
import type { PreviewDisbursement } from "./PreviewDisbursement";
import type { PreviewPayment } from "./PreviewPayment";
import type { PreviewReallocation } from "./PreviewReallocation";
import type { PreviewRelease } from "./PreviewRelease";
import type { PreviewRequest } from "./PreviewRequest";
import type { PreviewReversal } from "./PreviewReversal";
import type { PreviewTemplate } from "./PreviewTemplate";
import type { Property } from "./Property";
import type { PropertyList } from "./PropertyList";
import type { PropertyRef } from "./PropertyRef";
import type { QuotePayoff } from "./QuotePayoff";
import type { ReallocateBudget } from "./ReallocateBudget";
import type { ReallocationPreview } from "./ReallocationPreview";
import type { RebuildReport } from "./RebuildReport";
import type { ReceiveCapital } from "./ReceiveCapital";
import type { RecentBookList } from "./RecentBookList";
import type { RecordPayment } from "./RecordPayment";
import type { RecordWaiver } from "./RecordWaiver";
import type { Recorded } from "./Recorded";
import type { ReleaseCollateral } from "./ReleaseCollateral";
import type { ReleasePreview } from "./ReleasePreview";
import type { ReleaseRetainage } from "./ReleaseRetainage";
import type { RemoveParty } from "./RemoveParty";
import type { RemoveProperty } from "./RemoveProperty";
import type { RenewLicence } from "./RenewLicence";
import type { ReplayEvents } from "./ReplayEvents";
import type { ReplayReport } from "./ReplayReport";
import type { RequestDraw } from "./RequestDraw";
import type { RequestPreview } from "./RequestPreview";
import type { RetryEvents } from "./RetryEvents";
import type { ReturnCapital } from "./ReturnCapital";
import type { ReversalPreview } from "./ReversalPreview";
import type { ReverseFundEntry } from "./ReverseFundEntry";
import type { ReversePayment } from "./ReversePayment";
import type { RunExport } from "./RunExport";
import type { RunImport } from "./RunImport";
import type { SampleBook } from "./SampleBook";
import type { ScheduleInput } from "./ScheduleInput";
import type { ScheduleInspection } from "./ScheduleInspection";
import type { ScheduleList } from "./ScheduleList";
import type { SchedulePreview } from "./SchedulePreview";
import type { SearchAnswer } from "./SearchAnswer";
import type { SearchInput } from "./SearchInput";
import type { Security } from "./Security";
import type { SetBudget } from "./SetBudget";
import type { SetFundingSource } from "./SetFundingSource";
import type { SetLetterhead } from "./SetLetterhead";
import type { SetParticipations } from "./SetParticipations";
import type { SetTemplate } from "./SetTemplate";
import type { SignIn } from "./SignIn";
import type { Template } from "./Template";
import type { TemplateList } from "./TemplateList";
import type { TemplatePreview } from "./TemplatePreview";
import type { TransitionLoan } from "./TransitionLoan";
import type { User } from "./User";
import type { UserList } from "./UserList";
import type { ValueProperty } from "./ValueProperty";
import type { VerifyBook } from "./VerifyBook";
import type { VerifyReport } from "./VerifyReport";
import type { WaiveFee } from "./WaiveFee";
import type { WithdrawNote } from "./WithdrawNote";
import type { WriteHead } from "./WriteHead";

/** Every command, with what it takes and what it answers. */
export type Commands = {
  "book.create": { input: CreateBook; output: Book };
  "book.open": { input: OpenBook; output: Book };
  "book.sample": { input: SampleBook; output: Book };
  "book.copy": { input: CopyBook; output: VerifyReport };
  "book.export_events": { input: ExportEvents; output: EventsExport };
  "book.import_events": { input: ImportEvents; output: VerifyReport };
  "book.close": { input: NoInput; output: Nothing };
  "book.sign_in": { input: SignIn; output: Book };
  "book.recent": { input: NoInput; output: RecentBookList };
  "book.get": { input: NoInput; output: Book };
  "book.statistics": { input: NoInput; output: BookStatistics };
  "organization.configure": { input: ConfigureOrganization; output: OrganizationSettings };
  "user.add": { input: AddUser; output: User };
  "user.change": { input: ChangeUser; output: User };
  "user.list": { input: NoInput; output: UserList };
  "currency.list": { input: NoInput; output: CurrencyList };
  "days": { input: DaysInput; output: DaysView };
  "person.create": { input: CreatePerson; output: Person };
  "person.list": { input: ListPeople; output: PersonList };
  "person.get": { input: PersonRef; output: Person };
  "person.change": { input: ChangePerson; output: Person };
  "loan.create": { input: CreateLoan; output: Loan };
  "loan.get": { input: LoanRef; output: Loan };
  "loan.as_of": { input: LoanAtTime; output: LoanAsOf };
  "loan.balances": { input: AtTime; output: Balances };
  "loan.account": { input: LoanOnDay; output: LoanAccount };
  "loan.list": { input: ListLoans; output: LoanList };
  "loan.transition": { input: TransitionLoan; output: Loan };
  "loan.mark_default": { input: MarkDefault; output: Loan };
  "loan.cure": { input: ChangeStatus; output: Loan };
  "loan.charge_off": { input: ChangeStatus; output: Loan };
  "loan.modify": { input: ModifyLoan; output: Loan };
  "loan.preview_modification": { input: ModifyLoan; output: AmendmentPreview };
  "loan.extend": { input: ExtendLoan; output: Loan };
  "loan.preview_extension": { input: ExtendLoan; output: AmendmentPreview };
  "payment.preview": { input: PreviewPayment; output: PaymentPreview };
  "payment.record": { input: RecordPayment; output: Recorded };
  "payment.preview_reverse": { input: PreviewReversal; output: ReversalPreview };
  "payment.reverse": { input: ReversePayment; output: Recorded };
  "payment.list": { input: ListPayments; output: PaymentList };
  "payment.due": { input: ListDue; output: DueList };
  "fee.assess": { input: AssessFee; output: LoanAccount };
  "fee.waive": { input: WaiveFee; output: LoanAccount };
  "payoff.quote": { input: QuotePayoff; output: PayoffQuote };
  "payoff.list": { input: LoanRef; output: PayoffList };
  "servicing.run_day": { input: NoInput; output: DayReport };
  "budget.set": { input: SetBudget; output: Budget };
  "budget.preview": { input: SetBudget; output: BudgetPreview };
  "budget.reallocate": { input: ReallocateBudget; output: Budget };
  "budget.preview_reallocation": { input: PreviewReallocation; output: ReallocationPreview };
  "budget.get": { input: LoanRef; output: Budget };
  "draw.draft": { input: DraftDraw; output: Draw };
  "draw.request": { input: RequestDraw; output: Draw };
  "draw.preview_request": { input: PreviewRequest; output: RequestPreview };
  "draw.send_back": { input: EndDraw; output: Draw };
  "draw.approve": { input: ApproveDraw; output: Draw };
  "draw.preview_approval": { input: PreviewApproval; output: ApprovalPreview };
  "draw.reject": { input: EndDraw; output: Draw };
  "draw.cancel": { input: EndDraw; output: Draw };
  "draw.disburse": { input: DisburseDraw; output: Draw };
  "draw.preview_disbursement": { input: PreviewDisbursement; output: DisbursementPreview };
  "draw.get": { input: DrawRef; output: Draw };
  "draw.list": { input: ListDraws; output: DrawList };
  "inspection.schedule": { input: ScheduleInspection; output: Inspection };
  "inspection.complete": { input: CompleteInspection; output: Inspection };
  "inspection.list": { input: ListInspections; output: InspectionList };
  "waiver.record": { input: RecordWaiver; output: LienWaiver };
  "retainage.release": { input: ReleaseRetainage; output: Budget };
  "retainage.preview_release": { input: PreviewRelease; output: ReleasePreview };
  "fund.create": { input: CreateFund; output: Fund };
  "fund.change": { input: ChangeFund; output: Fund };
  "fund.get": { input: FundRef; output: Fund };
  "fund.list": { input: NoInput; output: FundList };
  "fund.commit": { input: CommitCapital; output: Fund };
  "fund.preview_commitment": { input: CommitCapital; output: FundPreview };
  "fund.call_capital": { input: CallCapital; output: Fund };
  "fund.preview_call": { input: CallCapital; output: FundPreview };
  "fund.receive": { input: ReceiveCapital; output: Fund };
  "fund.preview_receipt": { input: ReceiveCapital; output: FundPreview };
  "fund.allocate": { input: AllocateCapital; output: Fund };
  "fund.preview_allocation": { input: AllocateCapital; output: FundPreview };
  "fund.return_capital": { input: ReturnCapital; output: Fund };
  "fund.preview_return": { input: ReturnCapital; output: FundPreview };
  "fund.distribute": { input: DistributeFunds; output: Fund };
  "fund.preview_distribution": { input: DistributeFunds; output: FundPreview };
  "fund.reverse": { input: ReverseFundEntry; output: Fund };
  "fund.statement": { input: FundStatementInput; output: InvestorStatement };
  "loan.set_funding_source": { input: SetFundingSource; output: Loan };
  "participation.set": { input: SetParticipations; output: Participations };
  "participation.preview": { input: SetParticipations; output: Participations };
  "participation.get": { input: ParticipationsOnDay; output: Participations };
  "apr": { input: AprInput; output: AprView };
  "apr.construction": { input: ConstructionAprInput; output: AprView };
  "ledger": { input: LedgerInput; output: LedgerView };
  "payoff": { input: PayoffInput; output: PayoffView };
  "schedule.preview": { input: ScheduleInput; output: SchedulePreview };
  "schedule.list": { input: LoanRef; output: ScheduleList };
  "schedule.accruals": { input: InstalmentRef; output: InstalmentAccruals };
  "schedule.get": { input: GetSchedule; output: LoanSchedule };
  "note.add": { input: AddNote; output: Note };
  "note.amend": { input: AmendNote; output: Note };
  "note.withdraw": { input: WithdrawNote; output: Note };
  "note.list": { input: ListNotes; output: NoteList };
  "party.add": { input: AddParty; output: PartyList };
  "party.remove": { input: RemoveParty; output: PartyList };
  "party.list": { input: ListParties; output: PartyList };
  "property.add": { input: AddProperty; output: Property };
  "property.change": { input: ChangeProperty; output: Property };
  "property.value": { input: ValueProperty; output: Property };
  "property.remove": { input: RemoveProperty; output: Property };
  "property.get": { input: PropertyRef; output: Property };
  "property.list": { input: ListProperties; output: PropertyList };
  "collateral.add": { input: AddCollateral; output: Security };
  "collateral.change": { input: ChangeCollateral; output: Security };
  "collateral.release": { input: ReleaseCollateral; output: Security };
  "collateral.list": { input: LoanRef; output: Security };
  "search": { input: SearchInput; output: SearchAnswer };
  "event.history": { input: EventHistory; output: EventHistoryView };
  "event.list": { input: ListEvents; output: EventPage };
  "attachment.add": { input: AddAttachment; output: Attachment };
  "attachment.list": { input: LoanRef; output: AttachmentList };
  "attachment.get": { input: GetAttachment; output: AttachmentView };
  "export.kinds": { input: NoInput; output: ExportKindList };
  "export.run": { input: RunExport; output: ExportReport };
  "document.generate": { input: GenerateDocument; output: MadeDocument };
  "document.list": { input: ListDocuments; output: DocumentList };
  "document.get": { input: GetDocument; output: DocumentView };
  "template.list": { input: NoInput; output: TemplateList };
  "template.get": { input: GetTemplate; output: Template };
  "template.set": { input: SetTemplate; output: Template };
  "template.preview": { input: PreviewTemplate; output: TemplatePreview };
  "letterhead.get": { input: NoInput; output: LetterheadView };
  "letterhead.set": { input: SetLetterhead; output: LetterheadView };
  "dashboard.get": { input: NoInput; output: Dashboard };
  "compliance.log": { input: ListCompliance; output: ComplianceLog };
  "compliance.export": { input: ExportCompliance; output: ComplianceExport };
  "compliance.catch_up": { input: NoInput; output: ComplianceCaughtUp };
  "filing.add": { input: AddFiling; output: Filing };
  "filing.change": { input: ChangeFiling; output: Filing };
  "filing.complete": { input: CompleteFiling; output: Filing };
  "filing.reopen": { input: FilingReason; output: Filing };
  "filing.remove": { input: FilingReason; output: Filing };
  "filing.get": { input: FilingRef; output: Filing };
  "filing.list": { input: ListFilings; output: FilingList };
  "licence.add": { input: AddLicence; output: Licence };
  "licence.change": { input: ChangeLicence; output: Licence };
  "licence.renew": { input: RenewLicence; output: Licence };
  "licence.end": { input: EndLicence; output: Licence };
  "licence.get": { input: LicenceRef; output: Licence };
  "licence.list": { input: ListLicences; output: LicenceList };
  "event.replay": { input: ReplayEvents; output: ReplayReport };
  "event.retry": { input: RetryEvents; output: ReplayReport };
  "handler.list": { input: NoInput; output: HandlerList };
  "handler.enable": { input: HandlerRef; output: HandlerList };
  "handler.disable": { input: HandlerRef; output: HandlerList };
  "import.check": { input: CheckImport; output: ImportCheck };
  "import.export_problems": { input: ExportProblems; output: ExportReport };
  "import.run": { input: RunImport; output: ImportDone };
  "archive.preview": { input: PreviewArchive; output: ArchivePreview };
  "archive.create": { input: CreateArchive; output: ArchiveReport };
  "integrity.write_head": { input: WriteHead; output: ChainHead };
  "integrity.verify": { input: VerifyBook; output: VerifyReport };
  "integrity.rebuild": { input: NoInput; output: RebuildReport };
};

/** The roles of a book's users; each may do what those before it may. */
export const roles = ["auditor", "inspector", "officer", "approver", "owner"] as const;

/** The least role that a command needs; `anyone` needs no book. */
export const commandRoles = {
  "book.create": "anyone",
  "book.open": "anyone",
  "book.sample": "anyone",
  "book.copy": "anyone",
  "book.export_events": "auditor",
  "book.import_events": "anyone",
  "book.close": "anyone",
  "book.sign_in": "anyone",
  "book.recent": "anyone",
  "book.get": "auditor",
  "book.statistics": "auditor",
  "organization.configure": "owner",
  "user.add": "owner",
  "user.change": "owner",
  "user.list": "auditor",
  "currency.list": "anyone",
  "days": "anyone",
  "person.create": "officer",
  "person.list": "auditor",
  "person.get": "auditor",
  "person.change": "officer",
  "loan.create": "officer",
  "loan.get": "auditor",
  "loan.as_of": "auditor",
  "loan.balances": "auditor",
  "loan.account": "auditor",
  "loan.list": "auditor",
  "loan.transition": "officer",
  "loan.mark_default": "officer",
  "loan.cure": "officer",
  "loan.charge_off": "officer",
  "loan.modify": "officer",
  "loan.preview_modification": "auditor",
  "loan.extend": "officer",
  "loan.preview_extension": "auditor",
  "payment.preview": "auditor",
  "payment.record": "officer",
  "payment.preview_reverse": "auditor",
  "payment.reverse": "officer",
  "payment.list": "auditor",
  "payment.due": "auditor",
  "fee.assess": "officer",
  "fee.waive": "officer",
  "payoff.quote": "officer",
  "payoff.list": "auditor",
  "servicing.run_day": "officer",
  "budget.set": "officer",
  "budget.preview": "auditor",
  "budget.reallocate": "officer",
  "budget.preview_reallocation": "auditor",
  "budget.get": "auditor",
  "draw.draft": "officer",
  "draw.request": "officer",
  "draw.preview_request": "auditor",
  "draw.send_back": "officer",
  "draw.approve": "approver",
  "draw.preview_approval": "auditor",
  "draw.reject": "approver",
  "draw.cancel": "officer",
  "draw.disburse": "officer",
  "draw.preview_disbursement": "auditor",
  "draw.get": "auditor",
  "draw.list": "auditor",
  "inspection.schedule": "inspector",
  "inspection.complete": "inspector",
  "inspection.list": "auditor",
  "waiver.record": "officer",
  "retainage.release": "officer",
  "retainage.preview_release": "auditor",
  "fund.create": "officer",
  "fund.change": "officer",
  "fund.get": "auditor",
  "fund.list": "auditor",
  "fund.commit": "officer",
  "fund.preview_commitment": "auditor",
  "fund.call_capital": "officer",
  "fund.preview_call": "auditor",
  "fund.receive": "officer",
  "fund.preview_receipt": "auditor",
  "fund.allocate": "officer",
  "fund.preview_allocation": "auditor",
  "fund.return_capital": "officer",
  "fund.preview_return": "auditor",
  "fund.distribute": "officer",
  "fund.preview_distribution": "auditor",
  "fund.reverse": "officer",
  "fund.statement": "auditor",
  "loan.set_funding_source": "officer",
  "participation.set": "officer",
  "participation.preview": "auditor",
  "participation.get": "auditor",
  "apr": "anyone",
  "apr.construction": "anyone",
  "ledger": "anyone",
  "payoff": "anyone",
  "schedule.preview": "anyone",
  "schedule.list": "auditor",
  "schedule.accruals": "auditor",
  "schedule.get": "auditor",
  "note.add": "inspector",
  "note.amend": "inspector",
  "note.withdraw": "officer",
  "note.list": "auditor",
  "party.add": "officer",
  "party.remove": "officer",
  "party.list": "auditor",
  "property.add": "officer",
  "property.change": "officer",
  "property.value": "officer",
  "property.remove": "officer",
  "property.get": "auditor",
  "property.list": "auditor",
  "collateral.add": "officer",
  "collateral.change": "officer",
  "collateral.release": "officer",
  "collateral.list": "auditor",
  "search": "auditor",
  "event.history": "auditor",
  "event.list": "auditor",
  "attachment.add": "inspector",
  "attachment.list": "auditor",
  "attachment.get": "auditor",
  "export.kinds": "anyone",
  "export.run": "auditor",
  "document.generate": "officer",
  "document.list": "auditor",
  "document.get": "auditor",
  "template.list": "auditor",
  "template.get": "auditor",
  "template.set": "owner",
  "template.preview": "auditor",
  "letterhead.get": "auditor",
  "letterhead.set": "owner",
  "dashboard.get": "auditor",
  "compliance.log": "auditor",
  "compliance.export": "auditor",
  "compliance.catch_up": "officer",
  "filing.add": "officer",
  "filing.change": "officer",
  "filing.complete": "officer",
  "filing.reopen": "officer",
  "filing.remove": "officer",
  "filing.get": "auditor",
  "filing.list": "auditor",
  "licence.add": "officer",
  "licence.change": "officer",
  "licence.renew": "officer",
  "licence.end": "officer",
  "licence.get": "auditor",
  "licence.list": "auditor",
  "event.replay": "officer",
  "event.retry": "officer",
  "handler.list": "auditor",
  "handler.enable": "officer",
  "handler.disable": "officer",
  "import.check": "officer",
  "import.export_problems": "officer",
  "import.run": "officer",
  "archive.preview": "auditor",
  "archive.create": "officer",
  "integrity.write_head": "auditor",
  "integrity.verify": "auditor",
  "integrity.rebuild": "officer",
} as const satisfies Record<keyof Commands, (typeof roles)[number] | "anyone">;
