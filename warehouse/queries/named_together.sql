-- Who is named together, and how much more often than chance would have it?
SELECT x.name AS one, y.name AS other, n.articles, n.sentences, round(n.lift, 1) AS lift
FROM co_mention_network() n JOIN actors x ON x.actor_id = n.a JOIN actors y ON y.actor_id = n.b
WHERE x.kind <> 'state' AND y.kind <> 'state' ORDER BY n.articles DESC, n.a, n.b LIMIT 12;
