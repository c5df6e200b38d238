"""What counts as a secret, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.secrets import find_secrets, mask

HEX = "0123456789abcdef"

# The values are assembled, so that no scanner takes this file for a leak.
TRUE = [
    ("github-token", "x_ghp_" + "a1B2" * 9),
    ("age-key", "AGE-SECRET-KEY-" + "PQ-1" + "QZ3X" * 20),
    ("curl-password", "curl --user=ana:" + "hunter22 https://example.org"),
    ("mysql-password", "mysqldump -uroot " + "-p'hunter22' prod | gzip"),
    ("aws-key", "key AKIA" + "IOSFODNN7EXAMPLE"[:16].replace("8", "7")),
    ("aws-key", "ASIA" + "QWERTYUIOPASDFGH"),
    ("aws-secret", "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY"),
    ("github-token", "token ghp_" + "a1B2" * 9),
    ("github-token", "gho_" + "Zz09" * 9),
    ("github-token", "ghs_" + "abcd" * 10),
    ("github-token", "github_pat_" + "11ABCDE_" * 8),
    ("gitlab-token", "glpat-" + "x" * 20),
    ("gitlab-token", "gldt-" + "Ab1_-" * 5),
    ("slack-token", "xoxb-" + "123456789012-abcdef"),
    ("slack-token", "xoxp-" + "1-2-3-abcdefgh"),
    ("slack-webhook", "https://hooks.slack.com/services/" + "T000/B000/XXXXXXXXXXXXXXXX"),
    ("stripe-key", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"),
    ("stripe-key", "rk_test_" + "4eC39HqLyjWDarjtT1zdp7dc"),
    ("google-key", "AIza" + "Sy" * 17 + "a"),
    ("google-oauth", "ya29." + "a0AfH6SMBx" * 3),
    ("npm-token", "npm_" + "aB3d" * 9),
    ("pypi-token", "pypi-" + "AgEIcHlwaS5vcmc" * 4),
    ("openai-key", "sk-proj-" + "abcdEFGH1234" * 4),
    ("openai-key", "sk-ant-" + "abcdEFGH1234" * 4),
    ("sendgrid-key", "SG." + "abcdefghijklmnopqrst.uvwxyzabcdefghijklmnop"),
    ("twilio-key", "SK" + HEX * 2),
    ("digitalocean-token", "dop_v1_" + HEX * 4),
    ("shopify-token", "shpat_" + HEX * 2),
    ("hashicorp-token", "hvs." + "CAESIJ" * 5),
    ("telegram-token", "123456789:AA" + "abcde" * 6 + "xyz"),
    ("aliyun-key", "LTAI" + "5tAbCdEfGhIjKlMn"),
    ("tencent-key", "AKID" + "abcd" * 8),
    ("json-web-token", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0." + "dozjgNryP4J3jVmN"),
    ("private-key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"),
    ("private-key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz"),
    ("url-password", "postgres://app:" + "s3cr3tpw@db1/prod"),
    ("url-password", "https://ci:" + "deadbeef@git.example.org/x.git"),
    ("authorization", "curl -H 'Authorization: Bearer " + "abcdef0123456789'"),
    ("authorization", "authorization: basic " + "dXNlcjpwYXNz"),
    ("password", "password: " + "Tr0ub4dor"),
    ("password", "the passwd=" + "letmein99"),
    ("password", "api_key = '" + "0a1b2c3d4e'"),
    ("password", "密码：" + "Abc12345"),
    ("password", "数据库密码是" + "Abc12345"),
    ("card-number", "paid with 4242 4242 " + "4242 4242"),
    ("card-number", "378282246310" + "005"),
]
BENIGN = [
    "of: 3f4111111111111111ab0c2d9e8f7a6b5c4d3e2f",
    "git show e4111111111111111",
    "password: reset",
    "password: <redacted>",
    "password was rotated at 14:05",
    "the password policy is weak",
    "Password: ****",
    "密码已重置",
    "修改密码后恢复",
    "commit 0123456789abcdef0123456789abcdef01234567",
    "incident 20170131-k7f3q",
    "pod web-7d9f8b6c5d-x2x4z restarted",
    "uuid 550e8400-e29b-41d4-a716-446655440000",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "order 1234567890123456",
    "https://example.org/postmortem",
    "http://127.0.0.1:8080/healthz",
    "postgres://db1/prod",
    "git@example.org:team/repo.git",
    "ana@example.org",
    "2026-11-20T14:05:00+08:00",
    "14:05 rolled back",
    "sk-learn upgraded to 1.5",
    "the task-queue is full",
    "AKIA is the prefix of a key",
    'eyJ is base64 for {"',
    "4.5 GB of 310 GB left",
    "latency 1234567 us",
    "10000000000000000 rows",
    "300 GB of db1's data directory was removed",
    "token expired",
    "authorization: required",
    "Authorization header missing",
    "secret_key: unknown",
    "磁盘空间不足",
    "连接池 300/300",
    "xoxo from the team",
    "max_wal_senders = 32",
    "pg_basebackup --wal-method=stream",
    "arn:aws:iam::123456789012:role/deploy",
    "s3://backups/2017/01/31/",
    "kubectl delete pod web-0",
    "npm_config_cache=/tmp/npm",
    "ghp is a prefix",
    "build 20261120.1405",
    "sev1 since 23:27",
    "1.2.3.4.5",
    "error rate 0.00012345678901234",
    "ticket 4711-0815-1234",
    "key rotation every 90d",
    "api_key: ${API_KEY}",
    "pwd: /srv",
    "passphrase: none",
    "https://user@example.org/path",
    "see page 4242",
    "0000 0000 0000 0000",
    "-----BEGIN CERTIFICATE-----",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ",
    "glpat tokens were revoked",
    "hvs. is the prefix",
    "SG. means Singapore",
    "速率 13/s",
    "17:20 快照",
]


@pytest.mark.parametrize(("rule", "text"), TRUE)
def test_credentials_are_found_and_masked(rule: str, text: str) -> None:
    """Each documented token form is found under its name, and gone when masked."""
    found = [secret for secret in find_secrets(text) if secret.certain]
    assert [secret.rule for secret in found] == [rule]
    assert text[found[0].start : found[0].end] not in mask(text)
    assert f"[masked: {rule}]" in mask(text)


@pytest.mark.parametrize("text", BENIGN)
def test_ordinary_text_is_left_alone(text: str) -> None:
    """What stands in every record is no secret."""
    assert [secret for secret in find_secrets(text) if secret.certain] == []
    assert mask(text) == text


@pytest.mark.parametrize(("rule", "text"), [("e-mail", "ask li.wei@corp.cn"), ("phone", "13812345678")])
def test_personal_data_is_reported_but_not_masked(rule: str, text: str) -> None:
    """Personal data is a warning: it may be meant."""
    assert [(secret.rule, secret.certain) for secret in find_secrets(text)] == [(rule, False)]
    assert mask(text) == text


@pytest.mark.parametrize(
    "text", ["from 8.8.4.4, again", "at 100.128.0.1:443", "(172.32.9.9)", "1.1.1.1.", "192.169.0.1"]
)
def test_a_public_address_is_personal(text: str) -> None:
    """It may be that of a customer's machine."""
    assert [(secret.rule, secret.certain) for secret in find_secrets(text)] == [("ip-address", False)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "10.1.2.3",
            "127.0.0.1",
            "0.0.0.0",
            "172.16.9.9",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *(
            "203.0.113.7",
            "198.51.100.7",
            "192.0.2.7",
            "198.18.5.5",
            "v1.2.3.4",
            "1.2.3.4.5",
            "1.2.3.400",
            "1.2.3.4-rc1",
        ),
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    """Addresses inside a network, those of examples, and versions."""
    assert find_secrets(text) == []


def test_only_the_value_is_masked() -> None:
    """The words around a password stay readable, and a rule that is allowed stays."""
    text = "postgres://app:" + "s3cr3tpw@db1/prod and glpat-" + "x" * 20
    assert mask(text) == "postgres://app:[masked: url-password]@db1/prod and [masked: gitlab-token]"
    assert mask(text, frozenset({"gitlab-token"})).startswith("postgres://app:s3cr3tpw@")


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    """What is masked is no secret any more."""
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize("text", ["a13812345678b", "3f13812345678ab", "commit c13812345678"])
def test_digits_in_a_hash_are_no_number_of_somebody(text: str) -> None:
    """Beside Chinese they are."""
    assert find_secrets(text) == []
    assert [secret.rule for secret in find_secrets("电话13812345678，请回电")] == ["phone"]


def test_numbers_in_the_digits_of_other_scripts() -> None:
    """Each digit that there is counts, also beside a full-width comma."""
    digits = [chr(code) for code in range(0x110000) if chr(code).isdecimal()]
    missed = [digit for digit in digits if [each.rule for each in find_secrets(f"，+{digit * 12}，")] != ["phone"]]
    assert (len(digits) > 600, missed, find_secrets("，号码 12 3、四五")) == (True, [], [])
