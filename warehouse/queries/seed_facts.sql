-- What does one article tell: which acts, when and where, by whom, to whom, according to whom; and who draws near to whom?
SELECT first_day AS day, array_to_string(actors, ', ') AS who, what, array_to_string(recipients, ', ') AS whom, modality, place,
    array_to_string(said_by, ', quoting ') AS according_to, sentence
FROM facts_of('http://twinriverspost.example/2020/01/sadr-qom-meeting');
