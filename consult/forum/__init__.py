"""The forum: its rules and seats, its meetings, their minutes, and what became of what they agreed.

Rules are editions, and seats end once (``models/seats.py``). A meeting has agendas in editions and rows of attendance,
which keep post and body and lead to a name that can be removed (``models/people.py``). Its minutes are a text of
``texts``: each clause has an entry that says what it is, who said it and what it concerns (``models/minutes.py``).
Words, links and the reason belong to a version; kind, speaker, owner and day are frozen with the first version that has
the clause; attendance is frozen with the first version, and only added to or struck. Updates of action items are added,
and the newest stands.
"""
