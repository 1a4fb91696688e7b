//! What the metrics count, read back for those who ask over REST. The recorder's own numbers, so that nothing is counted twice; a
//! counter that never moved is not in them and counts as zero.

use std::collections::BTreeMap;

use metrics_exporter_prometheus::PrometheusHandle;

/// Counters since the start of the process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals(BTreeMap<String, u64>);

impl Totals {
    /// As they stand now.
    #[must_use]
    pub fn read(metrics: &PrometheusHandle) -> Self {
        Self::of(&metrics.render())
    }

    /// From the text format of Prometheus; lines with labels keep them in their name.
    fn of(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let counted = lines.filter_map(|line| {
            let (name, value) = line.rsplit_once(' ')?;
            Some((name.to_owned(), value.parse().ok()?))
        });
        Self(counted.collect())
    }

    /// A counter without labels.
    #[must_use]
    pub fn of_counter(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// A counter with one label, by its values.
    #[must_use]
    pub fn by_label(&self, name: &str) -> BTreeMap<String, u64> {
        let labelled = self.0.iter().filter_map(|(line, value)| {
            let (_, label) = line.strip_prefix(name)?.strip_prefix('{')?.strip_suffix("\"}")?.split_once("=\"")?;
            Some((label.to_owned(), *value))
        });
        labelled.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_read_by_name_and_by_label() {
        let text = "# HELP yrsa_a_total x\n# TYPE yrsa_a_total counter\nyrsa_a_total 12\n\nyrsa_b_total{code=\"1001\"} 3\n\
                    yrsa_b_total{code=\"4403\"} 1\nyrsa_c 0.25\n";
        let totals = Totals::of(text);
        assert_eq!((totals.of_counter("yrsa_a_total"), totals.of_counter("yrsa_other_total")), (12, 0));
        let by_code = BTreeMap::from([("1001".to_owned(), 3), ("4403".to_owned(), 1)]);
        assert_eq!(totals.by_label("yrsa_b_total"), by_code);
        assert!(totals.by_label("yrsa_a_total").is_empty());
    }

    /// A name that is not there would count nothing for ever.
    #[test]
    fn every_counter_that_is_read_is_one_of_the_metrics() {
        let described = include_str!("metrics.rs");
        let read = include_str!("../http/api/admin/stats.rs");
        let names: Vec<&str> = read.split('"').skip(1).step_by(2).filter(|name| name.starts_with("yrsa_")).collect();
        assert!(names.len() > 5 && names.iter().all(|name| described.contains(&format!("\"{name}\""))), "{names:?}");
    }
}
