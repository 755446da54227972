-- The earliest telling of each story leads it, whichever was read first.
CREATE OR REPLACE VIEW story_leads AS
SELECT t.story_id, arg_min(t.article_id, (a.published_at, t.article_id)) AS article_id, count(*) AS tellings
FROM story_articles t JOIN articles a USING (article_id)
GROUP BY t.story_id;
COMMENT ON VIEW story_leads IS 'Each story with its earliest article and how often it is told.';
COMMENT ON COLUMN story_leads.story_id IS 'Story.';
COMMENT ON COLUMN story_leads.article_id IS 'Its earliest article: the one by which the story is counted.';
COMMENT ON COLUMN story_leads.tellings IS 'Articles that tell it.';
