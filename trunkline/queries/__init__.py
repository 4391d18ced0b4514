"""What the pages, exports and mails ask of a snapshot: the only place with SQL for people to read.

Every function takes a `Viewer`, a `Filters` and a connection to a snapshot, in this order, binds
its parameters and gives back rows whose money is still `Decimal`.
"""
