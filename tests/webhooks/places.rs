//! Where nothing is ever sent: private addresses behind any name or form, and where a receiver would like it sent on to.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use yrsa::access::Scope;
use yrsa::features::Refused;
use yrsa::features::webhooks::address::Allowance;
use yrsa::features::webhooks::{NewEndpoint, Policy, Settings};

use super::receiver::{Receiver, Reply};
use super::world::{World, settings};

fn new(url: &str) -> NewEndpoint {
    NewEndpoint {
        scope: Scope::everything(),
        url: url.to_owned(),
        types: vec!["*".to_owned()],
        description: String::new(),
        created_by: "ada".to_owned(),
    }
}

#[tokio::test]
async fn private_addresses_are_refused_in_every_form() {
    let world = World::new(Settings::default());
    for host in ["127.0.0.1", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "[::1]", "169.254.169.254", "10.0.0.1", "[fd00::1]"] {
        let refused = world.webhooks.create(new(&format!("https://{host}/")));
        assert!(matches!(refused, Err(Refused::Invalid(_))), "{host}");
    }
    assert!(world.webhooks.create(new("http://example.com/")).is_err(), "plain HTTP");
}

#[tokio::test]
async fn a_name_of_a_private_address_is_refused_when_it_is_connected_to() {
    let receiver = Receiver::with(200).await;
    // Plain HTTP is allowed, so that only the address can be the reason.
    let policy = Policy { plain: Allowance::Allowed, ..Policy::default() };
    let world = World::new(Settings { policy, ..settings() });
    let mut errors = std::collections::BTreeSet::new();
    // Nobody learns here which names there are inside.
    for name in ["localhost", "localhost.", "LOCALHOST", "no-such-name.invalid"] {
        let (id, _) = world.hook("/", &format!("http://{name}:{}/", receiver.address.port()));
        let delivery = world.webhooks.test(&id).await.unwrap();
        assert_eq!(delivery.status, None);
        let error = delivery.error.unwrap();
        assert!(error.contains("the name has no address, or one that webhooks don't go to"), "{name}: {error}");
        errors.insert(error);
    }
    assert_eq!(receiver.got().len(), 0);
    assert_eq!(errors.len(), 1, "{errors:?}");
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_is_not_followed() {
    let target = Receiver::with(200).await;
    let location = format!("location: http://{}/\r\n", target.address);
    let receiver = Receiver::start(move |_| Reply::Full(307, location.clone(), String::new())).await;
    let world = World::new(settings());
    let (id, _) = world.hook("/", &receiver.url());
    let delivery = world.webhooks.test(&id).await.unwrap();
    assert_eq!(delivery.status, Some(307));
    assert!(delivery.error.unwrap().contains("redirect"));
    assert_eq!((receiver.got().len(), target.got().len()), (1, 0));
}

#[tokio::test]
async fn a_receiver_that_is_too_slow_is_given_up_on_but_not_one_whose_answer_never_ends() {
    let world = World::new(Settings { deadline: std::time::Duration::from_millis(50), ..settings() });
    let silent = Receiver::start(|_| Reply::Silence).await;
    let (id, _) = world.hook("/", &silent.url());
    let delivery = world.webhooks.test(&id).await.unwrap();
    assert_eq!((delivery.status, delivery.error.as_deref()), (None, Some("no answer within 50ms")));
    // It promises more than it sends.
    let endless = Receiver::start(|_| Reply::Full(200, "x: y\r\ncontent-length: 9\r\n".to_owned(), "abc".to_owned())).await;
    let (id, _) = world.hook("/", &endless.url());
    let delivery = world.webhooks.test(&id).await.unwrap();
    assert!(delivery.duration_ms < 10_000, "{delivery:?}");
}

/// A TLS server whose certificate nobody has signed.
async fn self_signed() -> (SocketAddr, JoinSet<()>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let builder = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = builder.with_single_cert(vec![made.cert.der().clone()], key.into()).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, mut task) = (listener.local_addr().unwrap(), JoinSet::new());
    task.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            assert!(acceptor.accept(stream).await.is_err(), "the server that asks believed a certificate that nobody signed");
        }
    });
    (address, task)
}

#[tokio::test]
async fn a_certificate_that_nobody_signed_is_not_believed() {
    let (address, task) = self_signed().await;
    let world = World::new(settings());
    let (id, _) = world.hook("/", &format!("https://localhost:{}/", address.port()));
    let delivery = world.webhooks.test(&id).await.unwrap();
    assert_eq!(delivery.status, None);
    assert!(delivery.error.as_ref().unwrap().contains("certificate"), "{delivery:?}");
    drop(task);
}

#[tokio::test]
async fn there_are_only_so_many_endpoints() {
    let world = World::new(Settings { endpoints: 60, ..settings() });
    for _ in 0..50 {
        world.hook("/", "https://example.com/");
    }
    assert!(matches!(world.webhooks.create(new("https://example.com/")), Err(Refused::Conflict(why)) if why.contains("50")));
    for _ in 0..10 {
        world.hook("acme/", "https://example.com/");
    }
    let one_more = world.webhooks.create(NewEndpoint { scope: Scope::new("b/").unwrap(), ..new("https://example.com/") });
    assert!(matches!(one_more, Err(Refused::Conflict(why)) if why.contains("webhooks.endpoints")));
}

#[tokio::test]
async fn one_user_does_not_take_all_endpoints() {
    let world = World::new(settings());
    for n in 0..100 {
        world.hook(&format!("d{n}"), "https://example.com/");
    }
    let more = |user: &str| NewEndpoint {
        scope: Scope::new("another").unwrap(),
        created_by: user.to_owned(),
        ..new("https://example.com/")
    };
    assert!(matches!(world.webhooks.create(more("ada")), Err(Refused::Conflict(why)) if why.contains("100")));
    assert!(world.webhooks.create(more("bob")).is_ok());
}
