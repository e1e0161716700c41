"""The file by which an administrator sets the desk up for a team: database, names, sign-on. Nobody else reads it.

```yaml
hosts: [desk.example]
database: postgresql:///desk?host=/var/run/postgresql
sign_on: {name: Firm, issuer: https://login.example, client_id: desk, client_secret: ...}
```
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..reading.document import read_file
from ..reading.errors import BadInput, Problem
from .processes import usual

HINT = "docs/desk-team.md shows a whole file."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SignOn(_Strict):
    """A provider of OpenID Connect. ``admit``: *named* lets in people whom an administrator has added with the address
    of mail that the provider says it has verified; *all* lets in everybody it knows, as readers."""

    name: str = Field(min_length=1, max_length=40)
    issuer: str = Field(pattern=r"^https?://[^/\s?#]+[^\s?#]*$")
    client_id: str = Field(min_length=1)
    client_secret: str = Field(min_length=1, repr=False)
    admit: Literal["named", "all"] = "named"


class TeamFile(_Strict):
    """``listen`` is where the server listens, ``proxy`` whose word on the address and scheme of a visitor it takes;
    ``processes`` is how many answer."""

    hosts: tuple[str, ...] = Field(min_length=1, strict=False)
    database: str = Field(default="", repr=False)
    folder: str = ""
    listen: str = Field(default="127.0.0.1:8765", pattern=r"^[^\s:]+:\d{1,5}$")
    proxy: str = Field(default="127.0.0.1", min_length=1)
    processes: int = Field(default_factory=usual, ge=1, le=64)
    sign_on: SignOn | None = None


def read_team_file(path: Path) -> TeamFile:
    """Read the file. Raises :class:`BadInput`, also where others on the machine may read it: it holds secrets."""
    document = read_file(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o007:
        raise BadInput(Problem("everybody on this machine may read this file", str(path), hint=f"chmod o= {path}"))
    try:
        return TeamFile.model_validate(document.data)
    except ValidationError as failure:
        raise BadInput(
            *(
                Problem(each["msg"], str(path), document.line(each["loc"]), ".".join(map(str, each["loc"])), HINT)
                for each in failure.errors(include_url=False, include_input=False)
            )
        ) from None
