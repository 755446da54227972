-- When was Maliki not named at all, while others were?
FROM silence('nouri-al-maliki') ORDER BY periods DESC, since LIMIT 5;
