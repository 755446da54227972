-- When each article was published by the clocks of Baghdad and Tehran, whose days are not those of UTC.
CREATE OR REPLACE VIEW articles_local AS
SELECT article_id, outlet_id, title, language, published_at, published_basis, published_precision,
    published_at AT TIME ZONE 'Asia/Baghdad' AS in_baghdad, (published_at AT TIME ZONE 'Asia/Baghdad')::DATE AS day_in_baghdad,
    published_at AT TIME ZONE 'Asia/Tehran' AS in_tehran, (published_at AT TIME ZONE 'Asia/Tehran')::DATE AS day_in_tehran,
    url
FROM articles;
COMMENT ON VIEW articles_local IS 'Articles by the clocks of Baghdad and Tehran.';
COMMENT ON COLUMN articles_local.article_id IS 'Article.';
COMMENT ON COLUMN articles_local.outlet_id IS 'Outlet.';
COMMENT ON COLUMN articles_local.title IS 'Headline.';
COMMENT ON COLUMN articles_local.language IS 'Language of the text.';
COMMENT ON COLUMN articles_local.published_at IS 'When it was published.';
COMMENT ON COLUMN articles_local.published_basis IS 'How that is known: feed, page, url, fetched or clamped.';
COMMENT ON COLUMN articles_local.published_precision IS 'instant, or day where no hour was written: its hour of the day means nothing then.';
COMMENT ON COLUMN articles_local.in_baghdad IS 'By the clock of Baghdad.';
COMMENT ON COLUMN articles_local.day_in_baghdad IS 'Its day there.';
COMMENT ON COLUMN articles_local.in_tehran IS 'By the clock of Tehran.';
COMMENT ON COLUMN articles_local.day_in_tehran IS 'Its day there.';
COMMENT ON COLUMN articles_local.url IS 'Address.';
