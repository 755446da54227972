-- Which of the articles $ids were published after $since.
SELECT article_id FROM articles WHERE article_id IN (SELECT unnest($ids::BIGINT[])) AND published_at > $since;
