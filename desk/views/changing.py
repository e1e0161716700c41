"""What a document lists, changed from the working page: items, sources, parties, texts, features."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from ...cases.places import UNITS, members
from ...reading.errors import BadInput, Problem
from ..services import items
from ..services.documents import Data, refuse_missing, stated_at
from ..services.forms import clean, stated_by
from ..services.standing import list_of, spec_of, subject_of
from ..services.texts import entry_of, with_texts
from .working import edited

#: The field of a form that says that a day does not come ends so.
NEVER = ".never"


@require_POST
def listed(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """An item added to a list or taken away, or the list said to be whole or not."""
    form = request.POST
    path, do = form.get("path", ""), form.get("do", "")

    def how(data: Data, name: str) -> Data:
        if list_of(path.rpartition("[")[0] if do == "remove" else path) is None:
            raise BadInput(Problem("there is no such list", path=path))
        refuse_missing(data, name, path)
        if do == "remove":
            return items.removed(data, name, path)
        if do in ("all", "more", "unsaid"):
            return items.declared(data, name, path, do)
        return items.added(data, name, path, _item(request, data, name, path))

    whole = path == UNITS or (do == "remove" and "." not in path and path.startswith(UNITS))
    return edited(request, matter_id, feature, how, "technologies" if whole else subject_of(path))


def _item(request: HttpRequest, data: Data, feature: str, path: str) -> Data:
    """A new item as the form tells it: an id where such items have one, and the facts that tell it apart."""
    known = members(stated_at(data, feature, path)[0])
    taken = [str(each.get("id", "")) for each in known]
    title = clean(request.POST, "title")
    if path == UNITS:
        if not title:
            raise BadInput(Problem("a technology needs a name", hint="Write what it is called."))
        short = items.short_name(title, taken, "technology")
        return {"id": short} | ({"title": title} if short != title else {})
    item: Data = {}
    if path == "reports":
        item["id"] = items.short_name(title or f"for {clean(request.POST, 'year') or 'a year'}", taken, "report")
        if file := clean(request.POST, "file"):
            item["file"] = file
    for key in dict.fromkeys(name.removesuffix(NEVER) for name in request.POST):
        spec = spec_of(f"{path}[0].{key}")
        value = "never" if request.POST.get(f"{key}{NEVER}") else request.POST.get(key, "")
        if spec is not None and value:
            item[key] = stated_by(QueryDict(urlencode({"kind": "known", "value": value})), spec)
    return item


@require_POST
def entry(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """A source or a party put in, changed or taken away."""
    form = request.POST
    kind = form.get("kind", "")

    def how(data: Data, _: str) -> Data:
        key = clean(form, "key")
        if kind not in ("sources", "parties"):
            raise BadInput(Problem("this is neither a source nor a party"))
        if form.get("do") == "remove":
            return items.with_entry(data, kind, key, None)
        given = {name: clean(form, name) for name in form}
        new = entry_of(kind, given)
        name = key or (items.short_name(str(new.get("title", "")), list(data.get("sources", {})), "source"))
        if kind == "parties" and not key:
            raise BadInput(Problem("a party needs a name", hint="Write it."))
        return items.with_entry(data, kind, name, new)

    return edited(request, matter_id, feature, how, "parties")


@require_POST
def texts(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The texts of the file: names, day, kind of service."""

    def how(data: Data, name: str) -> Data:
        return with_texts(data, name, {key: clean(request.POST, key) for key in request.POST})

    return edited(request, matter_id, feature, how, "about")
