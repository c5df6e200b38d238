"""The lines that commits put into files, as git prints them."""

from __future__ import annotations

from rcalog.logbook.git.patches import read_patches

HEAD = (
    b"\0"
    + b"\0".join((b"a" * 40, b"1795423381", b"1795423381 +0000", b"Ana", b"ana@example.org", b"Merge", b"p", b""))
    + b"\n"
)


def test_a_hunk_ends_where_the_next_thing_begins() -> None:
    """Git announces too few lines where a combined hunk ends with lines that went; the next file is read all the same."""
    text = (
        HEAD
        + b"""
diff --combined a.yaml
index 8a8c267,9b8ac08..833c0d9
--- a/a.yaml
+++ b/a.yaml
@@@ -10,0 -10,1 +10,3 @@@ tags
 +  - ana-0
+   - c0-0
++  - c8-2
 -  - c8-2
@@@ -30,1 -30,1 +30,0 @@@
--  - both
\\ No newline at end of file
diff --git b.yaml b.yaml
--- a/b.yaml
+++ b/b.yaml
@@ -1 +1 @@
--- a/x
+++ b/y
"""
    )
    found = list(read_patches(text.splitlines(keepends=True)))
    assert [(patch.path, patch.lines) for patch in found] == [
        ("a.yaml", ["+  - c8-2", "-  - both"]),
        ("b.yaml", ["--- a/x", "+++ b/y"]),
    ]
