"""A snapshot travels as one file, and nothing else is let in with it."""

from __future__ import annotations

import base64
import hashlib
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lists import edition, row, taken

from obstat.identity.lookup import Lookup
from obstat.knowledge import vouched
from obstat.knowledge.archive import pack, unpack
from obstat.knowledge.compile import build
from obstat.knowledge.snapshot import Snapshot, verify
from obstat.knowledge.store import Store
from obstat.knowledge.update import adopt, base_of
from obstat.model.errors import InvalidValue, SnapshotError


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    build(folder / "snapshot")
    pack(folder / "snapshot", folder / "pack.zip")
    return folder


def test_what_is_packed_comes_out_the_same(packed, tmp_path):
    assert unpack(packed / "pack.zip", tmp_path / "out") == verify(packed / "snapshot")[0]
    assert (tmp_path / "out" / "FACTS").read_bytes() == (packed / "snapshot" / "FACTS").read_bytes()


def test_the_same_snapshot_gives_the_same_archive(packed, tmp_path):
    pack(packed / "snapshot", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (packed / "pack.zip").read_bytes()


def altered(packed, target, change):
    """The archive with a change to its members, each a name and its bytes."""
    with zipfile.ZipFile(packed / "pack.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "more.col", "sub/FACTS"])
def test_a_strange_member_is_refused(packed, tmp_path, name):
    strange = altered(packed, tmp_path / "strange.zip", lambda members: members.update({name: b"x"}))
    with pytest.raises(SnapshotError, match="which no snapshot"):
        unpack(strange, tmp_path / "in" / "out")
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "in" / "outside").exists()


def test_a_file_that_is_there_twice_is_refused(packed, tmp_path):
    twice = altered(packed, tmp_path / "twice.zip", lambda members: None)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("FACTS", b"x")
    with pytest.raises(SnapshotError, match="holds 'FACTS'"):
        unpack(twice, tmp_path / "out")


def test_no_more_is_taken_out_than_the_archive_says(packed, tmp_path):
    """A bomb that says it is small is cut off, and then is no snapshot."""
    bomb = altered(packed, tmp_path / "bomb.zip", lambda members: members.update({"rules.col": bytes(50_000_000)}))
    data = bytearray(bomb.read_bytes())
    at = data.rindex(b"rules.col") - 46
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # the size in the central directory
    bomb.write_bytes(data)
    with pytest.raises(SnapshotError):
        unpack(bomb, tmp_path / "out")
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) < 10_000_000


@pytest.mark.parametrize("size", [0, 10, 1000, -30000])
def test_a_file_cut_short_is_refused(packed, tmp_path, size):
    (tmp_path / "cut.zip").write_bytes((packed / "pack.zip").read_bytes()[:size])
    with pytest.raises(SnapshotError):
        unpack(tmp_path / "cut.zip", tmp_path / "out")


def test_a_changed_file_is_refused(packed, tmp_path):
    changed = altered(
        packed, tmp_path / "changed.zip", lambda members: members.update({"rules.col": members["rules.col"] + b"\0"})
    )
    with pytest.raises(SnapshotError, match=r"rules\.col"):
        unpack(changed, tmp_path / "out")


class TestWhoVouches:
    @pytest.fixture
    def signer(self):
        return Ed25519PrivateKey.generate()

    def key(self, signer, number=b"12345678"):
        return base64.b64encode(b"Ed" + number + signer.public_key().public_bytes_raw()).decode()

    def sign(self, signer, file, target, *, letters=b"ED", number=b"12345678", comment="a comment", signed=None):
        data = file.read_bytes()
        mark = signer.sign(hashlib.blake2b(data).digest() if letters == b"ED" else data)
        whole = signer.sign(mark + (signed or comment).encode())
        lines = [
            "untrusted comment: by nobody",
            base64.b64encode(letters + number + mark).decode(),
            f"trusted comment: {comment}",
            base64.b64encode(whole).decode(),
        ]
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return target

    @pytest.mark.parametrize("letters", [b"ED", b"Ed"])
    def test_a_signature_by_the_key_is_accepted(self, packed, tmp_path, signer, letters):
        signature = self.sign(signer, packed / "pack.zip", tmp_path / "a.minisig", letters=letters)
        key = f"untrusted comment: minisign public key\n{self.key(signer)}\n"
        assert vouched.signed(packed / "pack.zip", signature, key) == "a comment"

    def test_a_signature_of_another_file_is_refused(self, packed, tmp_path, signer):
        (tmp_path / "other").write_bytes(b"other")
        signature = self.sign(signer, tmp_path / "other", tmp_path / "a.minisig")
        with pytest.raises(SnapshotError, match="does not sign"):
            vouched.signed(packed / "pack.zip", signature, self.key(signer))

    def test_a_signature_by_another_key_is_refused(self, packed, tmp_path, signer):
        signature = self.sign(Ed25519PrivateKey.generate(), packed / "pack.zip", tmp_path / "a.minisig")
        with pytest.raises(SnapshotError, match="does not sign"):
            vouched.signed(packed / "pack.zip", signature, self.key(signer))
        with pytest.raises(SnapshotError, match="another key"):
            vouched.signed(packed / "pack.zip", signature, self.key(signer, b"87654321"))

    def test_a_comment_that_was_changed_is_refused(self, packed, tmp_path, signer):
        signature = self.sign(signer, packed / "pack.zip", tmp_path / "a.minisig", signed="another comment")
        with pytest.raises(SnapshotError, match="does not sign"):
            vouched.signed(packed / "pack.zip", signature, self.key(signer))

    @pytest.mark.parametrize("text", ["", "one line", "a\nb\nc\nd", "x" * 500])
    def test_what_is_no_signature_is_told(self, packed, tmp_path, signer, text):
        (tmp_path / "a.minisig").write_text(text, encoding="utf-8")
        with pytest.raises(SnapshotError, match="no minisign signature"):
            vouched.signed(packed / "pack.zip", tmp_path / "a.minisig", self.key(signer))

    @pytest.mark.parametrize("key", ["", "RW", "not base64!", base64.b64encode(b"x" * 42).decode()])
    def test_what_is_no_key_is_told(self, packed, tmp_path, signer, key):
        signature = self.sign(signer, packed / "pack.zip", tmp_path / "a.minisig")
        with pytest.raises(InvalidValue, match="no minisign public key"):
            vouched.signed(packed / "pack.zip", signature, key)

    def test_a_sum_is_the_files_or_refused(self, packed):
        right = hashlib.sha256((packed / "pack.zip").read_bytes()).hexdigest()
        vouched.has_sum(packed / "pack.zip", right.upper())
        with pytest.raises(SnapshotError, match="another file"):
            vouched.has_sum(packed / "pack.zip", "0" * 64)
        with pytest.raises(InvalidValue, match="64 hexadecimal"):
            vouched.has_sum(packed / "pack.zip", "abc")


class TestANewerPack:
    @pytest.fixture
    def newer(self, small_pack, tmp_path):
        """The archive of an invented pack whose facts are known to a later day."""
        vocabulary = small_pack.folder / "vocabulary.yaml"
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        at = next(n for n, line in enumerate(lines) if line.startswith("state_of_knowledge"))
        lines[at] = "state_of_knowledge: 2031-01-01"
        vocabulary.write_text("\n".join(lines), encoding="utf-8")
        build(tmp_path / "newer", small_pack.folder)
        pack(tmp_path / "newer", tmp_path / "newer.zip")
        return tmp_path / "newer.zip"

    def adopted(self, store, archive):
        return Snapshot(adopt(store, lambda base: Lookup(base).find, archive))

    def test_it_is_put_beneath_the_lists_in_use(self, newer, packed, tmp_path):
        store = Store(tmp_path / "store")
        taken(store, Snapshot(packed / "snapshot"), edition(tmp_path / "lists", row(7, "Nordlicht Kabel GmbH")))
        now = self.adopted(store, newer)
        assert now.id == Snapshot(store.current()).id
        assert {"Acme Ltd.", "Nordlicht Kabel GmbH"} <= {party.name for party in now.parties.values()}
        assert base_of(store).pack_date > Snapshot().pack_date

    def test_without_lists_it_is_the_snapshot_in_use(self, newer, tmp_path):
        store = Store(tmp_path / "store")
        assert self.adopted(store, newer).id == Snapshot(tmp_path / "newer").id
        assert not store.collect(0), "the pack in use is not cleared away"

    def test_an_older_one_is_refused(self, small_pack, tmp_path):
        build(tmp_path / "older", small_pack.folder)
        pack(tmp_path / "older", tmp_path / "older.zip")
        older = Snapshot(tmp_path / "older").pack_date < Snapshot().pack_date
        assert older, "the invented pack is older than the shipped one"
        with pytest.raises(SnapshotError, match="older than the pack in use"):
            self.adopted(Store(tmp_path / "store"), tmp_path / "older.zip")

    def test_a_snapshot_with_lists_is_no_pack(self, packed, tmp_path):
        store = Store(tmp_path / "store")
        taken(store, Snapshot(packed / "snapshot"), edition(tmp_path / "lists", row(7, "Nordlicht Kabel GmbH")))
        pack(store.current(), tmp_path / "lists.zip")
        with pytest.raises(SnapshotError, match="holds lists"):
            self.adopted(Store(tmp_path / "other"), tmp_path / "lists.zip")
