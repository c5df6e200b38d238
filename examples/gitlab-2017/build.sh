#!/bin/sh
# Rebuild the record of the GitLab.com outage of 2017-01-31 in a new logbook, as an on-call engineer would have typed it.
# usage: build.sh FOLDER      (a folder that does not exist yet)
# Facts: GitLab's own public review of February 2017. The sentences and the names of people are ours.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=https://about.gitlab.com/blog/2017/02/10/postmortem-of-database-outage-of-january-31/

# A machine on which nobody has told git their name yet.
if ! git config user.email >/dev/null && [ -z "${GIT_AUTHOR_EMAIL:-}" ]; then
  GIT_AUTHOR_NAME=Ana GIT_AUTHOR_EMAIL=ana@example.org GIT_COMMITTER_NAME=Ana GIT_COMMITTER_EMAIL=ana@example.org
  export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
fi

rcalog init "$1"
cd "$1"
export RCALOG_LOGBOOK="$PWD" RCALOG_TZ=UTC

# During the outage
rcalog new Production database deleted, no routine backup could be restored \
  --id 20170131-k7f3q --started '2017-01-31 23:27' --detected '2017-01-31 23:27:30' --acknowledged '2017-01-31 23:28' \
  --severity sev1 --service web --service postgresql --tag data-loss --tag backup --lead 'database on-call'
rcalog note Daily routine aside, a snapshot of the database is taken by hand for a test on staging --at '~2017-01-31 17:20' --type action --by 'database on-call' --hindsight
rcalog note Database load rises, spam and the removal of a reported account --at '~2017-01-31 19:00' --type observation
rcalog note Replication to db2 has stopped, the lag outgrew the WAL kept on db1 --at '~2017-01-31 23:00' --type detection
rcalog note Directory removed on db1 instead of db2, stopped after a second or two --at '2017-01-31 23:27' --type action --by 'database on-call' --evidence "$source"
rcalog note GitLab.com is down, the loss is announced with a live document --at '~2017-02-01 00:10' --type communication --audience customers --channel 'status account and live document' --next '2017-02-01 00:40'
rcalog note - --day 2017-02-01 <<'LOG'
00:15 the S3 bucket of the nightly dump is empty
00:20 disk snapshots exist for the NFS servers only
00:25 the newest routine LVM snapshot is nearly 24 h old
00:36 the 17:20 snapshot on staging is complete, it becomes the source
LOG
rcalog mark mitigated 'writes had stopped, the 17:20 snapshot was mounted and its tables could be read' --at '~2017-02-01 00:36' --by ana
rcalog mark resolved 'GitLab.com serves requests again, row counts match the snapshot' --at '~2017-02-01 18:00' --by ana

# The next days
rcalog set 'summary=A directory of the primary database was removed by a command meant for the secondary. None of the routine backups could be restored. A snapshot taken by hand six hours before was copied back over 18 hours.' \
  'impact.summary=18 hours without service and six hours of database writes gone. Git repositories and wikis were not lost.' \
  impact.users_affected=unknown impact.announced=true \
  'impact.lost+={what: Projects, amount: about 5000, from: 2017-01-31T17:20:00+00:00, to: 2017-02-01T00:00:00+00:00}' \
  'impact.lost+={what: Comments, amount: about 5000, from: 2017-01-31T17:20:00+00:00, to: 2017-02-01T00:00:00+00:00}' \
  'impact.lost+={what: New users, amount: about 700, from: 2017-01-31T17:20:00+00:00, to: 2017-02-01T00:00:00+00:00}' \
  times.introduced=unknown roles.record_owner=ana
rcalog why 20170131-k7f3q --answers "$here/answers.yaml"
rcalog action add Send each owner of a lost project a list of what is gone and a way to ask for help --owner sid --due 2017-02-08 --aim compensate --strength intermediate
rcalog set 'lessons.went_well+=The recovery was documented in public, minute by minute' \
  'lessons.went_badly+=Four ways of making a copy were trusted, and none had been tried' \
  'lessons.got_lucky+=A snapshot had been taken by hand six hours before' \
  'lessons.surprised_by+=The mails about failing dumps had been rejected for weeks'

# Follow-through
rcalog action done 'role in the prompt' --at 2017-02-09
rcalog action verify 'role in the prompt' logged in to six hosts, each shows its role --by ana --at 2017-02-10
rcalog action done 'older than 25 h' --at 2017-02-12
rcalog action verify 'older than 25 h' stopped the dump on a test host, the page came after 25 h --by ana --at 2017-02-14
rcalog action prove "Restore last night's dump" --pass --by ci --at '2017-02-14 06:00' --evidence 'restore log of 2017-02-14: 2 of 2 tables match'
rcalog review 20170131-k7f3q --approve --by li.wei --at '2017-02-15 10:00' --note 'Every root cause has an owned and dated action' \
  --waive A204@adbfz --because 'the prompt is a stopgap until the re-synchronisation tool is in use'
rcalog check
