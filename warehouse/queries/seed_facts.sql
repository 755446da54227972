-- What does one article tell: which acts, when and where, by whom, to whom, according to whom; and who draws near to whom?
FROM facts_of('http://twinriverspost.example/2020/01/sadr-qom-meeting');
