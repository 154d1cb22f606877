//! `cp resolve`: the ways of applications into the network.

use core::fmt::Write as _;

use clap::Args;
use provost::cp::{AppId, Network, Origin, ResolveOptions, ResolvedRoute, Scope};

use super::Source;
use super::show::one_line;
use crate::failure::Failure;
use crate::output;

/// What to resolve.
#[derive(Debug, Args)]
pub(crate) struct Resolve {
    #[command(flatten)]
    source: Source,
    /// The application, by its APPID; all where none is given
    #[arg(long, value_name = "APPID")]
    app: Option<String>,
    /// The network that the device is in: country code, a hyphen, network code
    #[arg(long, value_name = "MCC-MNC", value_parser = network)]
    network: Option<(String, String)>,
}

pub(crate) fn run(arguments: &Resolve) -> Result<(), Failure> {
    let document = arguments.source.read()?;
    let scope = Scope::of(&document);
    let mut options = ResolveOptions::new();
    if let Some((country, network)) = &arguments.network {
        options = options.in_network(Network::Mobile { country, network }, 0);
    }
    let mut out = String::new();
    let mut is_found = false;
    for app in scope.applications() {
        let id = app.app_id().unwrap_or(AppId::new("?"));
        if arguments.app.as_deref().is_some_and(|wanted| AppId::new(wanted) != id) {
            continue;
        }
        is_found = true;
        let _ = writeln!(
            out,
            "{}{}",
            one_line(id.as_str()),
            app.name().map(|name| format!(" {}", one_line(name))).unwrap_or_default()
        );
        let found = scope.resolve(*app, &options);
        if found.routes.is_empty() {
            let _ = writeln!(out, "  the client chooses");
        }
        for (number, way) in found.routes.iter().enumerate() {
            let _ = writeln!(out, "  {}. {}", number.saturating_add(1), line(way));
        }
        for finding in &found.findings {
            let _ = writeln!(out, "  {finding}");
        }
    }
    if scope.applications().is_empty() {
        out.push_str("no application\n");
    }
    output::show(&out)?;
    match &arguments.app {
        Some(app) if !is_found => {
            Err(Failure::Document(format!("no application {app:?} in the document")))
        }
        _ => Ok(()),
    }
}

fn line(way: &ResolvedRoute<'_>) -> String {
    let nap = way.access_point;
    let id = one_line(nap.napid().unwrap_or("?"));
    let ssid = nap.wlans().find_map(|wlan| wlan.ssid().text);
    let address = nap.address().filter(|address| !address.is_empty()).or(ssid);
    let address = one_line(address.unwrap_or("?"));
    let mut line = match way.proxy {
        Some(proxy) => {
            let ports: Vec<String> = way
                .ports()
                .iter()
                .filter_map(|port| port.number())
                .map(|port| format!(":{port}"))
                .collect();
            format!(
                "proxy {}{} through {id} ({address})",
                one_line(proxy.address().unwrap_or("?")),
                ports.join(",")
            )
        }
        None => format!("{id} ({address})"),
    };
    match way.origin {
        Origin::Reference => line.push_str(", of the application it refers to"),
        Origin::Access => line.push_str(", by a rule"),
        _ => {}
    }
    line
}

fn network(text: &str) -> Result<(String, String), String> {
    match text.split_once('-') {
        Some((country, network)) => Ok((country.to_owned(), network.to_owned())),
        None => Err("expected a country code, a hyphen and a network code, as 228-01".to_owned()),
    }
}
