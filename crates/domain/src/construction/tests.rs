//! Given a loan with a budget, when somebody wishes something, then this event or that refusal.

use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::{
    AnnualRate, Currency, DayCount, DecisionContext, Frequency, LoanCreated, LoanId, LoanTerms, Money,
    NewLoan, NewPayment, OrganizationId, PaymentId, PaymentMethod, Percent, PersonId, Rounding, ScheduleType,
    ServicingEvent, ServicingTerms, Transition, create_loan,
};

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Whole units of the currency.
pub(super) fn units(units: i64) -> Money {
    Money::from_minor_units(units * 100)
}

/// A construction loan on which time passes, and what was recorded of it.
pub(super) struct Site {
    pub account: LoanAccount,
    pub context: DecisionContext,
    next_id: u128,
}

impl Site {
    /// 500,000.00 at 10 %, Actual/360, over 12 months from 15 January 2025, funded.
    pub fn funded(terms: ConstructionTerms) -> Self {
        let mut site = Self::in_draft(terms);
        use LoanStatus::{Approved, Closing, Funded, Submitted, Underwriting, Verification};
        for to in [Submitted, Verification, Underwriting, Approved, Closing, Funded] {
            let transition = Transition { to, effective_on: site.context.today, reason: None };
            for event in site.account.loan.transition(transition, &site.context).unwrap() {
                site.account.loan.apply(&event);
            }
        }
        site
    }

    pub fn in_draft(terms: ConstructionTerms) -> Self {
        let context = DecisionContext {
            organization_id: OrganizationId::from_uuid(Uuid::from_u128(1)),
            now: DateTime::from_timestamp(1_736_935_200, 0).unwrap(),
            today: date("2025-01-15"),
            user: "Otto".into(),
            currency: Currency::from_code("USD").unwrap(),
        };
        let created: LoanCreated = create_loan(
            NewLoan {
                loan_id: LoanId::from_uuid(Uuid::from_u128(2)),
                number: 1,
                borrower_id: PersonId::from_uuid(Uuid::from_u128(3)),
                lender_id: None,
                external_reference: None,
                purpose: None,
                terms: LoanTerms {
                    principal: units(500_000),
                    annual_rate: "10".parse::<AnnualRate>().unwrap(),
                    term_months: 12,
                    schedule_type: ScheduleType::InterestOnly,
                    frequency: Frequency::Monthly,
                    day_count: DayCount::Actual360,
                    rounding: Rounding::HalfUp,
                    first_payment_on: None,
                    amortization_months: None,
                    interest_only_periods: 0,
                    servicing: ServicingTerms::usual(context.currency),
                    construction: Some(terms),
                },
            },
            &context,
        )
        .unwrap();
        let account = LoanAccount::from_created(&created).unwrap();
        Self { account, context, next_id: 100 }
    }

    /// Three lines, a contingency of 20,000.00 and a tenth held back.
    pub fn with_budget(mut self) -> Self {
        self.set_budget(&[("site", 80_000), ("frame", 250_000), ("finish", 150_000)], Some(20_000), None)
            .unwrap();
        self
    }

    fn id(&mut self) -> Uuid {
        self.next_id += 1;
        Uuid::from_u128(self.next_id)
    }

    pub fn apply(&mut self, event: ConstructionEvent) {
        self.account.apply(ServicingEvent::Construction(event)).unwrap();
    }

    pub fn budget(lines: &[(&str, i64)], contingency: Option<i64>, reserve: Option<i64>) -> NewBudget {
        NewBudget {
            budget_id: crate::BudgetId::from_uuid(Uuid::from_u128(50)),
            lines: lines
                .iter()
                .map(|(code, amount)| NewBudgetLine {
                    code: (*code).into(),
                    description: format!("Work on {code}"),
                    amount: units(*amount),
                })
                .collect(),
            contingency: contingency.map(units),
            interest_reserve: reserve.map(units),
            retainage_percent: "10".parse::<Percent>().unwrap(),
            plan: Vec::new(),
            set_on: date("2025-01-15"),
            reason: Some("as agreed".into()),
        }
    }

    pub fn set_budget(
        &mut self,
        lines: &[(&str, i64)],
        contingency: Option<i64>,
        reserve: Option<i64>,
    ) -> Result<(), DrawRejection> {
        let set = self.account.set_budget(Self::budget(lines, contingency, reserve), &self.context)?;
        self.apply(ConstructionEvent::BudgetSet(set));
        Ok(())
    }

    pub fn request(&mut self, lines: &[(&str, Money)]) -> Result<DrawId, DrawRejection> {
        let draw_id = DrawId::from_uuid(self.id());
        self.request_again(draw_id, lines).map(|()| draw_id)
    }

    pub fn request_again(&mut self, draw_id: DrawId, lines: &[(&str, Money)]) -> Result<(), DrawRejection> {
        let content = DrawContent {
            lines: lines
                .iter()
                .map(|(code, amount)| NewDrawLine {
                    code: (*code).into(),
                    amount: *amount,
                    work_done: None,
                    contractor: Some("Bay Builders".into()),
                })
                .collect(),
            ..DrawContent::default()
        };
        let today = self.context.today;
        let requested = self.account.request_draw(draw_id, Some(content), today, &self.context)?;
        self.apply(ConstructionEvent::Requested(requested));
        Ok(())
    }

    pub fn draw(&self, draw_id: DrawId) -> Draw {
        self.account.construction.draw(draw_id).unwrap().clone()
    }

    pub fn inspect(&mut self, draw_id: DrawId, lines: &[(&str, &str)]) -> Result<(), DrawRejection> {
        let wish = CompletedInspection {
            inspection_id: crate::InspectionId::from_uuid(self.id()),
            draw_id: Some(draw_id),
            kind: None,
            inspector: Some("Ines".into()),
            inspected_on: self.context.today,
            lines: lines.iter().map(|(code, percent)| ((*code).into(), percent.parse().unwrap())).collect(),
            findings: None,
            photos: Vec::new(),
        };
        let completed = self.account.complete_inspection(wish, &self.context)?;
        self.apply(ConstructionEvent::InspectionCompleted(completed));
        Ok(())
    }

    pub fn approval(&self) -> ApprovalWish {
        ApprovalWish {
            lines: None,
            approved_on: self.context.today,
            note: None,
            accept_out_of_balance: false,
            one_person_lender: false,
        }
    }

    pub fn approve_as(
        &mut self,
        user: &str,
        draw_id: DrawId,
        wish: ApprovalWish,
    ) -> Result<crate::DrawApproved, DrawRejection> {
        let context = DecisionContext { user: user.into(), ..self.context.clone() };
        let approved = self.account.approve_draw(&self.draw(draw_id), wish, &context)?;
        self.apply(ConstructionEvent::Approved(approved.clone()));
        Ok(approved)
    }

    pub fn disburse(&mut self, draw_id: DrawId) -> Result<(), DrawRejection> {
        let wish = DisbursementWish {
            amount: None,
            disbursed_on: self.context.today,
            method: PaymentMethod::Wire,
            reference: None,
            note: None,
        };
        let disbursed = self.account.disburse_draw(&self.draw(draw_id), wish, &self.context)?;
        self.apply(ConstructionEvent::Disbursed(disbursed));
        Ok(())
    }

    pub fn release(&mut self, amount: Option<Money>) -> Result<(), DrawRejection> {
        let wish = ReleaseWish {
            amount,
            released_on: self.context.today,
            method: PaymentMethod::Wire,
            reference: None,
            note: None,
        };
        let released = self.account.release_retainage(wish, &self.context)?;
        self.apply(ConstructionEvent::RetainageReleased(released));
        Ok(())
    }

    /// A draw from request to disbursement.
    pub fn drawn(&mut self, lines: &[(&str, Money)]) -> DrawId {
        let draw_id = self.request(lines).unwrap();
        self.approve_as("Abel", draw_id, self.approval()).unwrap();
        self.disburse(draw_id).unwrap();
        draw_id
    }

    pub fn pay(&mut self, amount: Money) {
        let payment_id = PaymentId::from_uuid(self.id());
        let new = NewPayment {
            payment_id,
            amount,
            received_on: self.context.today,
            method: PaymentMethod::Ach,
            reference: None,
            note: None,
            allow_duplicate: true,
            accept_overpayment: true,
        };
        let received = self.account.record_payment(new, &self.context).unwrap();
        self.account.apply(ServicingEvent::Received(received)).unwrap();
    }

    pub fn pass_to(&mut self, day: &str) {
        self.context.today = date(day);
    }

    pub fn ledger(&self) -> crate::Ledger {
        self.account.ledger(self.context.today).unwrap().unwrap()
    }
}

pub(super) const PLAIN: ConstructionTerms =
    ConstructionTerms { initial_advance: Money::ZERO, inspection_required: false, waivers_required: false };

fn site() -> Site {
    Site::funded(PLAIN).with_budget()
}

#[test]
fn a_line_has_what_is_neither_requested_nor_approved_nor_drawn() {
    let mut site = site();
    site.drawn(&[("frame", units(100_000))]);
    let pending = site.request(&[("frame", units(60_000))]).unwrap();
    let frame = |site: &Site| {
        site.account.budget_figures().lines.into_iter().find(|line| line.code == "frame").unwrap()
    };
    let line = frame(&site);
    assert_eq!((line.drawn, line.requested, line.remaining), (units(100_000), units(60_000), units(150_000)));
    assert_eq!((line.available(), line.retainage_held), (units(90_000), units(10_000)));
    let refusal = site.request(&[("frame", Money::from_minor_units(9_000_001))]).unwrap_err();
    assert!(matches!(refusal, DrawRejection::OverLine { .. }), "{refusal}");
    assert_eq!(refusal.field(), Some("lines"));
    // What is rejected is free again.
    let draw = site.draw(pending);
    let rejected = site.account.reject_draw(&draw, "Not begun", &site.context).unwrap();
    site.apply(ConstructionEvent::Rejected(rejected));
    assert_eq!(frame(&site).available(), units(150_000));
}

#[test]
fn retainage_is_a_part_of_what_is_approved_rounded_once_and_split_over_the_lines() {
    let mut site = site();
    // 10 % of 100.05 + 200.05 + 300.05 = 600.15 is 60.015, half up 60.02. In proportion to the lines that is 10.00583,
    // 20.00667 and 30.0075: 10.00, 20.00 and 30.00, and the two cents that are left go to the largest remainders.
    let lines = [("site", 10_005), ("frame", 20_005), ("finish", 30_005)]
        .map(|(code, cents)| (code, Money::from_minor_units(cents)));
    let draw_id = site.request(&lines).unwrap();
    let approved = site.approve_as("Abel", draw_id, site.approval()).unwrap();
    assert_eq!(
        (approved.retainage.to_string(), approved.to_disburse.to_string()),
        ("60.02".into(), "540.13".into())
    );
    let held: Vec<String> = approved.lines.iter().map(|line| line.retainage.to_string()).collect();
    assert_eq!(held, ["10.00", "20.01", "30.01"]);
}

#[test]
fn less_may_be_approved_and_never_more() {
    let mut site = site();
    let draw_id = site.request(&[("site", units(50_000)), ("frame", units(10_000))]).unwrap();
    let with = |site: &Site, lines: &[(&str, i64)]| ApprovalWish {
        lines: Some(lines.iter().map(|(code, amount)| ((*code).into(), units(*amount))).collect()),
        ..site.approval()
    };
    let too_much = with(&site, &[("site", 50_001)]);
    let refusal = site.approve_as("Abel", draw_id, too_much).unwrap_err();
    assert!(matches!(refusal, DrawRejection::OverRequested { .. }), "{refusal}");
    let nothing = with(&site, &[("site", 0)]);
    assert_eq!(site.approve_as("Abel", draw_id, nothing).unwrap_err(), DrawRejection::NoLines);
    let less = with(&site, &[("site", 30_000)]);
    let approved = site.approve_as("Abel", draw_id, less).unwrap();
    assert_eq!(approved.approved.to_string(), "30000.00");
    // The line that was not named is not approved, and has its budget again.
    assert_eq!(site.account.budget_figures().available("frame"), units(250_000));
    assert_eq!(site.account.draw_balances().approved_undisbursed, units(30_000));
}

#[test]
fn nobody_approves_what_they_requested_unless_the_lender_is_one_person() {
    let mut site = site();
    let draw_id = site.request(&[("site", units(1_000))]).unwrap();
    let refusal = site.approve_as("Otto", draw_id, site.approval()).unwrap_err();
    assert!(matches!(refusal, DrawRejection::ApproverIsRequester { .. }), "{refusal}");
    let alone = ApprovalWish { one_person_lender: true, ..site.approval() };
    assert!(site.approve_as("Otto", draw_id, alone).unwrap().approver_is_requester);
    let other = site.request(&[("site", units(1_000))]).unwrap();
    let alone = ApprovalWish { one_person_lender: true, ..site.approval() };
    assert!(!site.approve_as("Abel", other, alone).unwrap().approver_is_requester);
}

#[test]
fn an_inspection_and_waivers_are_needed_where_the_loan_asks_for_them() {
    let strict = ConstructionTerms { inspection_required: true, waivers_required: true, ..PLAIN };
    let mut site = Site::funded(strict).with_budget();
    let draw_id = site.request(&[("site", units(1_000)), ("frame", units(2_000))]).unwrap();
    let refusal = site.approve_as("Abel", draw_id, site.approval()).unwrap_err();
    assert_eq!(refusal, DrawRejection::InspectionMissing { number: 1 });
    site.inspect(draw_id, &[("site", "40"), ("frame", "12.5")]).unwrap();
    assert_eq!(site.draw(draw_id).status, DrawStatus::Inspected);
    site.approve_as("Abel", draw_id, site.approval()).unwrap();
    let refusal = site.disburse(draw_id).unwrap_err();
    let missing = DrawRejection::WaiverMissing { number: 1, contractors: "Bay Builders".into() };
    assert_eq!(refusal, missing);
    let waiver = |contractor: &str| NewWaiverRecord {
        waiver_id: crate::WaiverId::from_uuid(Uuid::from_u128(900)),
        contractor: contractor.into(),
        condition: WaiverCondition::Conditional,
        scope: WaiverScope::Progress,
        amount: None,
        through_on: None,
        signed_on: date("2025-01-15"),
        attachment_id: None,
        note: None,
    };
    let draw = site.draw(draw_id);
    // Another's waiver does not count; the same name in other letters does.
    let recorded = site.account.record_waiver(&draw, waiver("Somebody else"), &site.context).unwrap();
    site.apply(ConstructionEvent::WaiverRecorded(recorded));
    assert_eq!(site.disburse(draw_id).unwrap_err(), missing);
    let recorded = site.account.record_waiver(&draw, waiver(" bay builders "), &site.context).unwrap();
    site.apply(ConstructionEvent::WaiverRecorded(recorded));
    site.disburse(draw_id).unwrap();
}

#[test]
fn what_is_paid_out_is_final() {
    let mut site = site();
    let draw_id = site.drawn(&[("site", units(10_000))]);
    let draw = site.draw(draw_id);
    let context = site.context.clone();
    let refusals = [
        site.disburse(draw_id).unwrap_err(),
        site.request_again(draw_id, &[("site", units(1))]).unwrap_err(),
        site.account.draft_draw(draw_id, DrawContent::default(), &context).unwrap_err(),
        site.account.cancel_draw(&draw, "?", &context).unwrap_err(),
        site.account.reject_draw(&draw, "?", &context).unwrap_err(),
        site.account.send_back_draw(&draw, "?", &context).unwrap_err(),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, DrawRejection::DisbursedAlready { .. }), "{refusal}");
    }
}

#[test]
fn a_request_that_was_sent_back_is_written_and_requested_again_under_its_number() {
    let mut site = site();
    let draw_id = site.request(&[("site", units(70_000))]).unwrap();
    let sent_back = site.account.send_back_draw(&site.draw(draw_id), "Invoices are missing", &site.context);
    site.apply(ConstructionEvent::SentBack(sent_back.unwrap()));
    let draw = site.draw(draw_id);
    assert_eq!(
        (draw.status, draw.end.unwrap().reason.as_str()),
        (DrawStatus::SentBack, "Invoices are missing")
    );
    assert_eq!(site.account.budget_figures().available("site"), units(80_000));
    site.request_again(draw_id, &[("site", units(60_000))]).unwrap();
    let draw = site.draw(draw_id);
    assert_eq!((draw.number, draw.status, draw.requested()), (1, DrawStatus::Requested, units(60_000)));
}

#[test]
fn a_loan_out_of_balance_is_approved_only_knowingly() {
    let mut site = Site::funded(PLAIN);
    // 520,000.00 to be built with 500,000.00.
    site.set_budget(&[("site", 120_000), ("frame", 400_000)], None, None).unwrap();
    let draw_id = site.request(&[("site", units(100_000))]).unwrap();
    let refusal = site.approve_as("Abel", draw_id, site.approval()).unwrap_err();
    let DrawRejection::OutOfBalance { by, cost_to_complete, undisbursed } = refusal else {
        panic!("{refusal}")
    };
    let said = [by, cost_to_complete, undisbursed].map(|amount| amount.to_string());
    assert_eq!(said, ["20000.00", "520000.00", "500000.00"]);
    let knowing = ApprovalWish { accept_out_of_balance: true, ..site.approval() };
    let approved = site.approve_as("Abel", draw_id, knowing).unwrap();
    assert_eq!(approved.out_of_balance_by.map(|amount| amount.to_string()).as_deref(), Some("20000.00"));
    // 400,000.00 of the loan are left, with a pending request for 300,000.00 only 100,000.00.
    site.request(&[("frame", units(300_000))]).unwrap();
    let refusal = site.request(&[("frame", units(100_000)), ("site", units(1))]).unwrap_err();
    assert!(matches!(refusal, DrawRejection::OverCommitment { .. }), "{refusal}");
}

#[test]
fn money_moves_between_lines_as_far_as_they_have_it() {
    let mut site = site();
    site.drawn(&[("site", units(75_000))]);
    let wish = |from: &str, to: &str, amount: i64| Reallocation {
        from: from.into(),
        to: to.into(),
        amount: units(amount),
        reallocated_on: date("2025-01-15"),
        reason: "Rock in the ground".into(),
    };
    let refused = |wish| site.account.reallocate(wish, &site.context).unwrap_err();
    assert!(matches!(refused(wish("site", "frame", 5_001)), DrawRejection::OverLineReallocated { .. }));
    assert_eq!(refused(wish("frame", "frame", 1)), DrawRejection::SameLine);
    assert!(matches!(refused(wish("roof", "frame", 1)), DrawRejection::UnknownLine { field: "from", .. }));
    let moved = site.account.reallocate(wish(CONTINGENCY, "site", 20_000), &site.context).unwrap();
    site.apply(ConstructionEvent::BudgetReallocated(moved));
    let figures = site.account.budget_figures();
    assert_eq!((figures.budget, figures.available("site")), (units(500_000), units(25_000)));
    let low = site.set_budget(&[("site", 74_999), ("frame", 250_000), ("finish", 150_000)], None, None);
    assert!(matches!(low.unwrap_err(), DrawRejection::LineBelowCommitted { .. }));
}

#[test]
fn retainage_is_released_of_the_oldest_draws_first() {
    let mut site = site();
    let first = site.drawn(&[("site", units(40_000))]);
    let second = site.drawn(&[("frame", units(60_000))]);
    assert_eq!(site.account.draw_balances().retainage_held, units(10_000));
    site.release(Some(units(7_000))).unwrap();
    assert_eq!(
        (site.draw(first).retainage_held(), site.draw(second).retainage_held()),
        (Money::ZERO, units(3_000))
    );
    let refusal = site.release(Some(units(3_001))).unwrap_err();
    assert!(matches!(refusal, DrawRejection::MoreThanHeld { .. }), "{refusal}");
    site.release(None).unwrap();
    assert_eq!(site.account.draw_balances().retainage_held, Money::ZERO);
    assert_eq!(site.release(None).unwrap_err(), DrawRejection::NothingHeld);
    assert_eq!(site.ledger().principal, units(100_000));
}

#[test]
fn nothing_is_drawn_before_the_funding_or_of_a_loan_that_goes_out_at_once() {
    let mut site = Site::in_draft(PLAIN).with_budget();
    let refusal = site.request(&[("site", units(1))]).unwrap_err();
    assert_eq!(refusal, DrawRejection::LoanNotFunded { status: LoanStatus::Draft });
    assert!(refusal.to_string().ends_with("fund it first"));
    site.account.loan.terms.construction = None;
    assert_eq!(site.request(&[("site", units(1))]).unwrap_err(), DrawRejection::NotConstruction);
}

/// 500,000.00 at 10 %, Actual/360: a day's interest of an amount is the amount/3600.
#[test]
fn interest_bears_on_what_is_out_from_its_day() {
    let terms = ConstructionTerms { initial_advance: units(90_000), ..PLAIN };
    let mut site = Site::funded(terms);
    site.set_budget(&[("site", 100_000), ("frame", 310_000)], None, None).unwrap();
    site.pass_to("2025-02-04");
    site.drawn(&[("site", units(40_000))]);
    // 90,000.00 × 20/3600 = 500.00 until then.
    assert_eq!(site.ledger().accrued_interest, units(500));
    site.pass_to("2025-02-15");
    // and 126,000.00 × 11/3600 = 385.00.
    let ledger = site.ledger();
    assert_eq!((ledger.principal, ledger.accrued_interest), (units(126_000), units(885)));
    assert_eq!(ledger.instalments[0].instalment.interest, units(885));
    assert_eq!((ledger.instalments[0].instalment.days, ledger.instalments.len()), (31, 12));
    // Not paid: the interest of the first period is not asked for again with the next draw.
    site.pass_to("2025-03-01");
    site.drawn(&[("frame", units(60_000))]);
    let ledger = site.ledger();
    assert_eq!(ledger.instalments[0].unpaid(), units(885));
    // 126,000.00 × 28/3600 = 980.00 and 54,000.00 × 14/3600 = 210.00.
    assert_eq!(ledger.instalments[1].instalment.interest, units(1_190));
}

#[test]
fn the_reserve_pays_interest_as_it_falls_due_while_it_lasts() {
    let mut site = Site::funded(PLAIN);
    site.set_budget(&[("site", 360_000)], None, Some(5_000)).unwrap();
    site.drawn(&[("site", units(360_000))]);
    // 324,000.00 are out: 31 days × 90.00 = 2,790.00, which the reserve pays on 15 February.
    site.pass_to("2025-02-15");
    let ledger = site.ledger();
    assert_eq!((ledger.principal, ledger.accrued_interest), (units(326_790), Money::ZERO));
    assert!(ledger.instalments[0].is_paid());
    assert_eq!(ledger.reserve_uses[0].left, units(2_210));
    // 326,790.00 × 28/3600 = 2,541.70: the reserve has 2,210.00 left, and 331.70 are due from the borrower.
    site.pass_to("2025-03-15");
    let ledger = site.ledger();
    let owed = Money::from_minor_units(33_170);
    assert_eq!((ledger.principal, ledger.accrued_interest), (units(329_000), owed));
    assert_eq!((ledger.instalments[1].unpaid(), ledger.past_due()), (owed, Money::ZERO));
    // From then on all interest is the borrower's: 329,000.00 × 31/3600 = 2,833.06.
    assert_eq!(ledger.instalments[2].instalment.interest, Money::from_minor_units(283_306));
    let recorded = site.account.reserve_events(&ledger, &site.context);
    let said: Vec<(String, String)> =
        recorded.iter().map(|event| (event.amount.to_string(), event.left.to_string())).collect();
    assert_eq!(said, [("2790.00".into(), "2210.00".into()), ("2210.00".into(), "0.00".into())]);
    for event in recorded {
        site.apply(ConstructionEvent::ReserveApplied(event));
    }
    assert_eq!(site.account.reserve_events(&ledger, &site.context), []);
    let reserve = site.account.budget_figures().lines.pop().unwrap();
    assert_eq!(
        (reserve.code.as_str(), reserve.drawn, reserve.remaining),
        (INTEREST_RESERVE, units(5_000), Money::ZERO)
    );
}

#[test]
fn what_the_borrower_paid_in_time_the_reserve_does_not_pay_again() {
    let mut site = Site::funded(PLAIN);
    site.set_budget(&[("site", 360_000)], None, Some(5_000)).unwrap();
    site.drawn(&[("site", units(360_000))]);
    site.pass_to("2025-02-15");
    site.pay(units(2_000));
    let ledger = site.ledger();
    // 790.00 of 2,790.00 were left to the reserve.
    assert_eq!((ledger.reserve_uses[0].amount, ledger.principal), (units(790), units(324_790)));
    assert!(ledger.instalments[0].is_paid());
}
