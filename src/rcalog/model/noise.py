"""Words that hold sentences together: two incidents that share them have nothing in common."""

from __future__ import annotations

ENGLISH = """
a about after all an and any are as at be been before but by can could did do does during for from had has have he her
his how if in into is it its just more no nor not of on only or other our over she so some such than that the their
them then there these they this those to too until very was we were what when where which while who whose why will
with would you your
"""

CHINESE = """
一个 一些 一直 上的 中的 为了 之前 之后 了一 于是 也是 他们 以及 以后 但是 使得 关于 其中 其他 再次 出了 到了 可以 只是
只有 因为 因此 多个 如果 它们 对于 就是 已经 并且 开始 当时 很多 我们 所以 所有 所致 时候 时的 是在 有些 有的 来自 某个
某些 每个 没有 然后 现在 由于 的一 的时 直到 还有 还是 这个 这些 进行 通过 那个 那些 都是 随后 需要 非常
"""

NOISE = frozenset(f"{ENGLISH} {CHINESE}".split())
"""As tokens, of which Chinese has one for every two characters."""

DENSE_NOISE = frozenset(CHINESE.split())
"""Those of them that have no blanks around them."""
