//! Which document is to be watched, and where: from what stands on the command line to the URL of a socket.
//! Pure; used by `watch`.

use url::{Url, form_urlencoded};

/// Where a document can be watched.
pub(super) struct Place {
    /// `ws://host/live/acme/board`, without a token.
    pub(super) url: Url,
    /// What shows who asks; never printed.
    pub(super) token: Option<String>,
    /// The document's id, for people.
    pub(super) document: String,
}

impl Place {
    /// Reads a URL, or a document id at this server.
    pub(super) fn read(target: &str, server: &str, token: Option<String>) -> Result<Self, String> {
        let mut url = if target.contains("://") { address(target)? } else { of_document(target, server)? };
        let mut kept = Vec::new();
        let mut shown = None;
        // The studio has everything behind `#`, what is asked for too.
        let (path, asked) = url.fragment().map_or(("", ""), |fragment| fragment.split_once('?').unwrap_or((fragment, "")));
        let (path, asked) = (path.to_owned(), asked.to_owned());
        for (name, value) in url.query_pairs().chain(form_urlencoded::parse(asked.as_bytes())) {
            match &*name {
                "token" => shown = Some(value.into_owned()),
                "share" | "name" => kept.push((name.into_owned(), value.into_owned())),
                _ => {}
            }
        }
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
        let (base, document) = split(&url, path.trim_start_matches('/'))?;
        url.set_path(&format!("{base}/live/{document}"));
        url.set_fragment(None);
        let id = decoded(&document);
        Ok(Self { url, token: token.or(shown), document: id })
    }
}

/// A URL as a socket needs it.
fn address(text: &str) -> Result<Url, String> {
    // The text itself is not repeated: it may hold a token.
    let wrong = || "this is no URL like http://127.0.0.1:8080/acme%2Fboard".to_owned();
    let url = Url::parse(text).map_err(|_| wrong())?;
    let scheme = match url.scheme() {
        "http" | "ws" => "ws",
        "https" | "wss" => "wss",
        _ => return Err("a URL begins with http://, https://, ws:// or wss://".to_owned()),
    };
    // `Url` changes no http into ws; what follows the scheme is the same.
    let rest = url.as_str().split_once(':').map_or("", |(_, rest)| rest);
    let url = Url::parse(&format!("{scheme}:{rest}")).map_err(|_| wrong())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a URL has no user and no password here; use --token".to_owned());
    }
    Ok(url)
}

fn of_document(id: &str, server: &str) -> Result<Url, String> {
    let mut url = address(server)?;
    let base = url.path().trim_end_matches('/').to_owned();
    url.set_path(&base);
    let mut segments = url.path_segments_mut().map_err(|()| "--server is a URL like http://127.0.0.1:8080".to_owned())?;
    segments.pop_if_empty().push("live").extend(id.split('/'));
    drop(segments);
    Ok(url)
}

/// What stands before a document's id, and the id, both encoded as they came.
fn split(url: &Url, in_studio: &str) -> Result<(String, String), String> {
    let path = url.path();
    let (base, document) = match path.find("/live/") {
        Some(at) => (&path[..at], &path[at + "/live/".len()..]),
        None if !in_studio.is_empty() => (path.trim_end_matches('/'), in_studio),
        None => ("", path.trim_start_matches('/')),
    };
    if document.is_empty() {
        return Err("say which document: http://127.0.0.1:8080/acme%2Fboard, or its id".to_owned());
    }
    Ok((base.to_owned(), document.to_owned()))
}

fn decoded(path: &str) -> String {
    // The form's encoding has a + for a space, which a path has not.
    let plus = path.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(plus.as_bytes()).next().map_or_else(String::new, |(id, _)| id.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_found_however_it_is_written() {
        for (target, url, document) in [
            ("http://h:1/acme%2Fboard", "ws://h:1/live/acme%2Fboard", "acme/board"),
            ("https://h/acme/board", "wss://h/live/acme/board", "acme/board"),
            ("ws://h:1/live/acme/board?share=s&x=1", "ws://h:1/live/acme/board?share=s", "acme/board"),
            ("wss://h/base/live/a+b", "wss://h/base/live/a+b", "a+b"),
            ("http://h:1/#/acme/bo%20ard", "ws://h:1/live/acme/bo%20ard", "acme/bo ard"),
            ("https://h/docs/#/acme/plan?share=s&at=%2Fcards%2Fc1", "wss://h/docs/live/acme/plan?share=s", "acme/plan"),
            ("acme/bo ard?#", "ws://s:2/live/acme/bo%20ard%3F%23", "acme/bo ard?#"),
        ] {
            let place = Place::read(target, "http://s:2", None).unwrap();
            assert_eq!((place.url.as_str(), place.document.as_str()), (url, document));
        }
        let below = Place::read("a", "https://s/base/", None).unwrap();
        assert_eq!(below.url.as_str(), "wss://s/base/live/a");
    }

    #[test]
    fn a_token_leaves_the_url_and_the_one_that_is_named_counts() {
        let place = |token: Option<&str>| Place::read("http://h/a?token=of-url", "", token.map(str::to_owned)).unwrap();
        assert_eq!((place(None).token.as_deref(), place(None).url.as_str()), (Some("of-url"), "ws://h/live/a"));
        assert_eq!(place(Some("named")).token.as_deref(), Some("named"));
    }

    #[test]
    fn what_names_no_document_is_refused_without_repeating_it() {
        for wrong in ["http://h/", "http://h", "ftp://h/a", "http://u:hush@h/a", "http://?token=hush"] {
            let Err(why) = Place::read(wrong, "http://s", None) else { panic!("{wrong}") };
            assert!(!why.contains("hush"), "{why}");
        }
    }
}
