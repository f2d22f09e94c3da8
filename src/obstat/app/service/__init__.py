"""What ``obstat serve`` is made of, whatever it serves: configuration, the snapshot in use, problems, the application.

Invariant: nothing here knows a rule or a page; a part (`obstat.app.api`, `obstat.app.web`, ...) gives its routes and
asks a `Service` for everything else.
"""
