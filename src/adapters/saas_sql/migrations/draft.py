"""Drafts a revision that would bring a database from the existing migrations to the current declarations.

    python -m saas_sql.migrations.draft "who paid an invoice"

Review and complete the draft. Alembic compares columns, keys and indexes; write policies, grants, triggers and checks
by hand, as `saas_sql.guards` words them. Then add its number to `schema.REVISIONS`; the test that compares the migrated
schema with the declarations says what is still missing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from saas_sql.catalogue import tables_in
from saas_sql.declaration import with_all_conditions
from saas_sql.engine import engine_for
from saas_sql.schema import MIGRATIONS, REVISIONS, migrate


def draft(about: str, folder: Path = MIGRATIONS / "versions") -> Path:
    """Write the draft of the next revision into a folder, and return its file."""
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/draft.db"
        migrate(url)
        engine = engine_for(url)
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.set_main_option("version_locations", f"{MIGRATIONS / 'versions'};{folder}".replace("%", "%%"))
            config.set_main_option("path_separator", ";")
            config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
            config.attributes["connection"] = connection
            config.attributes["metadata"] = list(
                dict.fromkeys(with_all_conditions(each).metadata for each in tables_in().values())
            )
            number = f"{int(REVISIONS[-1]) + 1:04}"
            made = command.revision(config, about, autogenerate=True, rev_id=number, version_path=str(folder))
        engine.dispose()
    return Path(getattr(made, "path", folder))


if __name__ == "__main__":
    sys.stdout.write(f"{draft(' '.join(sys.argv[1:]))}\n")
