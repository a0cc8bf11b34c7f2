//! Frames as bytes: postcard, at most [`MAX_FRAME`], no trailing bytes.

use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::limits::MAX_FRAME;
use crate::ids::BatchNo;

/// The numbers of the client's frames that carry a batch: create, push, command, hand over.
const WITH_BATCH: [u32; 4] = [2, 3, 4, 8];

/// A frame that cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodecError {
    /// More than [`MAX_FRAME`] bytes.
    #[error("a frame has at most {MAX_FRAME} bytes, this one has {0}")]
    TooLarge(usize),
    /// Not a frame of this protocol.
    #[error("not a frame: {0}")]
    Malformed(postcard::Error),
    /// Bytes after the end of the frame.
    #[error("{0} bytes after the end of the frame")]
    Trailing(usize),
}

/// The bytes of a frame.
///
/// # Errors
/// When it would be larger than [`MAX_FRAME`].
pub fn encode<T: Serialize>(frame: &T) -> Result<Vec<u8>, CodecError> {
    let bytes = postcard::to_allocvec(frame).map_err(CodecError::Malformed)?;
    if bytes.len() > MAX_FRAME { Err(CodecError::TooLarge(bytes.len())) } else { Ok(bytes) }
}

/// The frame in these bytes. Never panics, whatever they are.
///
/// # Errors
/// When they are not exactly one frame.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    if bytes.len() > MAX_FRAME {
        return Err(CodecError::TooLarge(bytes.len()));
    }
    decode_value(bytes)
}

/// The number of the batch in a client's frame that cannot be read whole: the words in it are newer than this build.
/// None when the frame carries no batch, or is none.
#[must_use]
pub fn batch_of(bytes: &[u8]) -> Option<BatchNo> {
    let ((frame, batch), _) = postcard::take_from_bytes::<(u32, BatchNo)>(bytes).ok()?;
    WITH_BATCH.contains(&frame).then_some(batch)
}

/// The bytes of a value that is not a frame: a snapshot's body, a projection, a stored record.
///
/// # Errors
/// When the value cannot be encoded.
pub fn encode_value<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    postcard::to_allocvec(value).map_err(CodecError::Malformed)
}

/// The value in these bytes, of any length.
///
/// # Errors
/// When they are not exactly one value.
pub fn decode_value<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let (value, rest) = postcard::take_from_bytes(bytes).map_err(CodecError::Malformed)?;
    if rest.is_empty() { Ok(value) } else { Err(CodecError::Trailing(rest.len())) }
}
