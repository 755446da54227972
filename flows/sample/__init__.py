"""The sample that ships: 36 news items of our own writing, told by four invented outlets, served over real HTTP."""
