-- What hosts answered when last asked for their robots.txt.
FROM robots;
