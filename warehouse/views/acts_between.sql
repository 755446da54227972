-- What happened between two actors: one did it to the other, or both did it together in an act that takes two. Where both attack
-- and nobody is attacked they fight each other (PLOVER codes both as actors).
CREATE OR REPLACE VIEW acts_between AS
SELECT DISTINCT l.act_id, least(x.actor_id, y.actor_id) AS a, greatest(x.actor_id, y.actor_id) AS b, l.type, l.modality, l.first_day, l.last_day, l.score, l.pull
FROM acts l
JOIN event_parties x ON x.event_id = l.event_id AND x.role = 'actor'
JOIN event_parties y ON y.event_id = l.event_id AND y.actor_id <> x.actor_id
WHERE l.event_id = l.act_id AND (
    y.role = 'recipient' OR l.type IN ('CONSULT', 'AGREE', 'COOPERATE')
    OR (l.type = 'ASSAULT' AND l.event_id NOT IN (SELECT event_id FROM event_parties WHERE role = 'recipient'))
);
COMMENT ON VIEW acts_between IS 'Acts between two actors, each once a pair: of one to the other, or of both together (CONSULT, AGREE, COOPERATE; ASSAULT on nobody else).';
COMMENT ON COLUMN acts_between.act_id IS 'Act.';
COMMENT ON COLUMN acts_between.a IS 'The actor whose id comes first in the alphabet.';
COMMENT ON COLUMN acts_between.b IS 'The other.';
COMMENT ON COLUMN acts_between.type IS 'PLOVER event type.';
COMMENT ON COLUMN acts_between.modality IS 'actual, future, hypothetical, negated or historical.';
COMMENT ON COLUMN acts_between.first_day IS 'First day on which it may have happened.';
COMMENT ON COLUMN acts_between.last_day IS 'Last day on which it may have happened.';
COMMENT ON COLUMN acts_between.score IS 'PLOVER''s score of conflict (below 0) and cooperation (above).';
COMMENT ON COLUMN acts_between.pull IS 'How far it moves them once it is done: above 0 nearer to one another, below 0 apart.';
