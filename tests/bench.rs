//! The load tool against the server it starts: a short run of a workload ends well and names its figures. What the figures are
//! is no concern of a test.

use std::process::Command;

use serde_json::Value;

/// Runs a workload with few clients; its report.
fn check(workload: &str) -> Value {
    let scratch = tempfile::tempdir().unwrap();
    let mut tool = Command::new(env!("CARGO_BIN_EXE_yrsa"));
    tool.args(["bench", workload, "--check", "--json", "--scratch"]).arg(scratch.path());
    let ran = tool.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(scratch.path().read_dir().unwrap().count(), 0, "the tool tidies up behind its servers");
    serde_json::from_slice(&ran.stdout).unwrap()
}

fn figure(report: &Value, name: &str) -> f64 {
    let figures = report["figures"].as_array().unwrap();
    let figure = figures.iter().find(|figure| figure["name"] == name);
    figure.unwrap_or_else(|| panic!("{name} is missing in {report}"))["value"].as_f64().unwrap()
}

#[test]
fn clients_come_in_through_each_door_with_a_token_and_in_open_mode() {
    let report = check("doors");
    for door in ["sync", "hocuspocus", "y_sweet", "live"] {
        for house in ["with_token", "open_mode"] {
            for quantile in ["p50", "p99"] {
                assert!(figure(&report, &format!("{door}_{house}_{quantile}")) > 0.0);
                assert!(figure(&report, &format!("{door}_{house}_16_at_a_time_{quantile}")) > 0.0);
            }
        }
    }
    assert_eq!(report["checked"].as_array().unwrap().len(), 1);
}

#[test]
fn sockets_with_many_documents_are_counted_beside_sockets_with_one() {
    let report = check("sockets");
    assert!((figure(&report, "hocuspocus_sockets") - 5.0).abs() < 0.1);
    assert!((figure(&report, "documents_on_each") - 3.0).abs() < 0.1);
    assert!(figure(&report, "y_websocket_socket").is_finite());
}

#[test]
fn what_people_do_together_is_measured_beside_editing() {
    for (workload, names) in [
        ("locks", &["acquire_p99", "release_p99"][..]),
        ("presence", &["last_has_it_p50", "last_has_it_p99"]),
        ("session", &["by_websocket_p99", "by_http_p99"]),
        ("together", &["reads_p95", "writes_p95", "write_lock_p95", "read_inbox_p95"]),
    ] {
        let report = check(workload);
        for name in names {
            assert!(figure(&report, name) > 0.0);
        }
        assert!(figure(&report, "people_who_typed") > 3.0);
        assert_eq!(report["checked"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn typing_beside_a_lock_is_compared_with_typing_without_one() {
    assert!(figure(&check("locked"), "ratio") > 0.0);
}

#[test]
fn what_a_delivery_costs_is_measured_on_time_and_as_fast_as_it_goes() {
    for (workload, names) in [
        ("fanout", &["latency_p99", "edits_per_frame", "bytes_per_delivery"][..]),
        ("flood", &["sent", "delivered", "edits_per_frame"]),
        ("rooms", &["latency_p50", "latency_p99"]),
        ("cursors", &["state_p99", "typing_p99", "states_per_frame"]),
    ] {
        let report = check(workload);
        for name in names {
            assert!(figure(&report, name) > 0.0, "{name} of {workload}");
        }
        assert_eq!(report["checked"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn who_comes_late_or_reads_slowly_is_measured_beside_who_does_not() {
    // More than a tenth above the fewest bytes possible would be a server that sends what the client has.
    let times = figure(&check("catchup"), "times_least_possible");
    assert!(times > 0.5 && times < 1.1, "{times}");
    for (workload, names) in [
        ("mergeback", &["merged_p50", "typing_p99"][..]),
        ("slow", &["with_p99", "without_p99", "written"]),
        ("replay", &["latency_p99", "edits_of_each"]),
    ] {
        let report = check(workload);
        for name in names {
            assert!(figure(&report, name) > 0.0, "{name} of {workload}");
        }
    }
}

#[test]
fn a_document_may_be_typed_before_it_is_joined() {
    let scratch = tempfile::tempdir().unwrap();
    let mut tool = Command::new(env!("CARGO_BIN_EXE_yrsa"));
    tool.args(["bench", "join", "--check", "--edits", "300", "--json", "--scratch"]).arg(scratch.path());
    let ran = tool.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let report: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert!(figure(&report, "in_memory_p50") > 0.0);
    assert!(figure(&report, "from_disk_p50") > 0.0);
}
