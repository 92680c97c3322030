//! The development host: the web UI and the command table over HTTP, for tests in a browser.
//!
//! It listens on 127.0.0.1 only, asks for a token that it makes anew at each start, and is never in an installer.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        mpsc::{SyncSender, sync_channel},
    },
    time::Duration,
};

use api::{Call, Desk, DeskConfig};
use clap::Parser;
use serde_json::{Value as Json, json};
use tiny_http::{Header, Method, Request, Response, Server};

/// Serves the web UI to a browser on this machine.
#[derive(Parser)]
struct Arguments {
    /// The built UI.
    #[arg(long, default_value = "ui/dist")]
    ui: PathBuf,
    /// Where settings are kept and books are suggested.
    #[arg(long)]
    folder: PathBuf,
    /// Port; a free one where left out.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

type Answer = Response<std::io::Cursor<Vec<u8>>>;

struct Host {
    ui: PathBuf,
    token: String,
    desk: Desk,
}

fn main() -> ExitCode {
    if let Some(ended) = api::serve_if_asked() {
        return ended;
    }
    match host() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn host() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let arguments = Arguments::parse();
    let server = Arc::new(Server::http(("127.0.0.1", arguments.port))?);
    let host = Arc::new(Host {
        ui: arguments.ui,
        token: uuid::Uuid::new_v4().to_string(),
        desk: Desk::new(DeskConfig {
            backends: Arc::new(backends::AllBackends),
            config_folder: Some(arguments.folder.clone()),
            documents_folder: arguments.folder,
            user: None,
            source: "dev-host",
            on_notice: None,
        }),
    });
    println!("http://{}/", server.server_addr());
    if let Some(address) = server.server_addr().to_ip() {
        std::thread::spawn(move || wake(address));
    }
    // What is slow runs beside the calls, as in the window; one signal that waits is as good as many.
    let (signal, signals) = sync_channel(1);
    let to_work_off = Arc::clone(&host);
    std::thread::spawn(move || {
        while signals.recv().is_ok() {
            // What fails here is in the processing log, where the window shows it.
            let _ = to_work_off.desk.work_off();
        }
    });
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let (server, host, signal) = (Arc::clone(&server), Arc::clone(&host), signal.clone());
            std::thread::spawn(move || serve(&server, &host, &signal))
        })
        .collect();
    for worker in workers {
        let _ = worker.join();
    }
    Ok(())
}

/// How long a connection may wait behind an idle one.
const WAKE: Duration = Duration::from_millis(100);

/// The server gives two connections that come at once to one waiting thread. Where the first is one that a browser has
/// opened ahead and sends nothing on, the second is not read until another connection makes a new thread.
fn wake(address: SocketAddr) {
    loop {
        std::thread::sleep(WAKE);
        // Nothing is asked: it is enough to come and go.
        drop(TcpStream::connect(address));
    }
}

fn serve(server: &Server, host: &Host, signal: &SyncSender<()>) {
    while let Ok(mut request) = server.recv() {
        let answer = match request.method() {
            Method::Post if request.url() == "/call" => host.call(&mut request),
            Method::Get => host.file(request.url()),
            _ => text(405, "only GET, and POST to /call"),
        };
        // A browser keeps idle connections open, and each would hold one of the server's threads from the others.
        let answer = with_header(answer, "connection", "close");
        // A browser that has gone away does not want its answer.
        let _ = request.respond(answer);
        let _ = signal.try_send(());
    }
}

impl Host {
    fn call(&self, request: &mut Request) -> Answer {
        let sent = request.headers().iter().find(|header| header.field.equiv("x-lendingos-token"));
        if sent.is_none_or(|header| header.value.as_str() != self.token) {
            return text(403, "the token is missing or another one");
        }
        let mut body = String::new();
        let read = request.as_reader().read_to_string(&mut body).ok();
        let parsed = read.and_then(|_| serde_json::from_str::<Json>(&body).ok());
        let Some(mut body) = parsed else { return text(400, "the body is not JSON") };
        let name = body["name"].as_str().unwrap_or_default().to_owned();
        let command_id = body["command_id"].as_str().map(str::to_owned);
        let input = body["input"].take();
        let call = Call { command_id: command_id.as_deref(), ..Call::new(&name, input) };
        match self.desk.call(call) {
            Ok(output) => json_answer(200, &output),
            Err(error) => json_answer(422, &json!(error)),
        }
    }

    /// A file of the UI; a path without a dot is a place inside the UI, which its start page finds.
    fn file(&self, url: &str) -> Answer {
        let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
        let path = if path.contains('.') && !path.contains("..") { path } else { "index.html" };
        let file = self.ui.join(path);
        let Ok(mut bytes) = fs::read(&file) else { return text(404, "no such file") };
        if path == "index.html" {
            let meta = format!("<meta name=\"lendingos-token\" content=\"{}\"></head>", self.token);
            bytes = String::from_utf8_lossy(&bytes).replacen("</head>", &meta, 1).into_bytes();
        }
        with_header(Response::from_data(bytes), "content-type", media_type(&file))
    }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

fn json_answer(status: u16, value: &Json) -> Answer {
    let answer = Response::from_string(value.to_string()).with_status_code(status);
    with_header(answer, "content-type", "application/json")
}

fn text(status: u16, message: &str) -> Answer {
    Response::from_string(message).with_status_code(status)
}

fn with_header(answer: Answer, name: &str, value: &str) -> Answer {
    match Header::from_bytes(name, value) {
        Ok(header) => answer.with_header(header),
        Err(()) => answer,
    }
}
