"""``obstat update`` against publishers that behave and misbehave, as users call it."""

from __future__ import annotations

import base64
import functools
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from obstat.knowledge.archive import pack
from obstat.knowledge.snapshot import EMBEDDED
from obstat.knowledge.store import Store
from obstat.sources.download import Policy
from publishers import CSV, PAGE, drips, endless, gives, redirects, status, truncated

BLANK = "-0- "


def sdn(count: int, first: int = 1) -> bytes:
    """An edition of OFAC's list with so many invented firms, two of which it must hold."""
    names = [
        "AEROCARIBBEAN AIRLINES",
        "BANK SEPAH",
        *(f"NORDLICHT {n} KABEL GMBH" for n in range(first, count + first)),
    ]
    rows = [f'{n},"{name}",{BLANK},"SDGT",{",".join([BLANK] * 8)}' for n, name in enumerate(names, 1)]
    return "\n".join([*rows, "\x1a"]).encode()


@pytest.fixture
def update(run, publisher, tmp_path, monkeypatch):
    """Call ``obstat update ofac-sdn`` with the publisher's own list at an address of this machine."""
    brief = functools.partial(Policy, tries=2, longest=5.0, read=1.0, largest=3_000_000, patience=3.0)
    monkeypatch.setattr("obstat.sources.download.Policy", brief)
    (tmp_path / "config" / "obstat").mkdir(parents=True)
    settings = tmp_path / "config" / "obstat" / "settings.toml"
    settings.write_text(f'[sources.ofac-sdn.address]\nnames = "{publisher.at("/sdn.csv")}"\n'
                        f'aliases = "{publisher.at("/alt.csv", gives(b"1,1,-0- ,-0- ,-0- "))}"\n'
                        f'addresses = "{publisher.at("/add.csv", gives(b"1,1,-0- ,-0- ,-0- ,-0- "))}"\n'
                        f'remarks = "{publisher.at("/sdn_comments.csv", gives(b"1,more of it"))}"\n')  # fmt: skip

    def call(*answers, options=("--allow-http", "--allow-private", "--force")):
        publisher.script["/sdn.csv"] = list(answers)
        return run("update", "ofac-sdn", "--format", "json", *options)

    call.store = Store(tmp_path / "data" / "obstat")
    return call


def csv(body, **headers):
    return gives(body, Content_Type="text/csv", **headers)


def test_the_address_of_a_user_is_fetched_and_taken_into_use(update, run):
    ran = update(csv(sdn(20), ETag='"1"'))
    assert ran.code == 0, ran.err + ran.out
    assert [(one["source"], one["records"]) for one in ran.json["taken"]] == [("ofac-sdn", 22)]
    found = run("resolve", "Nordlicht 7 Kabel GmbH", "--format", "json").json["candidates"]
    assert found[0]["band"] == "certain"
    row = next(row for row in run("sources", "--format", "json").json if row["source"] == "ofac-sdn")
    assert (row["records"], row["age_days"], row["stale"]) == (22, 0, False)


def test_what_was_not_modified_stays_and_is_confirmed(update, publisher):
    update(csv(sdn(20), ETag='"1"'))
    before = update.store.state
    ran = update(status(304))
    asked = [headers for path, headers in publisher.requests if path == "/sdn.csv"]
    assert asked[-1]["if-none-match"] == '"1"'
    assert ran.json["unchanged"] == ["ofac-sdn"]
    assert update.store.state.snapshot == before.snapshot


@pytest.mark.parametrize(
    "answers",
    [
        [status(404)],
        [status(429, Retry_After="9999")],
        [status(500)],
        [truncated(sdn(20))],
        [gives(PAGE, Content_Type="text/html")],
        [redirects("http://10.1.2.3/sdn.csv")],
        [redirects("http://169.254.169.254/latest/meta-data")],
        [endless],
        [drips()],
        [csv(CSV)],
        [csv(b"")],
    ],
    ids=["404", "429", "500", "truncated", "page", "private", "metadata", "endless", "slow", "other", "empty"],
)
def test_whatever_a_publisher_does_the_list_in_use_stays(update, answers, run):
    update(csv(sdn(20), ETag='"1"'))
    before = update.store.state.snapshot
    ran = update(*answers, options=("--allow-http", "--allow-private"))
    assert ran.code == 1
    assert "ofac-sdn" in {**ran.json["failed"], **ran.json["refused"]}
    assert update.store.state.snapshot == before
    assert run("snapshot", "verify").code == 0
    assert not list((update.store.folder / "tmp").iterdir())


def test_a_server_that_fails_once_is_asked_again(update):
    assert update(status(503), csv(sdn(20))).json["taken"]


def test_a_list_that_lost_two_fifths_is_not_believed(update):
    update(csv(sdn(20)))
    ran = update(csv(sdn(10)), options=("--allow-http", "--allow-private"))
    assert "12 records, where the edition before had 22" in ran.json["refused"]["ofac-sdn"]
    assert ran.code == 1


def test_plain_http_and_private_addresses_need_leave(update):
    refused = update(csv(sdn(20)), options=())
    assert "http" in refused.json["failed"]["ofac-sdn"]
    refused = update(csv(sdn(20)), options=("--allow-http",))
    assert refused.json["failed"]


def test_a_dry_run_tells_what_would_change(update):
    update(csv(sdn(20)))
    before = update.store.state
    ran = update(csv(sdn(20, first=2)), options=("--allow-http", "--allow-private", "--force", "--dry-run"))
    kinds = {change["kind"] for change in ran.json["changes"]}
    assert kinds & {"party_added", "party_renamed"}
    assert ran.json["snapshot"] is None
    assert update.store.state == before


def test_a_copy_of_the_lists_needs_no_network(run, tmp_path, publisher):
    (tmp_path / "copy" / "ofac-sdn").mkdir(parents=True)
    (tmp_path / "copy" / "ofac-sdn" / "sdn.csv").write_bytes(sdn(3))
    ran = run("update", "ofac-sdn", "--mirror", str(tmp_path / "copy"), "--force", "--format", "json")
    assert [one["records"] for one in ran.json["taken"]] == [5]
    assert not publisher.requests


def test_the_sources_of_an_empty_copy_are_told(run, tmp_path):
    (tmp_path / "copy").mkdir()
    ran = run("update", "--mirror", str(tmp_path / "copy"), "--format", "text")
    assert "There is nothing to update" in ran.out


def test_a_copy_that_is_not_there_is_told(run, tmp_path):
    ran = run("update", "--mirror", str(tmp_path / "nowhere"))
    assert (ran.code, "There is no folder" in ran.err) == (2, True)


def test_the_settings_may_not_speak_of_a_source_that_is_none(run, tmp_path):
    (tmp_path / "config" / "obstat").mkdir(parents=True)
    (tmp_path / "config" / "obstat" / "settings.toml").write_text("[sources.ofac-sdm]\npersons = false\n")
    ran = run("update", "--mirror", str(tmp_path))
    assert ran.code == 2
    assert "ofac-sdn" in ran.err


@pytest.mark.parametrize("text", ["sources = 1", "[sources.ofac-sdn]\nx = 1", "[sources.ofac-sdn]\naddress = 1",
                                  "[sources.ofac-sdn]\npersons = 'no'", "[sources]\nofac-sdn = 1"])  # fmt: skip
def test_settings_of_sources_that_cannot_be_read_are_told(run, tmp_path, text):
    (tmp_path / "config" / "obstat").mkdir(parents=True)
    (tmp_path / "config" / "obstat" / "settings.toml").write_text(text)
    ran = run("sources")
    assert ran.code == 2
    assert "settings.toml" in ran.err


class TestThePack:
    @pytest.fixture
    def archive(self, tmp_path):
        pack(EMBEDDED, tmp_path / "pack.zip")
        return tmp_path / "pack.zip"

    def test_it_needs_somebody_who_vouches(self, run, archive):
        ran = run("update", "--pack", str(archive))
        assert ran.code == 2
        assert "--sha256 or --key" in ran.err

    def test_by_its_sum(self, run, archive):
        right = hashlib.sha256(archive.read_bytes()).hexdigest()
        assert run("update", "--pack", str(archive), "--sha256", right).json["snapshot"].startswith("sha256:")
        wrong = run("update", "--pack", str(archive), "--sha256", "0" * 64)
        assert (wrong.code, right in wrong.err) == (1, True)

    def test_by_its_signature_from_an_address(self, run, archive, publisher):
        signer = Ed25519PrivateKey.generate()
        key = base64.b64encode(b"Ed12345678" + signer.public_key().public_bytes_raw()).decode()
        mark = signer.sign(hashlib.blake2b(archive.read_bytes()).digest())
        lines = ["untrusted comment: x", base64.b64encode(b"ED12345678" + mark).decode(), "trusted comment: y",
                 base64.b64encode(signer.sign(mark + b"y")).decode()]  # fmt: skip
        address = publisher.at("/pack.zip", gives(archive.read_bytes()))
        publisher.at("/pack.zip.minisig", gives("\n".join(lines).encode()))
        allowed = ("--allow-http", "--allow-private")
        assert run("update", "--pack", address, "--key", key, *allowed).code == 0
        other = base64.b64encode(b"Ed12345678" + Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
        refused = run("update", "--pack", address, "--key", other, *allowed)
        assert (refused.code, "does not sign" in refused.err) == (1, True)


def test_a_snapshot_goes_out_and_comes_in_as_one_file(run, tmp_path, monkeypatch):
    told = run("snapshot", "export", "-o", str(tmp_path / "out.zip")).out.splitlines()
    assert told[1].split()[0] == hashlib.sha256((tmp_path / "out.zip").read_bytes()).hexdigest()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    assert run("snapshot", "import", str(tmp_path / "out.zip")).out.startswith(told[0])
    shown = run("snapshot", "show", "--snapshot", told[0][:19], "--format", "json")
    assert json.loads(shown.out)["snapshot"] == told[0]
