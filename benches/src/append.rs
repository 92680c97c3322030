//! Single appends, each in a transaction of its own, against the same rows.

use domain::{EventId, EventPayload as _, PersonCreated, PersonId, PersonKind};
use store::NewEvent;

use crate::{
    bare,
    fixture::Fixture,
    measure::{Report, Samples},
};

const APPENDS: usize = 10_000;

pub fn run(report: &mut Report) {
    let fixture = Fixture::new();
    let book = fixture.book();
    let copy = bare::copy(&fixture.path(), &fixture.folder.path().join("bare.lendingos"));
    let reader = bare::connect(&fixture.path());
    let (mut ours, mut bare_times) = (Samples::default(), Samples::default());
    for number in 0..APPENDS {
        let head = i64::try_from(number).unwrap() + 1;
        ours.time(|| {
            book.write(|work| {
                let decision = &work.context().decision;
                let person_id = PersonId::from_uuid(work.next_id());
                let created = PersonCreated {
                    person_id,
                    organization_id: decision.organization_id,
                    kind: PersonKind::Borrower,
                    name: "Marisol Vega".to_owned(),
                    email: None,
                    phone: None,
                    address: None,
                    tax_id: None,
                };
                let id = EventId::from_uuid(work.next_id());
                work.publish(vec![
                    NewEvent::of(id, person_id.as_uuid(), decision.today, &created)?.expecting(0),
                ])
            })
            .unwrap();
        });
        let event = bare::rows(&reader, "domain_events", "position > ?1", [head]);
        let person = bare::rows(
            &reader,
            "people",
            "id = (SELECT aggregate_id FROM domain_events WHERE position = ?1)",
            [head + 1],
        );
        bare_times.time(|| {
            copy.prepare_cached("BEGIN IMMEDIATE").unwrap().execute([]).unwrap();
            event.write(&copy);
            person.write(&copy);
            copy.prepare_cached("COMMIT").unwrap().execute([]).unwrap();
        });
    }
    let what = format!("append one {}, {APPENDS} times", PersonCreated::EVENT_TYPE);
    report.line(&what, &ours, &bare_times);
}
