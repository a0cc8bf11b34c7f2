-- The last moment at which a device was connected and had been told everything; null while it never was.
ALTER TABLE devices ADD COLUMN last_synced INTEGER;
