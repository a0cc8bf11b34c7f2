//! The server as people and browsers meet it: in this process, without a port but where a socket needs one.

mod app;
mod demo;
mod documents;
mod login;
mod running;
mod town;
mod watching;
