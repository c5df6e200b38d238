"""The page that lies beside the records: what each key means, and how to ask git without rcalog."""

from __future__ import annotations

from rcalog.model.legend import LEGEND

GREPS = (
    ("git grep -l '^status: ongoing'", "what is still hurting users", "哪些事故还在进行中"),
    ("git grep -e '- cause:' -- '*.yaml'", "every cause ever found", "所有原因"),
    (
        "git grep -e '- cause:' -e 'end: root-cause' -- '*.yaml'",
        "the root causes: each stands right above its end",
        "所有根因：各在自己的 end 上面一行",
    ),
    ("git grep -A3 -e '- action:' -- '*.yaml'", "actions with id, owner and due date", "改进项：编号、负责人、期限"),
    ("git log -S'c2m9r'", "when an item came or went, or something began to name it", "某一条目何时出现、消失或被引用"),
    ("git log --grep '^Incident: 20170131-k7f3q'", "all commits about one incident", "某一事故的全部提交"),
)
"""Questions that need no rcalog."""

TOP = """\
# Incident records · 事故记录

One file per incident. Edit with `rcalog`, or with any editor: the format is plain YAML, and git keeps the history.
A missing key means "not asked yet"; `unknown` means "asked, and nobody knows"; `~` before a time means "about".

一个文件一起事故。可用 `rcalog` 修改，也可用任何编辑器；格式是普通 YAML，历史在 git 里。
缺少的键表示还没问过；`unknown` 表示问过但没人知道；时间前的 `~` 表示大约。
"""


def legend_page() -> str:
    """Return the page as Markdown, English and Chinese."""
    greps = [f"| `{command}` | {english} | {chinese} |" for command, english, chinese in GREPS]
    keys = [f"| `{key}` | {english} | {chinese} |" for key, (english, chinese) in LEGEND.items()]
    head = "| {} | | |\n|---|---|---|\n"
    parts = (
        TOP,
        "## Without rcalog · 不用 rcalog 也能查\n",
        head.format("command · 命令") + "\n".join(greps) + "\n",
        "## Keys · 字段\n",
        head.format("key · 字段") + "\n".join(keys) + "\n",
    )
    return "\n".join(parts)
