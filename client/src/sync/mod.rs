//! Brings the outbox to the server and the server's rows to the device, from one tab at a time.
