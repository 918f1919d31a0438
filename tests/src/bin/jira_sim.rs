//! Runs the simulator of Jira Data Center by itself.

use std::net::SocketAddr;
use std::process::ExitCode;

use tests::jira_sim::{Consumer, Credential, JiraSim, SignatureMethod, SimOptions};

const USAGE: &str =
    "usage: jira_sim --consumer-key KEY (--public-key FILE | --shared-secret FILE --hmac)
                [--consumer-name NAME] [--callback URL]
                [--listen 127.0.0.1:2990] [--context-path /jira]";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--help" || it == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("jira_sim: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<(), String> {
    let options = parse(arguments)?;
    let login = options
        .users
        .first()
        .map(|user| format!("{} / {}", user.name, user.password));
    let signal = stop_signal().map_err(|err| format!("cannot listen for signals: {err}"))?;
    let jira = JiraSim::try_start(options)
        .await
        .map_err(|err| err.to_string())?;
    println!(
        "Simulated Jira at {} (log in as {})",
        jira.base_url(),
        login.unwrap_or_default()
    );
    signal.await;
    jira.stop().await;
    Ok(())
}

fn parse(arguments: &[String]) -> Result<SimOptions, String> {
    let mut options = SimOptions {
        listen: SocketAddr::from(([127, 0, 0, 1], 2990)),
        ..SimOptions::default()
    };
    let mut consumer = Consumer::with_public_key("", "Jira for Teams", "");
    let mut has_credential = false;
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        if name == "--hmac" {
            options.signature_methods = vec![SignatureMethod::HmacSha1];
            continue;
        }
        let mut value = || {
            rest.next()
                .cloned()
                .ok_or_else(|| format!("{name} needs a value"))
        };
        match name.as_str() {
            "--listen" => {
                let address = value()?;
                let parsed = address.parse();
                options.listen = parsed
                    .map_err(|_| format!("'{address}' is not an address such as 127.0.0.1:2990"))?;
            }
            "--context-path" => options.context_path = value()?,
            "--consumer-key" => consumer.key = value()?,
            "--consumer-name" => consumer.name = value()?,
            "--callback" => consumer.callback = Some(value()?),
            "--public-key" => {
                consumer.credential = Credential::PublicKeyPem(read(&value()?)?);
                has_credential = true;
            }
            "--shared-secret" => {
                consumer.credential = Credential::SharedSecret(read(&value()?)?.trim().to_owned());
                has_credential = true;
            }
            _ => return Err(format!("there is no option {name}; see --help")),
        }
    }
    let is_hmac = options.signature_methods == [SignatureMethod::HmacSha1];
    if consumer.key.is_empty() {
        return Err("--consumer-key is missing; see --help".to_owned());
    }
    if !has_credential {
        return Err("--public-key is missing; see --help".to_owned());
    }
    if is_hmac != matches!(consumer.credential, Credential::SharedSecret(_)) {
        return Err("--shared-secret and --hmac go together, without --public-key".to_owned());
    }
    options.consumers.push(consumer);
    Ok(options)
}

fn read(file: &str) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|err| format!("cannot read {file}: {err}"))
}

/// Ends with Ctrl-C or, on Unix, SIGTERM. Listening begins now, not when the future is awaited.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a signal handler there is nothing to wait for but the end of the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
