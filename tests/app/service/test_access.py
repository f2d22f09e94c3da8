"""Who may come in: tokens and roles, cookies, pages of others, and what every answer carries."""

from __future__ import annotations

import datetime
import json
import stat
import statistics
import time

import pytest
from asked_app import Client
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from obstat.app.cli.settings import Settings
from obstat.app.service import application as made
from obstat.app.service import sessions
from obstat.app.service.configuration import Configuration, Limits, configured
from obstat.app.service.doors import DOORS, door
from obstat.app.service.hosts import KnownHosts
from obstat.app.service.primary import Primary
from obstat.app.service.served import Service
from obstat.app.service.tokens import ROLES, Tokens, included
from obstat.model.errors import InvalidValue, StoreError, UnknownCode

OPEN = {"host": "192.0.2.1", "names": ("testserver",)}


@pytest.fixture
def tokens(tmp_path):
    return Tokens(tmp_path / "service")


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A client of a server with the given set-up, and a route that shows who asks."""

    async def who(request: Request):
        return JSONResponse({"caller": request.state.caller, "roles": sorted(request.state.roles)})

    async def broken(_request: Request):
        raise RuntimeError("a secret of ours")

    real = made.importlib.import_module

    class Part:
        @staticmethod
        def routes(_service):
            return [Route("/who", who), Route("/broken", broken), Route("/other", who, methods=["POST"])]

    monkeypatch.setattr(made, "PARTS", (*made.PARTS, "here"))
    monkeypatch.setattr(made.importlib, "import_module", lambda name: Part if name == "here" else real(name))

    def start(**setup) -> Client:
        app = made.application(Service(Configuration(tmp_path, **setup)))
        return Client(app)

    return start


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


# --- tokens ----------------------------------------------------------------------------------------------------------


def test_a_token_is_kept_as_its_hash_for_its_owner_alone(tokens):
    token, text = tokens.create("analyst", "screen", 30)
    kept = tokens.path.read_text(encoding="utf-8")
    assert text not in kept and text.split("_", 2)[2] not in kept
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(tokens.path.parent.stat().st_mode) == 0o700
    assert tokens.of(text) == token and token.roles == {"read", "screen"}
    assert len(text.split("_", 2)[2]) >= 43  # 256 bits


def test_two_tokens_have_nothing_in_common(tokens):
    (first, one), (second, other) = tokens.create("a", "read", 1), tokens.create("a", "read", 1)
    assert first.id != second.id and one.split("_", 2)[2] != other.split("_", 2)[2]
    with pytest.raises(UnknownCode):
        tokens.revoke("a")  # which of them?
    tokens.revoke(first.id)
    assert tokens.of(one) is None and tokens.of(other) == second


def test_another_process_sees_a_change(tokens):
    other = Tokens(tokens.path.parent)
    assert not other.usable()
    _, text = tokens.create("a", "read", None)
    assert other.usable() and other.of(text)
    tokens.revoke("a")
    assert other.of(text) is None and not other.usable()


@pytest.mark.parametrize(
    "wrong", ["", "x", "obstat", "obstat__", "obstat_%s_", "obstat_%s_x", "%s", "é\ud800", "_" * 9999]
)
def test_what_is_no_token(tokens, wrong):
    token, _ = tokens.create("a", "read", None)
    assert tokens.of(wrong.replace("%s", token.id)) is None


def test_an_expired_token(tokens):
    token, text = tokens.create("a", "read", 1)
    assert token.holds(datetime.datetime.now(datetime.UTC))
    assert not token.holds(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1, seconds=1))
    assert tokens.of(text) == token


def test_bad_names_roles_and_days(tokens):
    for name in ("", " ", "a\nb", "a" * 101):
        with pytest.raises(InvalidValue):
            tokens.create(name, "read", 1)
    with pytest.raises(UnknownCode):
        tokens.create("a", "root", 1)
    with pytest.raises(InvalidValue):
        tokens.create("a", "read", 1e12)


def test_a_damaged_file_is_told(tokens):
    tokens.create("a", "read", 1)
    for damage in ("", "{", "[]", '{"tokens": [{"id": "x"}]}', '{"tokens": 3}'):
        tokens.path.write_text(damage, encoding="utf-8")
        with pytest.raises(StoreError, match="mend or remove"):
            tokens.all()


def test_wrong_ids_secrets_and_forms_take_the_same_time(tokens):
    for n in range(50):
        tokens.create(f"t{n}", "read", 1)
    token, text = tokens.create("a", "read", 1)
    secret = text.split("_", 2)[2]
    wrong = {
        "id": f"obstat_{'0' * len(token.id)}_{secret}",
        "last character": text[:-1] + ("A" if text[-1] != "A" else "B"),
        "whole secret": f"obstat_{token.id}_{secret[::-1]}",
        "form": "x" * len(text),
    }
    times: dict[str, list[float]] = {kind: [] for kind in wrong}
    for _ in range(3000):
        for kind, given in wrong.items():
            begun = time.perf_counter()
            tokens.of(given)
            times[kind].append(time.perf_counter() - begun)
    middle = [statistics.median(each) for each in times.values()]
    assert max(middle) < 2.0 * min(middle), middle


def test_the_command(run):
    made_ = run("token", "create", "analyst", "--role", "screen", "--days", "90", "--format", "text")
    assert made_.code == 0 and made_.out.startswith("obstat_") and "not shown again" in made_.err
    listed = run("token", "list", "--format", "json").json
    assert [(one["name"], one["role"]) for one in listed] == [("analyst", "screen")]
    assert "sha256" not in listed[0] and made_.out.strip() not in json.dumps(listed)
    assert "analyst" in run("token", "list", "--format", "text").out
    missing = run("token", "revoke", "nobody")
    assert missing.code == 2 and "token" in missing.err
    assert run("token", "revoke", "analyst").code == 0
    assert "obstat token create" in run("token", "list", "--format", "text").err
    assert run("token", "create", "x", "--days", "-1").code == 2


# --- at the door -----------------------------------------------------------------------------------------------------


def test_on_loopback_nobody_needs_a_token(client, tokens):
    token, text = tokens.create("a", "read", 1)
    here = client()
    assert here.get("/who").json() == {"caller": None, "roles": sorted(ROLES)}
    assert here.get("/who", headers=bearer("wrong")).json()["caller"] is None
    assert here.get("/who", headers=bearer(text)).json()["caller"] == token.id
    assert here.get("/login").headers["location"] == "/"


def test_elsewhere_everybody_does(client, tokens):
    token, text = tokens.create("a", "read", 1)
    there = client(**OPEN)
    assert there.get("/healthz").status_code == 200
    assert there.get("/static/obstat.css").status_code == 200
    refused = there.get("/who")
    assert refused.status_code == 401 and refused.headers["www-authenticate"] == 'Bearer realm="obstat"'
    assert "Bearer TOKEN" in refused.json()["detail"]
    for scheme in ("Bearer", "bearer", "ApiKey"):
        told = there.get("/who", headers={"Authorization": f"{scheme} {text}"})
        assert told.json() == {"caller": token.id, "roles": ["read"]}
    for wrong in ("Basic YTpi", "Bearer", "Bearer x", f"Digest {text}", text):
        assert there.get("/who", headers={"Authorization": wrong}).status_code == 401


def test_refused_tokens_are_refused_alike(client, tokens):
    token, text = tokens.create("a", "read", 1)
    there = client(**OPEN)
    wrong = (f"obstat_{'0' * 12}_{text.split('_', 2)[2]}", f"obstat_{token.id}_{'A' * 43}", "x")
    answers = [there.get("/who", headers=bearer(each)) for each in wrong]
    assert len({(one.status_code, one.text, one.headers["www-authenticate"]) for one in answers}) == 1
    assert answers[0].status_code == 401


def test_an_expired_token_is_told_to_who_holds_it(client, tokens):
    _, text = tokens.create("a", "read", 1e-9)
    there = client(**OPEN)
    time.sleep(1.1)
    assert "ended on" in there.get("/who", headers=bearer(text)).json()["detail"]
    assert there.get("/who", headers=bearer(text)).status_code == 401


def test_a_role_includes_those_before_it():
    assert included("admin") == set(ROLES) and included("read") == {"read"}


@pytest.mark.parametrize(
    "method, path, role",
    [
        ("GET", "/healthz", None),
        ("GET", "/static/obstat.css", None),
        ("POST", "/login", None),
        ("GET", "/", "read"),
        ("POST", "/v1/check", "read"),
        ("POST", "/v1/news", "read"),
        ("POST", "/match/obstat", "read"),
        ("POST", "/reconcile", "read"),
        ("POST", "/mcp", "read"),
        ("GET", "/metrics", "read"),
        ("POST", "/v1/screen", "screen"),
        ("GET", "/v1/screen/abc/rows", "screen"),
        ("DELETE", "/v1/screen/abc", "screen"),
        ("POST", "/screen", "screen"),
        ("POST", "/story/abc/accept", "admin"),
        ("POST", "/staticky", "admin"),
        ("POST", "/healthz", "admin"),
        ("DELETE", "/v1/parties/x", "admin"),
        ("BREW", "/", "admin"),
    ],
)
def test_what_each_address_needs(method, path, role):
    assert door(method, path).role == role


def test_a_page_of_another_host_may_only_send_where_nothing_is_changed():
    assert [one.path.pattern for one in DOORS if one.foreign] == [r"/reconcile(/.*)?"]


def test_who_may_read_may_not_change(client, tokens):
    _, text = tokens.create("a", "screen", 1)
    refused = client(**OPEN).post("/other", headers=bearer(text))
    assert refused.status_code == 403 and "'admin'" in refused.json()["detail"]
    _, text = tokens.create("b", "admin", 1)
    assert client(**OPEN).post("/other", headers=bearer(text)).status_code == 200


def test_asking_what_is_allowed_needs_no_token(client):
    assert client(**OPEN).options("/who").status_code == 405  # the route's own answer


def test_unreadable_tokens_are_no_open_door(client, tokens, caplog):
    tokens.create("a", "read", 1)
    tokens.path.write_text("{", encoding="utf-8")
    refused = client(**OPEN).get("/who", headers=bearer("x"))
    assert refused.status_code == 503 and str(tokens.path) not in refused.text


# --- browsers --------------------------------------------------------------------------------------------------------

HTML = {"Accept": "text/html,*/*"}


def test_a_browser_signs_in_and_out(client, tokens):
    token, text = tokens.create("a", "read", 1)
    there = client(**OPEN)
    there.base_url = "https://testserver"
    sent = there.get("/who?x=1", headers=HTML)
    assert sent.status_code == 303 and sent.headers["location"] == "/login?next=%2Fwho%3Fx%3D1"
    page = there.get(sent.headers["location"], headers=HTML)
    assert page.status_code == 200 and "<form" in page.text and "script" not in page.text
    wrong = there.post(sent.headers["location"], data={"token": "x"}, headers={**HTML, "origin": there.base_url})
    assert wrong.status_code == 401 and "not known" in wrong.text and "set-cookie" not in wrong.headers
    right = there.post(
        sent.headers["location"], data={"token": f" {text}\n"}, headers={**HTML, "origin": there.base_url}
    )
    assert (right.status_code, right.headers["location"]) == (303, "/who?x=1")
    cookie = right.headers["set-cookie"]
    assert cookie.startswith("__Host-obstat=") and text not in cookie and token.sha256 not in cookie
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/"))
    assert there.get("/who").json()["caller"] == token.id
    out = there.post("/logout", headers={"Sec-Fetch-Site": "same-origin"})
    assert out.status_code == 303 and there.get("/who").status_code == 401


def test_a_cookie_ends_with_its_token_and_its_time(client, tokens, monkeypatch):
    _, text = tokens.create("a", "read", 1)
    there = client(**OPEN)
    there.base_url = "https://testserver"
    there.post("/login", data={"token": text})
    assert there.get("/who").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: time.time_ns() / 1e9 + sessions.LASTS + 1)
    assert there.get("/who").status_code == 401
    monkeypatch.undo()


def test_a_revoked_token_ends_its_cookies(client, tokens):
    _, text = tokens.create("a", "read", 1)
    there = client(**OPEN)
    there.base_url = "https://testserver"
    there.post("/login", data={"token": text})
    assert there.get("/who").status_code == 200
    tokens.revoke("a")
    assert there.get("/who").status_code == 401


def test_forged_cookies(client, tokens):
    token, _ = tokens.create("a", "read", 1)
    there = client(**OPEN)
    ends = int(time.time()) + 1000
    for value in (
        "",
        "x",
        "a.b.c",
        f"{token.id}.{ends}.",
        f"{token.id}.{ends}.{'0' * 64}",
        f"{token.id}.{'9' * 400}.x",
    ):
        for name in ("obstat", "__Host-obstat"):
            assert there.get("/who", headers={"Cookie": f"{name}={value}"}).status_code == 401
    assert there.get("/who", headers={"Cookie": '=;;;"'}).status_code == 401


@pytest.mark.parametrize("target", ["//example.org", "/\\example.org", "https://example.org", "javascript:x", "", "x"])
def test_after_signing_in_one_stays_here(client, tokens, target):
    _, text = tokens.create("a", "read", 1)
    there = client(**OPEN)
    assert there.post("/login", params={"next": target}, data={"token": text}).headers["location"] == "/"


@pytest.mark.parametrize(
    "headers, status",
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "http://TESTSERVER"}, 200),
        ({"Origin": "http://example.org"}, 403),
        ({"Origin": "http://testserver.example.org"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
    ],
)
def test_pages_of_others_change_nothing_on_loopback_either(client, headers, status):
    answer = client().post("/other", headers=headers)
    assert answer.status_code == status
    assert client().get("/who", headers=headers).status_code == 200


def test_behind_a_proxy_the_public_address_is_ours(client, tokens):
    _, text = tokens.create("a", "admin", 1)
    there = client(public_url="https://obstat.example.org")
    answer = there.get("/who", headers={**bearer(text), "Host": "obstat.example.org"})
    assert answer.status_code == 200
    own = {"Host": "obstat.example.org", "Origin": "https://obstat.example.org"}
    assert there.post("/login", data={"token": "x"}, headers=own).status_code == 401
    assert there.get("/who", headers={"Host": "other.example.org"}).status_code == 421


# --- what every answer carries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/static/obstat.css", "/broken", "/..", "/v1/check"])
def test_every_answer_has_the_headers(client, path, caplog):
    answer = client().get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (
        answer.headers["cross-origin-opener-policy"] == answer.headers["cross-origin-resource-policy"] == "same-origin"
    )
    assert {"referrer-policy", "permissions-policy"} <= set(answer.headers)
    assert "strict-transport-security" not in answer.headers and "server" not in answer.headers
    assert "secret" not in answer.text


def test_a_failure_of_ours_is_in_the_log_alone(client, caplog):
    answer = client().get("/broken")
    assert answer.status_code == 500 and answer.headers["content-type"] == "application/problem+json"
    assert "a secret of ours" in caplog.text and "RuntimeError" not in answer.text


def test_behind_tls_browsers_are_told_to_stay_there(client):
    here = client()
    here.base_url = "https://testserver"
    assert here.get("/healthz").headers["strict-transport-security"].startswith("max-age=")


def test_what_a_token_sees_is_kept_by_no_cache(client, tokens):
    _, text = tokens.create("a", "read", 1)
    assert client(**OPEN).get("/who", headers=bearer(text)).headers["cache-control"] == "no-store"


# --- set-up ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host, url, local",
    [
        ("127.0.0.1", None, True),
        ("127.9.9.9", None, True),
        ("::1", None, True),
        ("localhost", None, True),
        ("0.0.0.0", None, False),
        ("::", None, False),
        ("", None, False),
        ("192.0.2.1", None, False),
        ("localhost.example.org", None, False),
        ("127.0.0.1", "https://obstat.example.org", False),
    ],
)
def test_what_is_local(tmp_path, host, url, local):
    assert Configuration(tmp_path, host=host, public_url=url).local is local


def test_flags_go_before_the_environment_and_this_before_the_file(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('serve_port = 1\nserve_workers = 2\nserve_access_log = true\nserve_rows = "5"\n', encoding="utf-8")
    settings = Settings({"OBSTAT_SETTINGS": str(file), "OBSTAT_SERVE_PORT": "3", "OBSTAT_SERVE_STORY": "0.5"})
    one = configured(tmp_path, settings, {"port": None}, None)
    assert (one.port, one.workers, one.access_log, one.limits.rows, one.limits.story) == (3, 2, True, 5, 1 << 19)
    assert configured(tmp_path, settings, {"port": "4"}, None).port == 4
    assert configured(tmp_path, Settings({"OBSTAT_SETTINGS": "/dev/null"}), {}, None) == Configuration(tmp_path)
    with pytest.raises(InvalidValue, match="serve_workers"):
        configured(tmp_path, Settings({"OBSTAT_SETTINGS": "/dev/null", "OBSTAT_SERVE_WORKERS": "0"}), {}, None)


def test_one_process_is_the_primary_one(tmp_path):
    first, second = Primary(tmp_path), Primary(tmp_path)
    assert first and first and not second
    first.leave()
    second._asked = -9.0
    assert second and not Primary(tmp_path)
    second.leave()


async def _nothing(scope, receive, send):
    await PlainTextResponse("ok")(scope, receive, send)


@pytest.mark.parametrize(
    "host, reached, status",
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.8", "192.0.2.7", False),
        ("obstat.example.org", "192.0.2.7", True),
        ("obstat.example.org.", "192.0.2.7", True),
        ("localhost", "192.0.2.7", True),
        ("example.org", "192.0.2.7", False),
    ],
)
def test_a_server_of_every_address_is_asked_under_the_one_reached(tmp_path, host, reached, status):
    guard = KnownHosts(
        _nothing, Configuration(tmp_path, host="0.0.0.0", names=("obstat.example.org",), limits=Limits())
    )
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b""}
    scope |= {"scheme": "http", "server": (reached, 80), "headers": [(b"host", host.encode())]}
    if status:
        guard._look(scope)
        assert scope["state"]["secure"] is (host != "localhost")
    else:
        with pytest.raises(Exception, match="not served here"):
            guard._look(scope)
