//! `cargo xtask test`: every layer, its time, and a summary.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::layers::{Built, Layer};
use crate::setup;

/// Which layers to run.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only this layer; may be given more than once
    #[arg(long, value_enum, value_name = "LAYER")]
    only: Vec<Layer>,
}

struct Outcome {
    layer: Layer,
    time: Duration,
    error: Option<anyhow::Error>,
}

/// Runs the chosen layers, all of them unless told otherwise, and fails if one of them does.
pub(crate) fn run(options: &Options) -> Result<()> {
    let chosen = if options.only.is_empty() { Layer::ALL } else { &options.only };
    let needs: Vec<_> = chosen.iter().flat_map(|layer| layer.needs()).copied().collect();
    setup::ensure(&needs)?;
    let mut built = Built::default();
    let outcomes: Vec<Outcome> = chosen.iter().map(|layer| run_layer(*layer, chosen, &mut built)).collect();
    summarize(&outcomes)
}

fn run_layer(layer: Layer, chosen: &[Layer], built: &mut Built) -> Outcome {
    println!("\n== {} ==", layer.name());
    let started = Instant::now();
    let error = layer.run(chosen, built).err();
    if let Some(error) = &error {
        println!("== {} failed: {error:#}", layer.name());
    }
    Outcome { layer, time: started.elapsed(), error }
}

fn summarize(outcomes: &[Outcome]) -> Result<()> {
    println!("\nlayer      time  result");
    for Outcome { layer, time, error } in outcomes {
        let result = if error.is_some() { "FAILED" } else { "ok" };
        println!("{:<8} {:>6}  {result}", layer.name(), minutes(*time));
    }
    let failed = outcomes.iter().filter(|outcome| outcome.error.is_some()).count();
    let total = outcomes.iter().map(|outcome| outcome.time).sum();
    println!("{:<8} {:>6}\n", "all", minutes(total));
    println!("{} passed, {failed} failed", outcomes.len() - failed);
    if failed > 0 {
        bail!("{failed} of {} layers failed", outcomes.len());
    }
    Ok(())
}

fn minutes(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}
