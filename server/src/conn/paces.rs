//! How fast each device goes, over all its connections and both protocols: coming back begins nothing anew.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use buurtboek_shared::{ids::DeviceId, protocol::rate::Paces, time::Timestamp};

/// Devices that are remembered before those that rested are forgotten.
const MOST: usize = 4_096;

/// The paces of the devices that this process heard lately. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct DevicePaces(Arc<Mutex<BTreeMap<DeviceId, Paces>>>);

impl DevicePaces {
    /// Does something at the pace of a device.
    pub fn at<T>(&self, device: DeviceId, now: Timestamp, work: impl FnOnce(&mut Paces) -> T) -> T {
        let mut devices = self.lock();
        if devices.len() >= MOST {
            devices.retain(|_, paces| !paces.is_rested(now));
        }
        work(devices.entry(device).or_insert_with(|| Paces::new(now)))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<DeviceId, Paces>> {
        // A pace is a few numbers: none of them is ever half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(0);

    fn device(number: usize) -> DeviceId {
        DeviceId::from_bytes(u128::try_from(number).unwrap().to_be_bytes())
    }

    #[test]
    fn a_device_that_comes_back_goes_on_at_the_pace_it_had() {
        let paces = DevicePaces::default();
        while paces.at(device(1), NOW, |paces| paces.admits(NOW)) {}
        assert!(!paces.clone().at(device(1), NOW, |paces| paces.admits(NOW)));
        assert!(paces.at(device(2), NOW, |paces| paces.admits(NOW)), "another device has a pace of its own");
    }

    #[test]
    fn devices_that_rested_are_forgotten_and_no_others() {
        let paces = DevicePaces::default();
        while paces.at(device(0), NOW, |paces| paces.admits(NOW)) {}
        for number in 1..=MOST {
            paces.at(device(number), NOW, |_| ());
        }
        assert_eq!(paces.lock().len(), 2, "the one that is busy, and the last");
        assert!(!paces.at(device(0), NOW, |paces| paces.admits(NOW)));
    }
}
