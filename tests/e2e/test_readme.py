"""What the README shows is what happens."""

import re

from e2e.conftest import ROOT


def test_the_readmes_example_runs_and_every_check_holds(world, capsys):
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    code = example.replace("http://localhost:8000", world.url).replace("http://127.0.0.1:8545", world.rpc_url)
    code = code.replace(".data/", f"{world.data}/")
    assert code.count(world.url) == code.count(world.rpc_url) == code.count(str(world.data)) == 1
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) >= 6
    assert all(line.startswith("ok ") for line in printed), printed
