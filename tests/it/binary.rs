//! The binary itself, `jira-tab`, as an operator starts it.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read},
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

/// A start, a refusal and a stop take less than a second.
const DEADLINE: Duration = Duration::from_secs(30);

/// A running `jira-tab serve`. Dropping it ends it.
pub struct RunningTab {
    child: Child,
    pub address: SocketAddr,
    log: Receiver<String>,
    seen: Vec<String>,
}

/// What a command that ended by itself left.
pub struct Ended {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

/// Cargo builds binaries of other packages only when told to.
fn path() -> PathBuf {
    let test = env::current_exe().expect("this test has a path");
    let profile = test
        .parent()
        .and_then(Path::parent)
        .expect("tests lie in deps/ of the profile's folder");
    let path = profile.join("jira-tab");
    let advice = "build it with `cargo build -p server`";
    let built = fs::metadata(&path).and_then(|data| data.modified());
    let built = built.unwrap_or_else(|_| panic!("there is no jira-tab: {advice}"));
    let sources = fs::read_to_string(profile.join("jira-tab.d")).unwrap_or_default();
    let changed = sources.split_whitespace().skip(1).find(|source| {
        let changed = fs::metadata(source).and_then(|data| data.modified());
        changed.is_ok_and(|changed| changed > built)
    });
    assert_eq!(
        changed, None,
        "jira-tab is older than its sources: {advice}"
    );
    path
}

/// `jira-tab` in `folder`, with nothing of the tests' own environment that it would read.
pub fn jira_tab(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(path());
    command.current_dir(folder).args(arguments);
    for name in ["CONFIG", "LISTEN", "DATA", "LOG_FORMAT"] {
        command.env_remove(format!("JIRA_TAB_{name}"));
    }
    for name in ["RUST_LOG", "RUST_BACKTRACE", "RUST_LIB_BACKTRACE"] {
        command.env_remove(name);
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a command that must end by itself.
pub fn run(command: &mut Command) -> Ended {
    let mut child = command.spawn().expect("jira-tab can be started");
    let stdout = read_to_end(child.stdout.take().expect("a pipe"));
    let stderr = read_to_end(child.stderr.take().expect("a pipe"));
    let texts = stdout
        .recv_timeout(DEADLINE)
        .and_then(|stdout| Ok((stdout, stderr.recv_timeout(DEADLINE)?)));
    let Ok((stdout, stderr)) = texts else {
        // It may have ended in this very moment.
        let _ = child.kill();
        panic!("{command:?} goes on running");
    };
    Ended {
        status: child.wait().expect("it has ended"),
        stdout,
        stderr,
    }
}

fn read_to_end(mut pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A broken pipe ends the text; the test sees what is missing.
        let _ = pipe.read_to_end(&mut bytes);
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}

impl RunningTab {
    /// Starts `jira-tab serve` in `folder` on a free port and waits until it says where it is.
    pub fn start(folder: &Path, variables: &[(&str, &str)]) -> Self {
        let mut command = jira_tab(folder, &["serve", "--listen", "127.0.0.1:0"]);
        command.envs(variables.iter().copied());
        Self::spawn(command)
    }

    /// The same with further arguments.
    pub fn start_with(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = jira_tab(folder, &["serve", "--listen", "127.0.0.1:0"]);
        command.args(arguments);
        Self::spawn(command)
    }

    /// The same; its log if it does not start.
    pub fn try_start(folder: &Path) -> Result<Self, String> {
        Self::try_spawn(jira_tab(folder, &["serve", "--listen", "127.0.0.1:0"]))
    }

    /// The same, with a disk that is full from now on.
    pub fn start_on_full_disk(folder: &Path) -> Self {
        let tab = Self::start_before_full_disk(folder);
        tab.fill_disk();
        tab
    }

    /// The same, and its disk can be filled.
    pub fn start_before_full_disk(folder: &Path) -> Self {
        let server = jira_tab(folder, &["serve", "--listen", "127.0.0.1:0"]);
        // A write beyond the limit is to fail, not to end the process.
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
        command.arg(server.get_program()).args(server.get_args());
        command.current_dir(folder);
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        Self::spawn(command)
    }

    /// From now on no file can be written: what a full disk does to it.
    pub fn fill_disk(&self) {
        let limited = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string(), "--fsize=1"])
            .status()
            .expect("prlimit, of Debian's util-linux");
        assert!(limited.success());
    }

    fn spawn(command: Command) -> Self {
        Self::try_spawn(command).unwrap_or_else(|log| panic!("it did not start: {log}"))
    }

    fn try_spawn(mut command: Command) -> Result<Self, String> {
        let mut child = command.spawn().expect("jira-tab can be started");
        let stderr = child.stderr.take().expect("a pipe");
        let (sender, log) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                // The test may be over.
                let _ = sender.send(line);
            }
        });
        let mut tab = Self {
            child,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            log,
            seen: Vec::new(),
        };
        let words = "the tab is at ";
        let Some(line) = tab.look_for(words) else {
            return Err(tab.seen.join("\n"));
        };
        let (_, place) = line.split_once(words).expect("a place");
        // In JSON the message ends with a quotation mark.
        let place = place.split('"').next().unwrap_or(place);
        let port = place.rsplit(|c: char| !c.is_ascii_digit()).next();
        let port = port.unwrap_or_default();
        tab.address.set_port(port.parse().expect("a port"));
        Ok(tab)
    }

    /// The next line of the log that holds `words`.
    pub fn wait_for(&mut self, words: &str) -> String {
        let line = self.look_for(words);
        line.unwrap_or_else(|| panic!("no {words:?} in the log: {:#?}", self.seen))
    }

    /// The same; nothing if the log ends before, or takes too long.
    fn look_for(&mut self, words: &str) -> Option<String> {
        loop {
            let line = self.log.recv_timeout(DEADLINE).ok()?;
            self.seen.push(line.clone());
            if line.contains(words) {
                return Some(line);
            }
        }
    }

    /// Stops it as a service manager does; how it ended, and its whole log.
    pub fn terminate(mut self) -> (ExitStatus, String) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.expect("kill can be started").success());
        // The pipe closes when the process ends.
        while let Ok(line) = self.log.recv_timeout(DEADLINE) {
            self.seen.push(line);
        }
        let status = self.child.wait().expect("it has ended");
        (status, self.seen.join("\n"))
    }
}

impl Drop for RunningTab {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
