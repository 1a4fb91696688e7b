//! One accepted connection as hyper sees it: plain TCP or TLS over it, with the places it takes.
//! Made by `listener`. A WebSocket keeps the stream, in two halves, so its places stay taken until it ends.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

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
    transport: ReadTransport,
    _arrival: Arc<Arrival>,
}

#[derive(Debug)]
enum ReadTransport {
    Plain(OwnedReadHalf),
    Tls(io::ReadHalf<Box<TlsStream<TcpStream>>>),
}

/// The half that is written.
#[derive(Debug)]
pub(crate) enum WriteEnd {
    Plain(OwnedWriteHalf),
    Tls(io::WriteHalf<Box<TlsStream<TcpStream>>>),
}

impl Stream {
    /// Both halves, for tasks of their own.
    pub(crate) fn split(self) -> (ReadEnd, WriteEnd) {
        let (read, write) = match self.transport {
            Transport::Plain(stream) => {
                let (read, write) = stream.into_split();
                (ReadTransport::Plain(read), WriteEnd::Plain(write))
            }
            Transport::Tls(stream) => {
                let (read, write) = io::split(stream);
                (ReadTransport::Tls(read), WriteEnd::Tls(write))
            }
        };
        (ReadEnd { transport: read, _arrival: self.arrival }, write)
    }
}

impl AsyncRead for ReadEnd {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        match &mut self.get_mut().transport {
            ReadTransport::Plain(half) => Pin::new(half).poll_read(context, buffer),
            ReadTransport::Tls(half) => Pin::new(half).poll_read(context, buffer),
        }
    }
}

impl WriteEnd {
    /// Writes what the network takes at once, from whatever thread. What is encrypted can only be written by polling.
    pub(crate) fn try_write(&self, bytes: &[IoSlice<'_>]) -> Result<usize> {
        match (self, bytes) {
            (WriteEnd::Plain(half), [bytes]) => half.try_write(bytes),
            (WriteEnd::Plain(half), bytes) => half.try_write_vectored(bytes),
            (WriteEnd::Tls(_), _) => Err(Error::from(ErrorKind::WouldBlock)),
        }
    }

    /// Writes when the network takes something.
    pub(crate) fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        match self {
            WriteEnd::Plain(half) => Pin::new(half).poll_write_vectored(context, bytes),
            WriteEnd::Tls(half) => Pin::new(half).poll_write_vectored(context, bytes),
        }
    }

    /// Lets all leave that was written.
    pub(crate) fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        match self {
            WriteEnd::Plain(half) => Pin::new(half).poll_flush(context),
            WriteEnd::Tls(half) => Pin::new(half).poll_flush(context),
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
