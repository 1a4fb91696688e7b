//! One accepted connection as hyper sees it: plain TCP or TLS over it, with the places it takes.
//! Made by `listener`. A WebSocket keeps the stream, in two halves, so its places stay taken until it ends.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{self, AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio_rustls::server::TlsStream;

use super::places::Arrival;

/// The bytes of a connection.
#[derive(Debug)]
pub(super) enum Transport {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// A transport and its places.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(super) transport: Transport,
    pub(super) arrival: Arc<Arrival>,
}

/// The half that is read.
#[derive(Debug)]
pub(crate) struct ReadEnd {
    half: ReadHalf,
    _arrival: Option<Arc<Arrival>>,
}

#[derive(Debug)]
enum ReadHalf {
    Plain(OwnedReadHalf),
    Shared(io::ReadHalf<Box<dyn Duplex>>),
}

/// The half that is written.
#[derive(Debug)]
pub(crate) enum WriteEnd {
    /// Can be written to from any thread.
    Plain(OwnedWriteHalf),
    /// Reading and writing take turns: what is encrypted, and streams of a server that Yrsa is part of.
    Shared(io::WriteHalf<Box<dyn Duplex>>),
}

/// A stream of whatever kind.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

impl std::fmt::Debug for dyn Duplex {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Duplex")
    }
}

/// Both halves of an upgraded connection, and what was read of it already.
pub(crate) fn split(upgraded: Upgraded) -> (ReadEnd, WriteEnd, Bytes) {
    let upgraded = match upgraded.downcast::<TokioIo<Stream>>() {
        Ok(parts) => {
            let Stream { transport, arrival } = parts.io.into_inner();
            let (half, end) = match transport {
                Transport::Plain(stream) => plain(stream),
                Transport::Tls(stream) => shared(stream),
            };
            return (ReadEnd { half, _arrival: Some(arrival) }, end, parts.read_buf);
        }
        Err(other) => other,
    };
    let ((half, end), early) = match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => (plain(parts.io.into_inner()), parts.read_buf),
        Err(other) => (shared(Box::new(TokioIo::new(other))), Bytes::new()),
    };
    (ReadEnd { half, _arrival: None }, end, early)
}

fn plain(stream: TcpStream) -> (ReadHalf, WriteEnd) {
    let (read, write) = stream.into_split();
    (ReadHalf::Plain(read), WriteEnd::Plain(write))
}

fn shared(stream: Box<dyn Duplex>) -> (ReadHalf, WriteEnd) {
    let (read, write) = io::split(stream);
    (ReadHalf::Shared(read), WriteEnd::Shared(write))
}

impl AsyncRead for ReadEnd {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        match &mut self.get_mut().half {
            ReadHalf::Plain(half) => Pin::new(half).poll_read(context, buffer),
            ReadHalf::Shared(half) => Pin::new(half).poll_read(context, buffer),
        }
    }
}

impl WriteEnd {
    /// Writes what the network takes at once, from whatever thread. What is shared can only be written by polling.
    pub(crate) fn try_write(&self, bytes: &[IoSlice<'_>]) -> Result<usize> {
        match (self, bytes) {
            (WriteEnd::Plain(half), [bytes]) => half.try_write(bytes),
            (WriteEnd::Plain(half), bytes) => half.try_write_vectored(bytes),
            (WriteEnd::Shared(_), _) => Err(Error::from(ErrorKind::WouldBlock)),
        }
    }

    /// Writes when the network takes something.
    pub(crate) fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        match self {
            WriteEnd::Plain(half) => Pin::new(half).poll_write_vectored(context, bytes),
            WriteEnd::Shared(half) => Pin::new(half).poll_write_vectored(context, bytes),
        }
    }

    /// Lets all leave that was written.
    pub(crate) fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        match self {
            WriteEnd::Plain(half) => Pin::new(half).poll_flush(context),
            WriteEnd::Shared(half) => Pin::new(half).poll_flush(context),
        }
    }
}

/// Calls a method of whichever transport it is.
macro_rules! transport {
    ($stream:expr, $method:ident $(, $argument:expr)*) => {
        match &mut $stream.get_mut().transport {
            Transport::Plain(stream) => Pin::new(stream).$method($($argument),*),
            Transport::Tls(stream) => Pin::new(stream.as_mut()).$method($($argument),*),
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        transport!(self, poll_read, context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        transport!(self, poll_write, context, bytes)
    }

    fn poll_write_vectored(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        transport!(self, poll_write_vectored, context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        match &self.transport {
            Transport::Plain(stream) => stream.is_write_vectored(),
            Transport::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        transport!(self, poll_flush, context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        transport!(self, poll_shutdown, context)
    }
}
