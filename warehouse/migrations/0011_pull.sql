-- How far an act moves its parties (registry/ontology/alignments.yml). Events coded before are coded anew by `zagros replay`.
ALTER TABLE events ADD COLUMN pull DOUBLE;
COMMENT ON COLUMN events.pull IS 'How far such an act moves its parties once it is done: above 0 nearer to one another, below 0 apart, from -1 to 1.';
