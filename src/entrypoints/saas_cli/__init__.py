"""The shell: `saas`. Every command parses its arguments, calls one use case and presents the view or the refusal.

Nothing here imports SQLAlchemy, the application or rich before a command needs it, so that help is fast.
"""
