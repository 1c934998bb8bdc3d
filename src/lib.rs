//! Leitong (雷同) finds texts and passages that reappear in a collection.

pub mod cluster;
pub mod corpus;
pub mod document;
pub mod error;
pub mod index;
pub mod sketch;
pub mod text;
pub mod verify;
