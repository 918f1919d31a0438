//! The least that a client can be: one kept connection, requests written beforehand, answers read to
//! their end. Its own time is on both sides of every comparison.

use crate::measure::Times;
use anyhow::{Context as _, ensure};
use std::{net::SocketAddr, time::Instant};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

pub(crate) struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
}

/// A GET as a browser on this machine sends it.
pub(crate) fn get(address: SocketAddr, path: &str, more_headers: &str) -> String {
    let port = address.port();
    format!(
        "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\n{more_headers}\r\n"
    )
}

/// A verb as the page's script sends it.
pub(crate) fn post(address: SocketAddr, path: &str, form: &str) -> String {
    let (port, length) = (address.port(), form.len());
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\
         Sec-Fetch-Site: same-origin\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let answer = Vec::with_capacity(64 * 1024);
        Ok(Self { stream, answer })
    }

    /// The whole answer: its head, and its body as it came.
    pub(crate) async fn ask(&mut self, request: &str) -> anyhow::Result<(String, Vec<u8>)> {
        self.stream.write_all(request.as_bytes()).await?;
        self.answer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.answer).await?;
            ensure!(read > 0, "the server hung up");
            if let Some((head, body)) = complete(&self.answer)? {
                return Ok((head.to_owned(), body.to_vec()));
            }
        }
    }

    /// The times of so many answers, all with this status.
    pub(crate) async fn times(
        &mut self,
        request: &str,
        status: &str,
        count: usize,
    ) -> anyhow::Result<Times> {
        let mut times = Vec::with_capacity(count);
        for _ in 0..count {
            let start = Instant::now();
            let (head, _) = self.ask(request).await?;
            times.push(start.elapsed());
            ensure!(
                head.starts_with(&format!("HTTP/1.1 {status} ")),
                "answered: {head}"
            );
        }
        Ok(Times::new(times))
    }
}

/// Head and body, once both are there.
fn complete(answer: &[u8]) -> anyhow::Result<Option<(&str, &[u8])>> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&answer[..end])?;
    let body = &answer[end + 4..];
    let length = header(head, "content-length").map(str::parse::<usize>);
    let is_complete = match length {
        Some(length) => body.len() >= length.context("a content-length")?,
        None => body.ends_with(b"0\r\n\r\n"),
    };
    Ok(is_complete.then_some((head, body)))
}

/// The value of a header.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
