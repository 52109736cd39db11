"""docs/operating.md and docs/testnet.md say what the code does."""

import re

from anvil_node import ROOT

from hashtagspace.environment import PREFIX, VARIABLES

OPERATING = (ROOT / "docs/operating.md").read_text()
TESTNET = (ROOT / "docs/testnet.md").read_text()


def test_the_table_of_settings_is_the_code_s():
    rows = re.findall(rf"^\| `{PREFIX}(\w+)` \| (.+) \|$", OPERATING, re.MULTILINE)
    assert dict(rows) == dict(VARIABLES)


def test_no_page_names_a_setting_that_does_not_exist():
    named = set(re.findall(rf"{PREFIX}(\w+)", OPERATING + TESTNET))
    assert named <= set(VARIABLES)


def test_every_part_that_the_doctor_names_is_explained():
    source = "".join(path.read_text() for path in (ROOT / "backend/hashtagspace/doctor").glob("*.py"))
    parts = set(re.findall(r'\b(?:ok|warn|fail|guard)\(\s*"([a-z ]+)"', source)) | {
        "disk data",
        "disk content",
    }
    table = OPERATING.split("| part | it looks at |")[1].split("\n\n")[0]
    explained = set()
    for cell in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE):
        first, *others = cell.split(", ")
        explained |= {first} | {o if " " in o or o in parts else f"{first.split()[0]} {o}" for o in others}
    assert parts - {"chain"} == explained - {"---"}
