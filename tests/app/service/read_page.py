"""A page read as a browser reads it: what it loads, what it links to, and what in it would run."""

from __future__ import annotations

from html.parser import HTMLParser

_RUN = {"script", "iframe", "object", "embed", "base"}
_LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, response):
        super().__init__()
        assert response.headers["content-type"].startswith("text/html"), response.text[:200]
        self.status, self.address = response.status_code, str(response.url)
        self.loaded, self.links, self.ids, self.wrong, self.labelled = [], [], [], [], set()
        self.controls, self.marked, self.forms, self.texts = [], [], [], []
        self._in, self._label = [], 0
        self.feed(response.text)
        self.text = " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        self._in = [tag] if tag in ("script", "style") else []
        if at.get("id"):
            self.ids.append(at["id"])
        if tag in _LOADED and at.get(_LOADED[tag]):
            self.loaded.append(at[_LOADED[tag]])
        if tag in _RUN and not (tag == "script" and (at.get("src") or "").startswith("/static/")):
            self.wrong.append((tag, at))
        self.wrong += [(tag, name) for name in at if name.startswith("on") or name == "style"]
        self.links += [at["href"]] if tag == "a" and at.get("href") else []
        self.forms += [at] if tag == "form" else []
        self.marked += [at] if tag == "mark" else []
        self._label += tag == "label"
        self.labelled |= {at["for"]} if tag == "label" and at.get("for") else set()
        if tag in ("input", "select", "textarea") and at.get("type") not in ("hidden", "radio") and not self._label:
            self.controls.append(at)

    def handle_endtag(self, tag):
        self._label -= tag == "label"
        self._in = []

    def handle_data(self, data):
        if self._in:
            self.wrong.append((self._in[0], data))
        self.texts.append(data)


def page(response, status=200):
    """The page, of which nothing runs but our own files, nothing comes from elsewhere, and every control has a name."""
    found = Page(response)
    assert found.status == status, response.text[:500]
    assert found.wrong == []
    assert all(address.startswith("/static/") for address in found.loaded), found.loaded
    assert not any(link.lower().lstrip().startswith(("javascript:", "data:")) for link in found.links)
    assert len(found.ids) == len(set(found.ids)), [one for one in found.ids if found.ids.count(one) > 1]
    unnamed = [
        one
        for one in found.controls
        if one.get("id") not in found.labelled and not {"aria-labelledby", "aria-label"} & one.keys()
    ]
    assert unnamed == []
    return found
