//! The audit: one entry for each thing that counts, a chain in which nothing can be changed unseen, who may read it, and refusals.

mod chained;
mod refusals;
mod served;
mod world;
