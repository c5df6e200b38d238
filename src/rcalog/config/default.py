"""The policy file that `init` writes."""

DEFAULT_CONFIG = """\
# The policy of this logbook: what a team has decided. Every key has a default, shown here; remove the # before
# a key to change it. Each line stands alone, in any order. What is yours alone (hooks, editor, pager) stands in git
# config.

# The zone in which times without one are meant; without it, each machine's own.
#timezone = "Asia/Shanghai"

# The language of interviews and reports: en or zh; without it, each person's own.
#language = "en"

# Letters in the names of record files: unicode (Chinese is kept) or ascii.
#slug = "unicode"

# The branch that records belong on; a commit on another one is warned about.
#branch = "main"

# The services that an incident may hurt; with a list, another name is warned about.
#services = []

# Minutes to notice, over which a review asks for the leg "detection".
#detection_limit_minutes = 15

# Minutes to restore, over which a review asks for the leg "recovery".
#recovery_limit_minutes = 240

# Days after which an incident that is over should be reviewed; late ones are named until they are.
#review_days = 14

# Whether a second person must review and verify: "when-available" or "required".
#second_person = "when-available"

# The team's own words for severities, for typing and for display.
#severity_labels.sev1 = "P0"

# The lines of inquiry that a review needs: occurrence, defence, detection, recovery, systemic.
#required_legs.sev1 = ["occurrence", "defence", "recovery", "systemic"]
#required_legs.sev2 = ["occurrence", "defence"]
#required_legs.sev3 = ["occurrence"]
#required_legs.sev4 = []
#required_legs.sev5 = []

# Days until an action is due, where nothing else is said.
#action_days.sev1 = 15
#action_days.sev2 = 30
#action_days.sev3 = 60
#action_days.sev4 = 90
#action_days.sev5 = 90

# The weight of single rules of check: error, warning, hint or off.
#rules.A205 = "hint"

# The first line of a commit; it knows {id} and {summary}.
#commit.subject = "{id}: {summary}"

# Whether the last lines of a commit are for programs: Incident, Operation, Severity.
#commit.trailers = true

# Commits whose findings in `rcalog audit` the team knows, and why they are all right; they are hints from then on.
#accepted.1a2b3c4d = "a typo, mended with git: ana"

# The people who are named in records; the e-mails tie git identities to a name.
#people.ana = {name = "Ana", emails = ["ana@example.org"], former = false}
"""
