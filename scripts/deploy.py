"""Deploys the contracts to one EVM network with Brownie; `docs/testnet.md` leads through it.

Nothing is sent before a dry run has shown what it costs. Interrupted at any point, the same command goes on
where the chain stands and deploys nothing twice. `scripts/brownie python scripts/deploy.py --help` names the
options.
"""

import sys

from deployment.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
