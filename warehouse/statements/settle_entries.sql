-- Write how the readings ended into the entries of their articles; an entry new to a known article takes its state.
UPDATE entries SET state = r.state, attempts = r.attempts, due_at = r.due_at
FROM incoming r WHERE entries.article_id = r.article_id;
UPDATE entries SET state = k.state, attempts = k.attempts, due_at = k.due_at
FROM (
    SELECT article_id, any_value(state) AS state, any_value(attempts) AS attempts, any_value(due_at) AS due_at
    FROM entries WHERE state <> 'new' GROUP BY article_id
) k
WHERE entries.state = 'new' AND entries.article_id = k.article_id;
