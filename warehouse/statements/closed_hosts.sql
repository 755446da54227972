-- Hosts that asked to be left alone, and until when.
FROM closed_hosts;
