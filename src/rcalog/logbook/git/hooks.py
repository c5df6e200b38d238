"""The user's hooks, run as git commit would run them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git.run import run_git
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.settings import Settings


FRAMEWORK_MODIFIED = "files were modified by this hook"
"""How the pre-commit framework says that a hook has changed files, which it takes for a failure."""


class HookRejected(RcalogError):
    """One of the user's hooks does not want this commit."""

    code = "hook-rejected"

    def __init__(self, hook: str, output: str) -> None:
        self.hook, self.output = hook, output
        said = f":\n{output.rstrip()}" if output.strip() else ""
        super().__init__(f"the {hook} hook refused the commit{said}", hint=self._hint())

    def _hint(self) -> str:
        if FRAMEWORK_MODIFIED in self.output:
            return "exclude ^incidents/ from hooks that change files, or have none here: git config rcalog.hooks skip"
        return "mend what it says, or go without hooks here: git config rcalog.hooks skip"


class HookStagedOthers(HookRejected):
    """A hook wants files in the commit that are none of rcalog's business."""

    code = "hook-staged-others"

    def __init__(self, hook: str, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(hook, f"it staged files that do not belong to the commit: {', '.join(paths)}")

    def _hint(self) -> str:
        return "let the hook stage only what it was given, or go without hooks here: git config rcalog.hooks skip"


class Hooks(Value):
    """The hooks of a repository with what they find in their environment."""

    place: Place
    env: Mapping[str, str]
    settings: Settings

    def are_there(self, *names: str) -> bool:
        """Say whether any of these hooks may be there."""
        if not self.settings.runs_hooks:
            return False
        folder = self.place.common_dir / "hooks"
        return self.settings.places_hooks or any(os.path.lexists(folder / name) for name in names)

    def run(self, name: str, *args: str) -> str:
        """Run a hook, if there is one and the user wants hooks at all; return what it says.

        Raises: HookRejected.
        """
        if not self.are_there(name):
            return ""
        # Bare, because global flags would reach the hook as GIT_CONFIG_PARAMETERS and GIT_LITERAL_PATHSPECS.
        command = ["hook", "run", "--ignore-missing", name, *(["--", *args] if args else [])]
        answer = run_git(command, cwd=self.place.top, env={"GIT_EDITOR": ":", **self.env}, check=False, user_env=True)
        if answer.code:
            raise HookRejected(name, answer.err)
        return answer.err.strip()

    def tell(self) -> list[str]:
        """Run the post-commit hook, which can refuse nothing any more; return what to say where it failed."""
        try:
            self.run("post-commit")
        except HookRejected as error:
            return [f"the post-commit hook failed{f': {said}' if (said := error.output.strip()) else ''}"]
        return []
