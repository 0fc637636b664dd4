#!/usr/bin/env python3
"""A second reader of Entente's carried files, written from docs/protocol alone. Python's standard library, nothing else.

    python3 verify.py FILE...

It reads the tar, recomputes every leaf hash, tile and root, and checks checkpoints, receipts, bodies, exhibits and
Ed25519 signatures. It leaves the tar's headers and padding to Python's own reader, and
does not check ML-DSA-44 signatures, and says so. It takes the keys from the file and prints the hash of each party's
key document: compare it with a card that came by another way. Ends with 0 when all files are good, with 1
when something in one is wrong.
"""

import base64
import hashlib
import hmac
import json
import sys
import tarfile


class Wrong(Exception):
    """What is wrong with a file."""


def demand(holds, sentence):
    if not holds:
        raise Wrong(sentence)


# Ed25519, after the reference code of RFC 8032 section 6.

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decompress(encoded):
    y = int.from_bytes(encoded, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None  # Small order, never a key or a nonce here.
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P != 0:
        return None
    if (x & 1) != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = decompress(bytes([0x58]) + bytes([0x66]) * 31)


def ed25519_verifies(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return same(times(s, BASE), add(r, times(k, a)))


# RFC 6962 trees in tlog-tiles.


def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(hashes):
    """Merkle tree hash of leaf hashes, from the definition: split at the largest power of two below their number."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(tree_root(hashes[:split]), tree_root(hashes[split:]))


def tile_name(level, index, width):
    digits = str(index)
    digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + [groups[-1]])
    return f"tile/{level}/{path}" + ("" if width == 256 else f".p/{width}")


def tiles_of(hashes):
    """Every tile of the tree: (level, index) to (width, bytes)."""
    tiles = {}
    level = 0
    while hashes:
        for at in range(0, len(hashes), 256):
            part = hashes[at : at + 256]
            tiles[(level, at // 256)] = (len(part), b"".join(part))
        hashes = [tree_root(hashes[at : at + 256]) for at in range(0, len(hashes) - 255, 256)]
        level += 1
    return tiles


# Canonical JSON and signed notes.


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def parse(document, what):
    value = json.loads(document.decode("utf-8"))
    demand(canonical(value) == document, f"{what} is not in canonical form")
    return value


def base64_of(text, what):
    raw = base64.b64decode(text, validate=True)
    demand(base64.b64encode(raw).decode() == text, f"{what} is not in canonical base64")
    return raw


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def parse_note(note):
    text, separator, rest = note.decode("utf-8").rpartition("\n\n")
    demand(separator != "" and rest.endswith("\n"), "a note is not a text and signatures")
    lines = []
    for line in rest[:-1].split("\n"):
        dash, name, blob = line.split(" ")
        demand(dash == "\u2014", "a signature line does not begin with a dash")
        raw = base64_of(blob, "a signature")
        lines.append((name, raw[:4], raw[4:]))
    return text + "\n", lines


def parse_checkpoint(text):
    lines = text.split("\n")
    demand(len(lines) == 4 and lines[3] == "", "a checkpoint does not have three lines")
    origin, size, root = lines[:3]
    demand(size.isascii() and size.isdigit() and str(int(size)) == size, "a checkpoint's size is not a number")
    return origin, int(size), base64_of(root, "a root")


def the_line(lines, name, kind, public, what):
    """The one signature by this key. Its kind is part of the key ID."""
    found = [blob for line_name, line_id, blob in lines if line_name == name and line_id == key_id(name, kind, public)]
    demand(len(found) == 1, f"{what} is not signed once by its key of kind {kind:#04x}")
    return found[0]


class Party:
    def __init__(self, channel, card):
        keys = card["keys"]
        self.id = keys["party"]
        self.head_name = f"{channel}/{self.id}"
        self.receipt_name = f"{channel}/{self.id}/receipt"
        self.head = {kind: base64.b64decode(keys["head"][kind]) for kind in ("ed25519", "mldsa44")}
        self.receipt = {kind: base64.b64decode(keys["receipt"][kind]) for kind in ("ed25519", "mldsa44")}

    def check_head(self, text, lines, what):
        signature = the_line(lines, self.head_name, 0x01, self.head["ed25519"], what)
        demand(ed25519_verifies(self.head["ed25519"], text.encode(), signature), f"{what}: a head signature is wrong")
        the_line(lines, self.head_name, 0x06, self.head["mldsa44"], what)
        return parse_checkpoint(text)

    def check_receipt(self, text, lines, what):
        stamped = the_line(lines, self.receipt_name, 0x04, self.receipt["ed25519"], what)
        at = int.from_bytes(stamped[:8], "big")
        message = f"cosignature/v1\ntime {at}\n{text}".encode()
        good = ed25519_verifies(self.receipt["ed25519"], message, stamped[8:])
        demand(good, f"{what}: a receipt signature is wrong")
        the_line(lines, self.receipt_name, 0x06, self.receipt["mldsa44"], what)


class Members:
    """The members of the tar, taken in order."""

    def __init__(self, path):
        self.tar = tarfile.open(path, "r|")
        self.next = self.tar.next()
        self.end = 0

    def take(self, name):
        demand(self.next is not None, f"the file ends where {name} should stand")
        demand(self.next.name == name, f"{self.next.name} stands where {name} should")
        body = self.tar.extractfile(self.next).read()
        self.end = self.next.offset_data + -(-len(body) // 512) * 512
        self.next = self.tar.next()
        return body

    def has(self, name):
        return self.next is not None and self.next.name == name


def split_entries(bundle, count, what):
    entries, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entries.append(bundle[at + 2 : at + 2 + length])
        at += 2 + length
    demand(at == len(bundle) and len(entries) == count, f"{what} is not {count} entries")
    return entries


def split_bodies(bundle, count, what):
    bodies, at = [], 0
    for _ in range(count):
        demand(at < len(bundle) and bundle[at] in (0, 1), f"{what} is not well formed")
        if bundle[at] == 0:
            bodies.append(None)
            at += 1
            continue
        length = int.from_bytes(bundle[at + 33 : at + 37], "big")
        bodies.append((bundle[at + 1 : at + 33], bundle[at + 37 : at + 37 + length]))
        at += 37 + length
    demand(at == len(bundle), f"{what} is not {count} bodies")
    return bodies


def check_leaf(entry, seq, party, sizes, before, body, named, what):
    leaf = parse(entry, what)
    demand(leaf["party"] == party and leaf["seq"] == seq, f"{what} stands elsewhere than it says")
    deps = leaf["deps"]
    demand(set(deps) == set(sizes) - {party}, f"{what}: deps do not name every other party once")
    for other, seen in deps.items():
        demand(before.get(other, 1) <= seen <= sizes[other], f"{what}: deps of {other} are out of order")
    said = leaf.get("body")
    demand(said is not None or body is None, f"{what} has a body that it does not speak of")
    if said is not None and body is not None:
        salt, content = body
        mac = hmac.new(salt, content, hashlib.sha256).hexdigest()
        demand(mac == said["hmac"] and len(content) == said["size"], f"{what}: its body is another")
    for exhibit in leaf["data"].get("exhibits", []):
        named[exhibit["sealed"]] = exhibit["sealedBytes"]
    return deps


def check_feed(members, party, parties, sizes, genesis, named):
    folder, size = f"feeds/{party.id}", sizes[party.id]
    text, lines = parse_note(members.take(f"{folder}/checkpoint"))
    demand(len(lines) == 2, f"{folder}/checkpoint has other lines than the two of its author")
    origin, signed_size, root = party.check_head(text, lines, f"{folder}/checkpoint")
    demand(origin == party.head_name and signed_size == size, f"{folder}/checkpoint is another feed's or of another size")
    receipts = []
    for other in parties:
        name = f"{folder}/receipts/{other.id}"
        if other is party or not members.has(name):
            continue
        text, lines = parse_note(members.take(name))
        receipt_origin, receipt_size, receipt_root = party.check_head(text, lines, name)
        other.check_receipt(text, lines, name)
        demand(len(lines) == 4 and receipt_origin == origin, f"{name} is not a receipt over this feed")
        demand(receipt_size <= size, f"{name} is over more than the file has")
        receipts.append((name, other.id, receipt_size, receipt_root))
    upper, full, whole = {}, {}, size // 256
    if size % 256 > 0:
        upper[(0, whole)] = members.take(f"{folder}/{tile_name(0, whole, size % 256)}")
    level, count = 1, whole
    while count > 0:
        for index in range(-(-count // 256)):
            name = tile_name(level, index, min(256, count - index * 256))
            upper[(level, index)] = members.take(f"{folder}/{name}")
        level, count = level + 1, count // 256
    hashes, deps, held, absent = [], {}, 0, 0
    for index in range(-(-size // 256)):
        width = min(256, size - index * 256)
        if width == 256:
            full[(0, index)] = members.take(f"{folder}/{tile_name(0, index, 256)}")
        name = f"{folder}/{tile_name('entries', index, width)}"
        entries = split_entries(members.take(name), width, name)
        name = f"{folder}/{tile_name('entries', index, width).replace('tile/entries', 'bodies')}"
        bodies = split_bodies(members.take(name), width, name)
        for i, entry in enumerate(entries):
            seq = index * 256 + i
            hashes.append(leaf_hash(entry))
            if seq == 0:
                demand(entry == genesis and bodies[0] is None, f"{folder} does not begin with the genesis")
                continue
            deps = check_leaf(entry, seq, party.id, sizes, deps, bodies[i], named, f"leaf {seq} of {party.id}")
            if "body" in json.loads(entry):
                held, absent = (held + 1, absent) if bodies[i] is not None else (held, absent + 1)
    carried = {**upper, **full}
    for (level, index), (width, content) in tiles_of(hashes).items():
        demand(carried.pop((level, index), None) == content, f"{folder}/{tile_name(level, index, width)} is another tile")
    demand(not carried, f"{folder} has tiles that its tree has not")
    demand(tree_root(hashes) == root, f"{folder}: the leaves do not lead to the signed root")
    for name, _, receipt_size, receipt_root in receipts:
        demand(tree_root(hashes[:receipt_size]) == receipt_root, f"{name} is over another history")
    seen = ", ".join(f"{by} up to {receipt_size}" for _, by, receipt_size, _ in receipts) or "nobody"
    print(f"  feed {party.id}: {size} leaves, root {root.hex()}, received by {seen}; bodies {held}, absent {absent}")


def check_file(path):
    members = Members(path)
    manifest = parse(members.take("entente.json"), "entente.json")
    genesis_bytes = members.take("genesis")
    genesis = parse(genesis_bytes, "the genesis")
    channel = hashlib.sha256(genesis_bytes).hexdigest()
    demand(manifest["v"] == 1 and manifest["entente"] == "record", "entente.json is of another version or kind")
    demand(manifest["channel"] == channel, "entente.json names another channel than the genesis founds")
    charter = members.take("charter")
    demand(hashlib.sha256(charter).hexdigest() == genesis["data"]["charter"], "the charter is another")
    parties = []
    for entry in genesis["data"]["parties"]:
        card = parse(members.take(f"cards/{entry['id']}.json"), f"the card of {entry['id']}")
        committed = hashlib.sha256(canonical(card["keys"])).hexdigest() == entry["keys"]
        demand(committed and card["keys"]["party"] == entry["id"], f"the card of {entry['id']} has other keys")
        parties.append(Party(channel, card))
    sizes = manifest["feeds"]
    demand(set(sizes) == {party.id for party in parties}, "entente.json does not name every feed")
    print(f"  channel {channel}, founded {genesis['made']}")
    for entry in genesis["data"]["parties"]:
        print(f"  keys of {entry['id']} {entry['keys']}: those in the file, whoever they belong to")
    named = {}
    for party in parties:
        check_feed(members, party, parties, sizes, genesis_bytes, named)
    for exhibit in manifest["exhibits"]:
        sealed = exhibit["sealed"]
        content = members.take(f"exhibits/{sealed}")
        good = hashlib.sha256(content).hexdigest() == sealed and len(content) == exhibit["bytes"]
        demand(good and named.get(sealed) == len(content), f"exhibit {sealed} is another, or no act names it")
    demand(members.next is None, "members stand after the last one")
    with open(path, "rb") as file:
        file.seek(members.end)
        demand(file.read() == bytes(1024), "the file does not end in two zero blocks and nothing else")
    print(f"  exhibits {len(manifest['exhibits'])} of {len(named)} named; ML-DSA-44 signatures were not checked")


def main(paths):
    wrong = 0
    for path in paths:
        print(path)
        try:
            check_file(path)
            print("  verdict: good")
        except OSError as fault:
            wrong += 1
            print(f"  cannot be read: {fault.strerror}")
        except (Wrong, tarfile.TarError, KeyError, TypeError, ValueError, AttributeError) as fault:
            wrong += 1
            print(f"  verdict: wrong ({fault})")
    return 1 if wrong > 0 or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
